"""Classes to report on: a small one that is really graded, and made-up ones of any size."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from grader.cli import main
from grader.sample_class import answered, read_assignment
from solutions.mistakes import LIBRARY
from tests.conftest import ROOT
from tests.report.made_up import Class

NAME = "01_logistic"
MISTAKE = next(entry for entry in LIBRARY if entry.name == "logistic_gradient_target_minus_prediction")
NASTY = '"><img src=x onerror=alert(1)>'
OWN_FAILURE = """def sigmoid(z):
    # {student} was here, and so was my friend Rumpelstilzchen
    '''Rumpelstilzchen'''
    raise ValueError(f"<script>alert({number})</script> at {number}.5 for {student}")"""


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and its text by section."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sections: dict[str, str] = {"": ""}
        self._section = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag == "section":
            self._section = dict(attributes)["aria-labelledby"] or ""
            self.sections[self._section] = ""

    def handle_data(self, data: str) -> None:
        self.sections[self._section] += f" {data}"

    def __getitem__(self, section: str) -> str:
        return re.sub(r"\s+", " ", self.sections[section])


@dataclass(frozen=True)
class Reporting:
    """A grading folder, and reports about it."""

    folder: Path
    run: Callable[..., tuple[str, int]]

    def page(self, *options: str) -> Page:
        """The report with some options."""
        said, status = self.run("report", "--out", str(self.folder), "--to", str(self.folder / "page.html"), *options)
        assert status == 0, said
        return Page((self.folder / "page.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def command() -> Callable[..., tuple[str, int]]:
    """Run softmax-course in a process of its own: what it says, and its exit status."""

    def run(*arguments: str) -> tuple[str, int]:
        done = subprocess.run(
            [sys.executable, "-m", "grader.cli", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
        )
        return done.stdout + done.stderr, done.returncode

    return run


@pytest.fixture(scope="session")
def here() -> Callable[..., tuple[str, int]]:
    """The same in this process, which has everything loaded."""

    def run(*arguments: str) -> tuple[str, int]:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("PATH", "JUPYTER_PATH"):
                patch.setenv(name, os.environ.get(name, ""))  # so that it is put back
            patch.setattr(sys, "argv", ["softmax-course", *arguments])
            with pytest.raises(SystemExit) as end:
                main()
        return "", int(end.value.code or 0)

    return run


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, command, here) -> Reporting:
    """A class that was really graded, twice: at the second time ada has mended one of her two exercises."""
    folder = tmp_path_factory.mktemp("real")
    assignment = read_assignment(ROOT, NAME)
    mistake = {MISTAKE.exercise: MISTAKE.cell((MISTAKE.exercise,))}
    own = {s: {"sigmoid": OWN_FAILURE.format(student=s, number=n)} for s, n in (("bea77", 3), ("carl", 44))}
    endless = {"logit": "def logit(p):\n    while True:\n        pass"}
    answers = {"ada": mistake | endless, NASTY: mistake, **own}

    def grade(students: dict[str, dict[str, str]]) -> None:
        for student, cells in students.items():
            path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            notebook = answered(assignment, assignment.reference | cells)
            if student == "carl":
                notebook.cells = [
                    c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "check_logit"
                ]
            nbformat.write(notebook, path)
        broken = folder / "submitted" / "emil" / NAME / f"{NAME}.ipynb"
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_text("{")
        said, status = command("grade", NAME, "--workers", "1", "--out", str(folder), "--timeout", "4")
        assert status == 0, said

    grade(answers)
    grade({"ada": {"logit": endless["logit"]}})
    return Reporting(folder, here)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory, here) -> Reporting:
    """Sixty students and two notebooks, as test data."""
    folder = tmp_path_factory.mktemp("made_up")
    Class(folder, ["01_logistic", "02_softmax_jacobian"]).fill([f"student{number:04d}" for number in range(60)])
    return Reporting(folder, here)
