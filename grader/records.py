"""The outcome of every graded cell, in the form of ``grade --json``."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from grader.errors import CourseError
from grader.hidden import secrets, without
from grader.repair import CourseCell
from softmax_course.checks import STATUS

LONGEST_MESSAGE = 20_000
OTHER_ERRORS = {
    "CellTimeoutError": "timeout",
    "KeyboardInterrupt": "timeout",
    "NotImplementedError": "missing",
    "NameError": "missing",
}
MISTAKE = re.compile(r"\n\([^()\n]* (\w+)\)\s*\Z")


@dataclass(frozen=True)
class Outcome:
    """What became of one check or grade cell.

    Parameters
    ----------
    points
        What it earned.
    status
        One of passed, failed, error, timeout, killed, missing.
    message
        What the student reads.
    mistake
        The id of a mistake of the library, where it is certain.
    seconds
        How long the cell took.
    """

    points: float
    status: str
    message: str
    mistake: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Record:
    """One graded cell of one submission."""

    student: str
    assignment: str
    notebook: str
    cell: str
    points: float
    max_points: float
    status: str
    message: str
    mistake: str | None
    seconds: float
    sandbox: str


def outcome(cell: NotebookNode) -> Outcome:
    """What an executed check or grade cell says, scored as nbgrader scores it.

    Parameters
    ----------
    cell
        A cell with nbgrader's metadata and its outputs.
    """
    points, most = determine_grade(cell)
    printed = "".join(out.text for out in cell.outputs if out.output_type == "stream" and out.name == "stdout").strip()
    errors = [out for out in cell.outputs if out.output_type == "error"]
    stderr = "".join(out.text for out in cell.outputs if out.output_type == "stream" and out.name == "stderr").strip()
    if errors:
        status, message = _failure(errors)
    elif stderr:
        status, message = "error", f"The check wrote to standard error, which counts as a failure:\n\n{stderr}"
    else:
        status, message = "passed" if points == most else "failed", printed
    mistake = MISTAKE.search(message) if points < most else None
    return Outcome(float(points), status, message, mistake[1] if mistake else None, _seconds(cell))


def _failure(errors: Sequence[NotebookNode]) -> tuple[str, str]:
    """Status and message of a cell that raised: its own words where it has some, the name of the error otherwise."""
    first = next((error for error in errors if error.ename in STATUS), errors[0])
    if first.ename in STATUS:
        return STATUS[first.ename], first.evalue
    if first.ename == "CellTimeoutError":
        return "timeout", "The cell was stopped because it took too long."
    return OTHER_ERRORS.get(first.ename, "error"), f"{first.ename}: {first.evalue}".removesuffix(": ")


def _seconds(cell: NotebookNode) -> float:
    times = cell.metadata.get("execution", {})
    begin, end = times.get("iopub.execute_input"), times.get("shell.execute_reply")
    if not (begin and end):
        return 0.0
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds(), 3)


class Recorder:
    """Makes the records of one assignment: the course says which cells there are and what they are worth.

    Parameters
    ----------
    assignment
        Its name.
    cells
        The cells of the course.
    sandbox
        How student code was confined.
    """

    def __init__(self, assignment: str, cells: Sequence[CourseCell], sandbox: str) -> None:
        self.assignment = assignment
        self.sandbox = sandbox
        self._points = {cell.name: cell.points for cell in cells if cell.points is not None}
        self._hidden = secrets(cell.source for cell in cells)

    def of_notebook(self, student: str, notebook: NotebookNode) -> list[Record]:
        """The records of an executed notebook."""
        found = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
        return [self._record(student, name, outcome(found[name])) for name in self._points]

    def of_nothing(self, student: str, status: str, reason: str) -> list[Record]:
        """The records of a submission that could not be run."""
        return [self._record(student, name, Outcome(0.0, status, reason)) for name in self._points]

    def _record(self, student: str, name: str, result: Outcome) -> Record:
        most = self._points[name]
        points = result.points if math.isfinite(result.points) else 0.0
        return Record(
            student=student,
            assignment=self.assignment,
            notebook=self.assignment,
            cell=name,
            points=min(max(points, 0.0), most),
            max_points=most,
            status=result.status,
            message=without(result.message, self._hidden)[:LONGEST_MESSAGE],
            mistake=result.mistake,
            seconds=result.seconds,
            sandbox=self.sandbox,
        )


def exercise_of(cell: str) -> str:
    """The exercise that a graded cell belongs to.

    Parameters
    ----------
    cell
        The cell's name: check_NAME and grade_NAME belong to NAME, another one stands for itself.
    """
    kind, _, exercise = cell.partition("_")
    return exercise if kind in ("check", "grade") and exercise else cell


def write_json(records: Iterable[Record], path: Path) -> None:
    """Write the records as one JSON list, in one go: a reader finds the old file or the new one.

    Parameters
    ----------
    records
        All of them.
    path
        Where to.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_text(json.dumps([asdict(record) for record in records], indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}. Name another file with --json.") from error
