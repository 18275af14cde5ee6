"""Decoys, an engine, and what must not happen."""

import copy
import json
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

import nbformat
import pytest
from nbformat import NotebookNode

from grader.engine.engine import Engine
from grader.engine.job import Job, Result
from grader.engine.sandbox import layers
from grader.engine.student import zygote
from grader.feedback import HideTests
from grader.records import outcome
from tests.attacks.reading import Attack
from tests.conftest import ROOT
from tests.engine import conftest as whole_course
from tests.lean import lean

NAME = "01_logistic"
# The exercise that attacks stand in, and some that they may harm.
AROUND = ("logit", "sigmoid", "logistic_loss", "logistic_gradient")
SECONDS = 3.0
LONGEST = 75.0  # seconds of wall time for one notebook, on a machine with other things to do
LARGEST = 100 << 20  # characters of an executed notebook
HIDDEN = ROOT / "solutions" / "grading" / "logistic.py"
HERS = ("check_sigmoid", "grade_sigmoid")
USER = 61_184  # an id that nobody has


class Decoys:
    """What attacks aim at: nothing in it is worth anything, and every part of it says so when it was touched."""

    def __init__(self) -> None:
        self.token = f"DECOY-{secrets.token_hex(12)}"
        self.base = Path(tempfile.mkdtemp(prefix="decoys-"))
        home, course, other = (self.base / f"decoy_{name}" for name in ("home", "course", "other"))
        self.files = [home / "private.txt", course / "gradebook.db", course / "logistic.py", other / f"{NAME}.ipynb"]
        for file in self.files:
            file.parent.mkdir(exist_ok=True)
            file.write_text(self.token)
        self.files[1].unlink()
        with sqlite3.connect(self.files[1]) as db:
            db.execute("CREATE TABLE secret (token)")
            db.execute("INSERT INTO secret VALUES (?)", (self.token,))
        db.close()
        for path in [self.base, *self.base.rglob("*")]:
            path.chmod(0o777 if path.is_dir() else 0o666)  # whoever gets there may do everything
        self._before = self._state()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        command = [sys.executable, "-c", "import time; time.sleep(3600)", self.token]
        self.victim = subprocess.Popen(command, env=os.environ | {"TOKEN": self.token})

    @property
    def names(self) -> str:
        """The line that tells an attack where they are."""
        port = self.listener.getsockname()[1]
        files = [str(file) for file in self.files]
        return f"DECOYS = {files}; HIDDEN = [{str(HIDDEN)!r}]; PORT = {port}; VICTIM = {self.victim.pid}\n"

    def touched(self) -> list[str]:
        """What has been done to them."""
        found = []
        if self._state() != self._before:
            found.append("a decoy was changed")
        try:
            self.listener.accept()[0].close()
            found.append("a connection was made")
        except BlockingIOError:
            pass
        state = Path(f"/proc/{self.victim.pid}/stat").read_text().rpartition(")")[2].split()[0]
        if self.victim.poll() is not None or state in "tTZX":
            found.append("another process was stopped")
        return found

    def remove(self) -> None:
        """Clear away."""
        self.listener.close()
        self.victim.kill()
        self.victim.wait()
        shutil.rmtree(self.base)

    def _state(self) -> dict[Path, tuple]:
        return {
            path: (path.stat().st_mode, path.read_bytes() if path.is_file() else None) for path in self.base.rglob("*")
        }


class Forked:
    """A process that was forked, to be handled as one that was started."""

    def __init__(self, pid: int) -> None:
        self.pid, self.returncode, self.stderr = pid, None, None

    def kill(self) -> None:
        """Kill it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, 9)

    def wait(self, timeout: float | None = None) -> None:
        """Wait for its end."""
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class UsersEngine(Engine):
    """An engine whose students' processes are those of an ordinary user, who cannot read the interpreter's folder."""

    def _spawn(self, module: str, sockets: list[socket.socket], *arguments: str):
        if not module.endswith("student.zygote"):
            return super()._spawn(module, sockets, *arguments)
        process = os.fork()
        if process == 0:
            _be_zygote(sockets[0], json.loads(arguments[0]))
        return Forked(process)


def _be_zygote(control: socket.socket, settings: dict) -> NoReturn:
    try:
        import ctypes
        import faulthandler  # noqa: F401  # what attacks import has to be loaded as long as it can be read

        from grader.engine.cells import CellRunner

        os.setsid()
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        CellRunner().warm()
        os.chdir("/")
        os.setgroups([])
        os.setresgid(USER, USER, USER)
        os.setresuid(USER, USER, USER)
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: as any program that a user starts
        zygote.main(control, settings)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)


@pytest.fixture(scope="session")
def decoys() -> Iterator[Decoys]:
    """Decoys for all attacks."""
    made = Decoys()
    yield made
    made.remove()


def _require_sandbox() -> None:
    reason = layers.elsewhere() or (f"missing: {', '.join(layers.missing())}" if layers.missing() else None)
    if reason is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"The attacks must be tried here. {reason}")
        pytest.skip(f"NO SANDBOX HERE, NO ATTACK TRIED. {reason}")


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One engine for all attacks, as whoever runs the tests."""
    _require_sandbox()
    with Engine(ROOT, assignments=[NAME]) as started:
        run(started, handed_in())  # what is read for the first time is not counted as an attack's time
        yield started


@pytest.fixture(scope="session")
def users_engine() -> Iterator[Engine]:
    """One whose students' processes belong to an ordinary user."""
    _require_sandbox()
    if os.geteuid() != 0:
        pytest.skip("The tests run as an ordinary user, and so do all attacks.")
    with UsersEngine(ROOT, assignments=[NAME]) as started:
        run(started, handed_in())
        yield started


@cache
def _solved() -> NotebookNode:
    notebook = copy.deepcopy(whole_course.course_notebook(NAME))
    kept = {cell["name"] for cell in course_cells()}
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") in {None, *kept}]
    return lean(notebook)


@cache
def course_cells() -> list[dict]:
    """The cells of these exercises, as the engine takes them."""
    names = {f"{kind}{exercise}" for kind in ("", "check_", "grade_") for exercise in AROUND}
    return [cell for cell in whole_course.course_cells(NAME) if cell["name"] in names]


def handed_in(cell: str | None = None) -> NotebookNode:
    """A solved notebook, with this in the place of one exercise."""
    notebook = copy.deepcopy(_solved())
    for exercise in notebook.cells:
        if cell is not None and exercise.metadata.get("nbgrader", {}).get("grade_id") == "sigmoid":
            exercise.source = cell
    return notebook


def run(engine: Engine, notebook: NotebookNode | bytes) -> Result:
    """Run what was handed in."""
    content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode("utf-8", "surrogatepass")
    return engine.run(Job(content, course_cells(), seconds=SECONDS))


def points(result: Result) -> dict[str, float]:
    """Points by graded cell."""
    notebook = nbformat.reads(result.notebook, as_version=4)
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {cell.metadata.nbgrader.grade_id: outcome(cell).points for cell in graded}


def full() -> dict[str, float]:
    """What every graded cell is worth."""
    return {cell["name"]: cell["points"] for cell in course_cells() if cell["points"] is not None}


def achieved(engine: Engine, attack: Attack, decoys: Decoys) -> list[str]:
    """What an attack has achieved: nothing, if all is well."""
    before, begin = _descendants(engine), time.monotonic()
    result = run(engine, handed_in(decoys.names + attack.cell))
    seconds = time.monotonic() - begin
    found = decoys.touched()
    if seconds > LONGEST:
        found.append(f"it took {seconds:.0f} s")
    if len(result.notebook) > LARGEST:
        found.append(f"the executed notebook has {len(result.notebook) >> 20} MiB")
    if _left_over(engine, before):
        found.append("a process is left over")
    if result.problem:
        return [*found, f"no notebook came back: {result.problem[-500:]}"]
    worthless = HERS[1:] if attack.earns else HERS
    found += [f"points for {cell}" for cell, worth in points(result).items() if cell in worthless and worth > 0]
    lost = {cell for cell, worth in points(result).items() if cell not in HERS and worth != full()[cell]}
    if lost and not attack.spoils:
        found.append(f"points of other exercises: {', '.join(sorted(lost))}")
    shown = _shown(result)
    hidden = [line.strip() for line in HIDDEN.read_text().splitlines() if "_fresh(" in line or "def " in line]
    found += [
        f"{what!r} was shown" for what in (decoys.token, "TAKEN", "grade_sigmoid(check", *hidden) if what in shown
    ]
    return found


def _shown(result: Result) -> str:
    """All that the student may see of the executed notebook."""
    notebook, _resources = HideTests().preprocess(nbformat.reads(result.notebook, as_version=4), {})
    return str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])


def _descendants(engine: Engine) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {process.pid for process in engine._processes}
    while new := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= new
    return found


def _left_over(engine: Engine, before: set[int]) -> bool:
    for _ in range(20):
        if len(_descendants(engine)) <= len(before):
            return False
        time.sleep(0.1)
    return True
