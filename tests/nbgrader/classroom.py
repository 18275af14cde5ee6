"""A checkout with one small assignment, and what a class may do to its notebook."""

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAME = "01_logistic"
Command = Callable[..., tuple[str, int]]
CHECKS = ["check_logit", "grade_logit", "check_sigmoid", "grade_sigmoid"]


@dataclass(frozen=True)
class Checkout:
    """A checkout in a folder of its own, with commands run as a user would run them."""

    root: Path

    def run(self, *command: str, status: int | None = 0, cwd: Path | None = None) -> subprocess.CompletedProcess:
        """Run softmax-course, without the environment's programs on the path."""
        environment = os.environ | {"PATH": os.defpath, "PYTHONPATH": str(self.root), "COLUMNS": "200"}
        environment.pop("JUPYTER_PATH", None)
        return self._run([sys.executable, "-m", "grader.cli", *command], environment, status, cwd)

    def nbgrader(self, *command: str, status: int | None = 0) -> subprocess.CompletedProcess:
        """Run plain nbgrader in the checkout, in an activated environment."""
        environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        return self._run([sys.executable, "-m", "nbgrader", *command], environment, status, None)

    def _run(
        self, command: list[str], environment: dict, status: int | None, cwd: Path | None
    ) -> subprocess.CompletedProcess:
        done = subprocess.run(
            command, cwd=cwd or self.root, env=environment, capture_output=True, text=True, timeout=300
        )
        assert status is None or done.returncode == status, done.stdout + done.stderr
        return done

    @property
    def source(self) -> NotebookNode:
        """The notebook with solutions and hidden tests."""
        return nbformat.read(self.root / "build" / "source" / NAME / f"{NAME}.ipynb", as_version=4)

    @property
    def release(self) -> NotebookNode:
        """The notebook that students get."""
        return nbformat.read(self.root / "notebooks" / NAME / f"{NAME}.ipynb", as_version=4)

    def hand_in(self, student: str, notebook: NotebookNode | bytes) -> Path:
        """Put a notebook where a student's is expected."""
        path = self.root / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode())
        return path


def make_checkout(root: Path) -> Checkout:
    """Copy the packages, and put the small assignment in the place of the course's."""
    skip = shutil.ignore_patterns("[0-9][0-9]_*.py", "expected")
    for folder in ("grader", "softmax_course", "solutions", "assets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=skip)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(HERE / "tiny_course.py", root / "solutions" / f"{NAME}.py")
    shutil.copy(HERE / "tiny_grading.py", root / "solutions" / "grading" / "logistic.py")
    for library in (root / "solutions" / "mistakes").glob("*.py"):
        if "@wrong" in library.read_text():
            library.write_text("")  # the small assignment has no mistakes of its own
    checkout = Checkout(root)
    checkout.run("build")
    return checkout


def at(notebook: NotebookNode, grade_id: str) -> int:
    """Where a cell stands."""
    return next(
        i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def solved(checkout: Checkout) -> NotebookNode:
    """The release with the solutions filled in."""
    notebook, source = checkout.release, checkout.source
    for name in ("logit", "sigmoid"):
        notebook.cells[at(notebook, name)].source = source.cells[at(source, name)].source
    return notebook


def write(grade_id: str, source: str) -> Callable[[NotebookNode], None]:
    """A change that writes something into a cell."""

    def change(notebook: NotebookNode) -> None:
        notebook.cells[at(notebook, grade_id)].source = source

    return change


def delete(*grade_ids: str) -> Callable[[NotebookNode], None]:
    """A change that deletes cells."""

    def change(notebook: NotebookNode) -> None:
        for grade_id in grade_ids:
            del notebook.cells[at(notebook, grade_id)]

    return change


def double(grade_id: str, source: str | None = None) -> Callable[[NotebookNode], None]:
    """A change that copies a cell to the end."""

    def change(notebook: NotebookNode) -> None:
        twin = copy.deepcopy(notebook.cells[at(notebook, grade_id)])
        twin.id = f"twin-of-{grade_id}".replace("_", "-")
        twin.source = source or twin.source
        notebook.cells.append(twin)

    return change


def retype(grade_id: str, kind: str) -> Callable[[NotebookNode], None]:
    """A change of a cell's type."""

    def change(notebook: NotebookNode) -> None:
        cell = notebook.cells[at(notebook, grade_id)]
        cell.cell_type = kind
        for key in ("outputs", "execution_count") if kind != "code" else ():
            del cell[key]

    return change


def strip_metadata(notebook: NotebookNode) -> None:
    """Every trace of nbgrader gone, and every id."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata = NotebookNode()
        cell.id = f"other-{number}"


def raise_points(notebook: NotebookNode) -> None:
    """A check that is worth a hundred."""
    notebook.cells[at(notebook, "check_logit")].metadata.nbgrader.points = 100


def other_kernel(notebook: NotebookNode) -> None:
    """A kernel that nobody has."""
    notebook.metadata.kernelspec = {"name": "sage-9", "display_name": "Sage", "language": "sage"}


def move_up(notebook: NotebookNode) -> None:
    """The test cells before everything."""
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells = tests + [cell for cell in notebook.cells if cell not in tests]


def from_scratch(notebook: NotebookNode) -> None:
    """One cell, written elsewhere."""
    code = "\n\n".join(cell.source for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    notebook.cells = [new_code_cell("import numpy as np\n\n" + code)]


# What each student did to a solved notebook that costs nothing.
REPAIRED = {
    "solved": [],
    "double tests": [double("check_logit"), double("grade_sigmoid")],
    "double solution": [double("logit"), write("logit", "def logit(p):\n    return 0")],
    "deleted tests": [delete("check_logit", "grade_logit", "grade_sigmoid")],
    "changed tests": [write("check_logit", "pass"), write("grade_sigmoid", "4.0"), raise_points, other_kernel],
    "other types": [retype("check_logit", "markdown"), retype("grade_logit", "raw"), retype("sigmoid", "markdown")],
    "no metadata": [strip_metadata],
    "moved tests": [move_up],
    "née O'Brien [x] {y}+": [from_scratch],
}
# And what costs points.
BROKEN = {
    "stub": [
        write("logit", "def logit(p):\n    raise NotImplementedError()"),
        write("sigmoid", "def sigmoid(z):\n    raise NotImplementedError()"),
    ],
    "upside down": [
        write("logit", "def logit(p):\n    return np.log(1 - p) - np.log(p)"),
        write("sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(np.minimum(-z, 99)))"),
    ],
    "raises": [
        write("logit", "def logit(p):\n    return p[0]"),
        write(
            "sigmoid",
            "import sys\nloud = sys.stderr\n\n"
            "def sigmoid(z):\n    print('careful', file=loud)\n    return np.exp(-np.logaddexp(0, -z))",
        ),
    ],
    "loops": [
        delete("logit", "check_logit", "grade_logit"),
        write("sigmoid", "def sigmoid(z):\n    while True:\n        pass"),
    ],
    "quits": [write("sigmoid", "import os\n\nos._exit(0)")],
    "curious": [
        lambda notebook: notebook.cells.append(
            new_code_cell("print(In)\nfor line in In[-3].split('\\n'):\n    print(line)")
        )
    ],
}
TIMEOUT = 4


# What cannot be read: its content, and a word of the reason that is given.
UNREADABLE = {
    "empty": (b"", "empty"),
    "text": (b"Dear professor,", "JSON"),
    "half": (b'{"cells": [', "JSON"),
    "json": (b"[1, 2, 3]", "not a notebook"),
    "old": (b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}', "format 3"),
    "future": (b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}', "format 99"),
    "latin": ('{"nbformat": 4, "metadata": {"name": "Müller"}, "cells": []}'.encode("latin-1"), "UTF-8"),
    "cells": (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [3]}', "damaged"),
}
NO_FILE = {"folder": "folder", "link": "link", "pipe": "pipe", "file": "file"}


def hand_in_what_is_no_file(submitted: Path) -> None:
    """A folder, a link, a pipe, and a file in the place of the assignment's folder."""
    (submitted / "folder" / NAME / f"{NAME}.ipynb").mkdir(parents=True)
    for student in ("link", "pipe"):
        (submitted / student / NAME).mkdir(parents=True)
    (submitted / "link" / NAME / f"{NAME}.ipynb").symlink_to(submitted / "solved" / NAME / f"{NAME}.ipynb")
    os.mkfifo(submitted / "pipe" / NAME / f"{NAME}.ipynb")
    (submitted / "file").mkdir()
    (submitted / "file" / NAME).write_text("a file")


@dataclass(frozen=True)
class Graded:
    """A class after grading, feedback and export."""

    checkout: Checkout
    records: list[dict]
    output: str

    def of(self, student: str) -> dict[str, dict]:
        """A student's records by cell."""
        return {record["cell"]: record for record in self.records if record["student"] == student}

    def score(self, student: str) -> float:
        """A student's points."""
        return sum(record["points"] for record in self.of(student).values())


def flat(text: str) -> str:
    """A text without its line breaks and columns."""
    return " ".join(text.split())
