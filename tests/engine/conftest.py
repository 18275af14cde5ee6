"""An engine that runs a notebook of the course with some cells replaced."""

import copy
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache

import nbformat
import pytest
from nbformat import NotebookNode

from grader.course import Course
from grader.engine.engine import Engine
from grader.engine.job import Job
from grader.records import Outcome, outcome
from grader.repair import CourseCell
from tests.conftest import ROOT

SECONDS = 5.0
SAY = "The engine needs Linux with namespaces, Landlock and seccomp"


@cache
def course_notebook(assignment: str) -> NotebookNode:
    """The notebook with solutions and hidden tests."""
    return nbformat.read(Course(ROOT).source(assignment), as_version=4)


@cache
def course_cells(assignment: str) -> list[dict]:
    """The cells of the course, as the engine takes them."""
    cells = []
    for cell in course_notebook(assignment).cells:
        settings = cell.metadata.get("nbgrader")
        if settings:
            name, points, solution = settings["grade_id"], settings.get("points"), settings["solution"]
            cells.append(asdict(CourseCell(name, cell.id, cell.source, cell.cell_type, points, solution)))
    return cells


@dataclass(frozen=True)
class Ran:
    """An executed notebook."""

    notebook: NotebookNode

    def cell(self, name: str) -> NotebookNode:
        """The cell with this grade_id."""
        return next(c for c in self.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)

    def outcome(self, name: str) -> Outcome:
        """What became of a check or grade cell."""
        return outcome(self.cell(name))

    @property
    def points(self) -> dict[str, float]:
        """The points of every graded cell."""
        return {
            cell.metadata.nbgrader.grade_id: outcome(cell).points
            for cell in self.notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        }

    def text(self, name: str) -> str:
        """Everything that a cell shows, as text."""
        shown = []
        for output in self.cell(name).outputs:
            shown.append(output.get("text") or output.get("evalue") or str(output.get("data", "")))
            shown += output.get("traceback", [])
        return "\n".join(shown)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One engine for all tests."""
    if sys.platform != "linux":
        pytest.skip(SAY)
    with Engine(ROOT) as started:
        yield started


@pytest.fixture
def run(engine: Engine) -> Run:
    """Run an assignment, solved but for the cells that are named, and with cells added before and after."""

    def run_notebook(
        assignment: str = "01_logistic", *, before: str = "", after: str = "", seconds: float = SECONDS, **cells: str
    ) -> Ran:
        notebook = copy.deepcopy(course_notebook(assignment))
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in cells:
                cell.source = cells[name]
        if before:
            notebook.cells.insert(0, nbformat.v4.new_code_cell(before))
        if after:
            notebook.cells.append(nbformat.v4.new_code_cell(after))
        job = Job(nbformat.writes(notebook).encode("utf-8", "surrogatepass"), course_cells(assignment), seconds=seconds)
        result = engine.run(job)
        assert not result.problem, result.problem
        return Ran(nbformat.reads(result.notebook, as_version=4))

    return run_notebook
