"""What nbgrader's gradebook holds of an assignment, of all students in three queries: points, penalties, comments."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Select, select

from grader.results import Kept


@dataclass
class Marks:
    """What one student got for one assignment.

    Parameters
    ----------
    points
        By graded cell, after manual grading.
    automatic
        By graded cell, before it; None where no program has graded the cell.
    comments
        By cell, a person's before nbgrader's own.
    penalty
        Points that were taken off for handing in late.
    waits
        Whether a cell waits for manual grading.
    """

    points: dict[str, float] = field(default_factory=dict)
    automatic: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    waits: bool = False

    @property
    def score(self) -> float:
        """The points after the penalty; as in nbgrader, which also does not go below 0."""
        return max(0.0, sum(self.points.values()) - self.penalty)

    def as_text(self) -> str:
        """What a student sees of it, the same for the same marks."""
        return json.dumps([self.points, self.automatic, self.comments, self.penalty], sort_keys=True)


def marks_of(gradebook: Gradebook, assignment: str) -> dict[str, Marks]:
    """The marks of an assignment, by student.

    Parameters
    ----------
    gradebook
        The gradebook.
    assignment
        The assignment's name.
    """
    db = gradebook.db
    found = {
        student: Marks(penalty=penalty or 0.0)
        for student, penalty in db.execute(
            _of(assignment, SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        )
    }
    columns = BaseCell.name, Grade.score, Grade.auto_score, Grade.needs_manual_grade
    grades = _of(assignment, SubmittedAssignment.student_id, *columns)
    grades = grades.join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(BaseCell, BaseCell.id == Grade.cell_id)
    for student, cell, score, automatic, needs_manual_grade in db.execute(grades):
        marks = found[student]
        marks.points[cell] = float(score or 0.0)
        marks.automatic[cell] = automatic
        marks.waits |= bool(needs_manual_grade)
    comments = _of(assignment, SubmittedAssignment.student_id, BaseCell.name, Comment.comment)
    comments = comments.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    for student, cell, comment in db.execute(comments.join(BaseCell, BaseCell.id == Comment.cell_id)):
        if comment:
            found[student].comments[cell] = comment
    return found


def worth_of_cells(gradebook: Gradebook, assignment: str, kept: Mapping[str, Kept]) -> dict[str, float]:
    """What each graded cell of an assignment is worth, in the order of the notebook.

    Parameters
    ----------
    gradebook
        The gradebook, which keeps no order.
    assignment
        The assignment's name.
    kept
        What is kept of its gradings, by student: the last one tells the order. Without any the cells come by name.
    """
    cells = gradebook.db.execute(
        select(GradeCell.name, GradeCell.max_score)
        .join(Notebook, GradeCell.notebook_id == Notebook.id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == assignment)
        .order_by(GradeCell.name)
    )
    worth = {name: float(most) for name, most in cells}
    last: Sequence = max(kept.values(), key=lambda one: one.run).records if kept else ()
    in_order = [record.cell for record in last if record.cell in worth]
    return {cell: worth[cell] for cell in dict.fromkeys([*in_order, *worth])}


def _of(assignment: str, *columns: object) -> Select:
    """A query about the submitted notebooks of an assignment."""
    query = select(*columns).select_from(SubmittedNotebook)  # type: ignore[call-overload]
    query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    return query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).where(
        Assignment.name == assignment
    )
