"""A scheduler and workers, as processes of their own, and a checkout with one small assignment in which they are started."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from distributed import Client

from tests.nbgrader.classroom import Checkout, make_checkout, solved, write

LONG = 600.0  # seconds, on a very busy machine


@dataclass
class Machines:
    """What runs, and how to start more of it.

    Parameters
    ----------
    checkout
        Where workers are started.
    folder
        For what they write.
    environment
        Variables that all of them get.
    """

    checkout: Checkout
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    address: str = ""
    processes: list[subprocess.Popen] = field(default_factory=list)

    def scheduler(self, *options: str) -> subprocess.Popen:
        """Start a scheduler, and wait until it listens."""
        file = self.folder / "scheduler.json"
        process = self.start("-m", "dask", "scheduler", "--port", "0", "--scheduler-file", str(file), *QUIET, *options)
        wait_until(file.is_file)
        self.address = json.loads(file.read_text())["address"]
        return process

    def worker(
        self, *options: str, root: Path | None = None, within: tuple[str, ...] = (), wait: bool = True
    ) -> subprocess.Popen:
        """Start a worker process with one thread, by default in the checkout, and wait until the scheduler knows it."""
        before = len(self.addresses()) if wait else 0
        arguments = ["-m", "dask", "worker", self.address, "--nthreads", "1", *QUIET, *options]
        process = self.start(*arguments, root=root, within=within)
        if wait:
            wait_until(lambda: len(self.addresses()) > before)
        return process

    def start(self, *arguments: str, root: Path | None = None, within: tuple[str, ...] = ()) -> subprocess.Popen:
        """Start Python in a checkout; it is ended after the test with everything that it started."""
        root = root or self.checkout.root
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [*within, sys.executable, *arguments],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root), "COLUMNS": "300"} | self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.processes.append(process)
        return process

    def grade(self, out: Path, *options: str) -> subprocess.Popen:
        """Start to grade what has been handed in."""
        out.mkdir(exist_ok=True)
        command = ["-m", "grader.cli", "grade", "--out", str(out), "--submitted", str(self.checkout.root / "submitted")]
        return self.start(*command, "--json", str(out / "records.json"), "--scheduler", self.address, *options)

    def said(self, process: subprocess.Popen, status: int) -> str:
        """What a process has said, once it has ended with this status."""
        ended = process.wait(LONG)
        text = (self.folder / f"{self.processes.index(process)}.log").read_text()
        assert ended == status, text
        assert "Traceback" not in text
        assert "should not have happened" not in text
        return " ".join(text.split())

    @cached_property
    def client(self) -> Client:
        """A connection of the test's own."""
        return Client(self.address, timeout=LONG, set_as_default=False)

    def addresses(self) -> list[str]:
        """Of the workers."""
        return list(self.client.nthreads())

    def busy(self) -> dict[str, int]:
        """The process of each worker that has a chunk to run, by address."""
        at_work = [address for address, chunks in self.client.processing().items() if chunks]
        return self.client.run(os.getpid, workers=at_work) if at_work else {}

    def stop(self) -> None:
        """End everything that was started."""
        if "client" in vars(self):
            self.client.close()
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(LONG)


QUIET = ("--host", "127.0.0.1", "--no-dashboard")


def wait_until(true: Callable[[], object]) -> None:
    """Wait until something is true, and fail if that takes too long."""
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout with the small assignment, which nobody has handed in."""
    return make_checkout(tmp_path_factory.mktemp("cluster") / "checkout")


@pytest.fixture
def machines(checkout: Checkout, tmp_path: Path) -> Iterator[Machines]:
    """Nothing runs yet, and two students have handed in."""
    for student in ("ada", "bea"):
        checkout.hand_in(student, solved(checkout))
    started = Machines(checkout, tmp_path)
    yield started
    started.stop()
    shutil.rmtree(checkout.root / "submitted")


def slow(seconds: float) -> Callable:
    """A change to a solved notebook: its last cell takes its time, and the points stay."""
    return write("sigmoid", SLOW.format(seconds))


SLOW = "import time\ntime.sleep({})\n\ndef sigmoid(z):\n    return np.exp(-np.logaddexp(0, -np.asarray(z)))"
