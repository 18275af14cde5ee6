"""The engine: a pair of warm processes, one for judges and one for students, and a job at a time between them."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import softmax_course
from grader.engine.job import CELLS_AT_FULL_TIME, LARGEST_JOB, Job, Result
from grader.engine.wire.frames import Closed, Frames, TooSlow
from softmax_course.assets import asset

PACKAGES = Path(__file__).resolve().parents[2]
INLINE = "module://matplotlib_inline.backend_inline"  # MPLBACKEND, as a kernel sets it
# Of this process's environment, what its children may know; by the last two a user says where Python keeps compiled code.
TOLD = ("PATH", "LANG", "LC_ALL", "TZ", "HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
# The cores have other notebooks to run.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
TO_START = 120.0  # seconds
TO_PREPARE = 120.0  # seconds, on a busy machine, to learn the mistakes of one assignment
OVERTIME = 60.0  # seconds that a judge may take on top of its notebook


class EngineError(RuntimeError):
    """The engine cannot be started, for the reason that the text gives."""


class Engine:
    """A context in which notebooks can be run.

    Parameters
    ----------
    root
        The checkout, from whose ``solutions`` the judge has the hidden grading; None for a student's own check.
    assignments
        Those of which so many notebooks will be run that it pays to know all mistakes on fresh problems beforehand.
    forbidden
        Files and folders that must be out of the reach of students' code, besides the solutions; it is tried at the start.
    unsafe
        Whether to run students' code where a layer of the sandbox is missing.
    memory
        Bytes that a student's process may use.

    Attributes
    ----------
    sandbox : str
        The layers of the sandbox that confine students' code, or "none".
    """

    sandbox: str

    def __init__(
        self,
        root: Path | None,
        *,
        assignments: Sequence[str] = (),
        forbidden: Sequence[Path] = (),
        unsafe: bool = False,
        memory: int = 1 << 30,
    ) -> None:
        self._root = root
        self._assignments = json.dumps(list(assignments))
        self._to_start = TO_START + TO_PREPARE * len(assignments)
        self._settings = {
            "readable": [str(Path(softmax_course.__file__).parent), str(asset(""))],
            "forbidden": [str(path) for path in (*forbidden, *([root / "solutions"] if root else []))],
            "limits": {"memory": memory},
            "unsafe": unsafe,
        }
        self._processes: list[subprocess.Popen] = []
        self._over = False

    def __enter__(self) -> "Engine":
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._stop()

    def run(self, job: Job) -> Result:
        """Run a notebook.

        Parameters
        ----------
        job
            The notebook, and what it may take.

        Returns
        -------
        Result
            With the executed notebook, or the problem that there was; nothing that a notebook does raises here.
        """
        deadline = time.monotonic() + CELLS_AT_FULL_TIME * job.seconds + OVERTIME
        try:
            self._frames.send(job.to_bytes(), deadline)
            return Result.from_bytes(self._frames.receive(deadline))
        except (Closed, TooSlow) as problem:
            self._stop()
            if not self._over:
                self._start()
            return Result.failure(f"The judge of this notebook gave no answer: {problem}.")

    def _start(self) -> None:
        self._jobs, theirs = socket.socketpair()
        self._frames = Frames(self._jobs, LARGEST_JOB)
        judge_end, student_end = socket.socketpair()
        with theirs, judge_end, student_end:
            self._processes = [
                self._spawn("grader.engine.student.zygote", [student_end], json.dumps(self._settings)),
                self._spawn("grader.engine.judge.zygote", [theirs, judge_end], self._assignments),
            ]
        try:
            self.sandbox = self._frames.receive(time.monotonic() + self._to_start).decode()
        except (Closed, TooSlow):
            self.sandbox = ""
        if not self.sandbox:
            reason = self._reason()
            self._stop()
            raise EngineError(reason)

    def _spawn(self, module: str, sockets: list[socket.socket], *arguments: str) -> subprocess.Popen:
        numbers = [sock.fileno() for sock in sockets]
        student = module.endswith("student.zygote")
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, numbers), *arguments],
            pass_fds=numbers,
            cwd="/" if student else None,
            env=_environment(None if student else self._root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _reason(self) -> str:
        """What the processes said before they gave up."""
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
                said = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
                last = said.strip().rpartition("\n")[2].rpartition("SandboxError: ")[2]  # its own words
                return last or f"it ended with status {process.returncode}"
        return "its processes did not get ready in time"

    def _stop(self) -> None:
        if not self._processes:
            return
        self._jobs.shutdown(socket.SHUT_RDWR)  # wakes who waits for an answer
        processes, self._processes = self._processes, []
        for process in processes:
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()


def _environment(root: Path | None) -> dict[str, str]:
    """What the processes need to know, and nothing that is nobody's business there."""
    kept = {name: os.environ[name] for name in TOLD if name in os.environ}
    path = [str(folder) for folder in (root, PACKAGES) if folder is not None]
    return kept | {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(path)),
        "MPLBACKEND": INLINE,
        **ONE_THREAD,
    }
