"""A class of the small assignment, graded with SQLite undisturbed, and a PostgreSQL server on which everything else happens."""

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.nbgrader.classroom import BROKEN, NAME, REPAIRED, UNREADABLE, Checkout, flat, make_checkout, solved, write
from tests.postgresql.server import Server, programs, running

SECOND = "02_again"
OTHER = "exposes_wrong_likelihood"  # an exercise of the course for which no problems are drawn
LONG = "a" * 200
NO_TEXT = os.fsdecode(b"m\xfcller")
WAITING = 900  # seconds that a command may take on a busy machine


@dataclass(frozen=True)
class Class:
    """A checkout of two assignments, what was handed in, and grading as another program."""

    checkout: Checkout
    submitted: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self, out: Path, url: str, *options: str) -> subprocess.Popen:
        """Begin to grade; what it says goes to a file of its own."""
        out.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "grader.cli", "grade", "--out", str(out), "--submitted", str(self.submitted)]
        # The class is small, and the machine has other tests to run.
        one = () if "--workers" in options else ("--workers", "1")
        with (out / f"said-{next(self.numbers)}").open("wb") as said:
            run = subprocess.Popen(
                [*command, "--db", url, *one, *options],
                cwd=self.checkout.root,
                env=os.environ | {"PYTHONPATH": str(self.checkout.root), "COLUMNS": "400", "PYTHONIOENCODING": "utf-8"},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        run.said = Path(said.name)  # type: ignore[attr-defined]
        return run

    def grade(self, out: Path, url: str, *options: str, status: int = 0) -> str:
        """Grade: what was said."""
        return finish(self.start(out, url, *options), status)


def finish(run: subprocess.Popen, status: int = 0) -> str:
    """Wait for the end of grading: what was said."""
    try:
        ended = run.wait(WAITING)
    finally:
        run.kill()
    said = flat(run.said.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert ended == status, said
    assert "Traceback" not in said
    assert "should not have happened" not in said
    return said


def until(condition: Callable[[], object], seconds: float = 600) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server for all tests of this folder."""
    found = programs()
    if found is None:
        sentence = "NO POSTGRESQL SERVER HERE, NOTHING TESTED. On Debian: apt install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with running(found) as server:
        yield server


@pytest.fixture
def url(server: Server, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    return server.create(f"{request.node.name[:50]} {time.monotonic_ns()}".replace('"', ""))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class: some solved, some not, one cannot be read, some have names that no gradebook holds."""
    root = tmp_path_factory.mktemp("course")
    checkout = make_checkout(root / "checkout")
    solutions = checkout.root / "solutions"
    begin, _, rest = (solutions / f"{NAME}.py").read_text().partition("# %% [markdown]\n# ### Exercise")
    end = rest[rest.index("# %% [markdown]") :]
    (solutions / f"{SECOND}.py").write_text((begin + end).replace("sigmoid", OTHER))
    grading = (solutions / "grading" / "logistic.py").read_text()
    (solutions / "grading" / "again.py").write_text(grading.replace("sigmoid", OTHER))
    checkout.run("build")
    odd = write("logit", r"def logit(p):\n    raise ValueError('\0 \udc80 \x1b')".replace(r"\n", "\n"))
    students = {
        "ada": REPAIRED["solved"],
        "bea": REPAIRED["deleted tests"],
        "née O'Brien; DROP": BROKEN["upside down"],
        "dmitri": BROKEN["stub"],
        "odd": [odd],
        "quits": BROKEN["quits"],
        LONG: [],
        NO_TEXT: [],
    }
    for student, changes in students.items():
        notebook = solved(checkout)
        for change in changes:
            change(notebook)
        checkout.hand_in(student, notebook)
    checkout.hand_in("half", UNREADABLE["half"][0])
    (checkout.root / "submitted" / "ada" / NAME / "timestamp.txt").write_text("2026-10-05 11:59:00 UTC")
    for student in ("ada", "bea", "zoe"):
        folder = checkout.root / "submitted" / student / SECOND
        folder.mkdir(parents=True)
        shutil.copy(checkout.root / "build" / "source" / SECOND / f"{SECOND}.ipynb", folder)
    return Class(checkout, checkout.root / "submitted")


@pytest.fixture(scope="session")
def undisturbed(course: Class, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, str]:
    """The class graded with SQLite: its gradebook, the folder, and what was said."""
    out = tmp_path_factory.mktemp("undisturbed")
    url = f"sqlite:///{out / 'gradebook.db'}"
    return url, out, course.grade(out, url)
