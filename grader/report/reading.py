"""What a report is about: the scores in nbgrader's gradebook, and what our table keeps of each grading."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from sqlalchemy import select

from grader.errors import CourseError
from grader.marks import Marks, marks_of, worth_of_cells
from grader.records import Record, exercise_of
from grader.results import Kept, load

STOPPED = ("timeout", "killed")


@dataclass(frozen=True)
class HandedIn:
    """One submission, graded.

    Parameters
    ----------
    student
        The student's id.
    marks
        What the gradebook holds.
    kept
        What our table keeps; None if plain nbgrader graded it.
    """

    student: str
    marks: Marks
    kept: Kept | None

    @property
    def records(self) -> Sequence[Record]:
        """The records of the cells; none if plain nbgrader graded it."""
        return self.kept.records if self.kept else ()

    @property
    def not_run(self) -> Record | None:
        """A record with the reason, if the notebook could not be run."""
        return self.kept.not_run if self.kept else None

    @property
    def outdated(self) -> bool:
        """Whether nbgrader itself has graded it since: then the messages are of the time before."""
        automatic = self.marks.automatic
        return any(abs((automatic.get(record.cell) or 0.0) - record.points) > 1e-6 for record in self.records)


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
    graded = db.scalars(
        select(Assignment.name)
        .where(Assignment.id.in_(select(SubmittedAssignment.assignment_id)))
        .order_by(Assignment.name)
    ).all()
    if not graded:
        raise CourseError("Nothing has been graded in this gradebook yet. Run `softmax-course grade` first.")
    absent = [name for name in assignments if name not in graded]
    if absent:
        raise CourseError(f"Nothing of {absent[0]} has been graded. This gradebook has {', '.join(graded)}.")
    chosen = sorted(set(assignments)) or graded
    students = db.execute(
        select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    ).all()
    names = frozenset(text for row in students for text in row if text)
    return GradedClass([_read(gradebook, name) for name in chosen], names)


def _read(gradebook: Gradebook, name: str) -> GradedAssignment:
    kept = load(gradebook, name)
    marks = marks_of(gradebook, name)
    handed_in = [HandedIn(student, marks[student], kept.get(student)) for student in sorted(marks)]
    return GradedAssignment(name, worth_of_cells(gradebook, name, kept), handed_in)
