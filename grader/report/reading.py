"""What a report is about: the scores in nbgrader's gradebook, and what our table keeps of each grading."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

from grader.errors import CourseError
from grader.records import Record
from grader.results import Kept, load

STOPPED = ("timeout", "killed")


@dataclass(frozen=True)
class HandedIn:
    """One submission, graded.

    Parameters
    ----------
    student
        The student's id.
    points
        By graded cell, after manual grading.
    automatic
        By graded cell, before it.
    penalty
        What being late costs, in points.
    waits
        Whether a cell waits for manual grading.
    kept
        What our table keeps; None if plain nbgrader graded it.
    """

    student: str
    points: Mapping[str, float]
    automatic: Mapping[str, float]
    penalty: float
    waits: bool
    kept: Kept | None

    @property
    def score(self) -> float:
        """The points after manual grading and penalties."""
        return max(0.0, sum(self.points.values()) - self.penalty)

    @cached_property
    def records(self) -> Sequence[Record]:
        """The records of the cells; none if plain nbgrader graded it."""
        return self.kept.records if self.kept else ()

    @cached_property
    def not_run(self) -> Record | None:
        """A record with the reason, if the notebook could not be run: then all cells say the same, and none took time."""
        same = len({(record.status, record.message) for record in self.records}) == 1
        first = self.records[0] if self.records else None
        if first is None or first.status == "passed" or not same or any(record.seconds for record in self.records):
            return None
        return first

    @property
    def outdated(self) -> bool:
        """Whether nbgrader itself has graded it since: then the messages are of the time before."""
        return any(abs(self.automatic.get(record.cell, 0.0) - record.points) > 1e-6 for record in self.records)


@dataclass(frozen=True)
class GradedAssignment:
    """All submissions of an assignment.

    Parameters
    ----------
    name
        Its name.
    cells
        What each graded cell is worth, in the order of the notebook.
    handed_in
        By student.
    """

    name: str
    cells: Mapping[str, float]
    handed_in: Sequence[HandedIn]

    @property
    def most(self) -> float:
        """What it is worth."""
        return sum(self.cells.values())

    @property
    def exercises(self) -> dict[str, list[str]]:
        """The graded cells of each exercise."""
        cells: dict[str, list[str]] = defaultdict(list)
        for cell in self.cells:
            cells[exercise_of(cell)].append(cell)
        return dict(cells)

    @cached_property
    def ran(self) -> list[HandedIn]:
        """The submissions that could be run."""
        return [one for one in self.handed_in if one.not_run is None]


@dataclass(frozen=True)
class GradedClass:
    """A class.

    Parameters
    ----------
    assignments
        Those that were graded, by name.
    names
        Everything by which the gradebook knows its students: ids, names, addresses.
    """

    assignments: Sequence[GradedAssignment]
    names: frozenset[str]


def exercise_of(cell: str) -> str:
    """The exercise that a graded cell belongs to."""
    kind, _, exercise = cell.partition("_")
    return exercise if kind in ("check", "grade") and exercise else cell


def read_class(gradebook: Gradebook, assignments: Sequence[str] = ()) -> GradedClass:
    """Read what was graded; a handful of queries an assignment, however large the class.

    Parameters
    ----------
    gradebook
        The gradebook.
    assignments
        Which assignments; by default all that were graded.

    Raises
    ------
    CourseError
        If nothing was graded, or nothing of one of them.
    """
    db = gradebook.db
    ids = {
        row.name: row.id
        for row in db.execute(
            select(Assignment.name, Assignment.id)
            .where(Assignment.id.in_(select(SubmittedAssignment.assignment_id)))
            .order_by(Assignment.name)
        )
    }
    if not ids:
        raise CourseError("Nothing has been graded in this gradebook yet. Run `softmax-course grade` first.")
    absent = [name for name in assignments if name not in ids]
    if absent:
        raise CourseError(f"Nothing of {absent[0]} has been graded. This gradebook has {', '.join(ids)}.")
    chosen = sorted(set(assignments)) or list(ids)
    students = db.execute(
        select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    ).all()
    names = frozenset(text for row in students for text in row if text)
    return GradedClass([_read(gradebook, name, ids[name]) for name in chosen], names)


def _read(gradebook: Gradebook, name: str, key: str) -> GradedAssignment:
    kept = load(gradebook, name)
    db = gradebook.db
    most = {
        row.name: float(row.max_score)
        for row in db.execute(
            select(GradeCell.name, GradeCell.max_score)
            .join(Notebook, GradeCell.notebook_id == Notebook.id)
            .where(Notebook.assignment_id == key)
            .order_by(GradeCell.name)
        )
    }
    penalties: dict[str, float] = {
        row.student_id: row.late_submission_penalty or 0.0
        for row in db.execute(
            select(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedAssignment.assignment_id == key)
        )
    }
    points: dict[str, dict[str, float]] = {student: {} for student in penalties}
    automatic: dict[str, dict[str, float]] = {student: {} for student in penalties}
    waits: set[str] = set()
    grades = (
        select(SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.auto_score, Grade.needs_manual_grade)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .where(SubmittedAssignment.assignment_id == key)
    )
    for student, cell, score, auto_score, needs_manual_grade in db.execute(grades):
        points[student][cell] = score or 0.0
        automatic[student][cell] = auto_score or 0.0
        if needs_manual_grade:
            waits.add(student)
    order = [record.cell for record in next(iter(kept.values())).records] if kept else []  # that of the notebook
    place = {cell: number for number, cell in enumerate(order)}
    cells = {cell: most[cell] for cell in sorted(most, key=lambda cell: place.get(cell, len(place)))}
    handed_in = [
        HandedIn(student, points[student], automatic[student], penalties[student], student in waits, kept.get(student))
        for student in sorted(points)
    ]
    return GradedAssignment(name, cells, handed_in)
