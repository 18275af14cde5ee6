"""What the gradebook holds of an assignment, of all students in three queries: points, penalties, comments."""

import json
from dataclasses import dataclass, field

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Select, select


@dataclass
class Marks:
    """What one student got for one assignment.

    Parameters
    ----------
    scores
        Points by graded cell: what counts, and what the check gave.
    comments
        By cell, a person's before nbgrader's own.
    penalty
        Points that were taken off for handing in late.
    """

    scores: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0

    @property
    def points(self) -> float:
        """The sum, after the penalty."""
        return sum(score for score, _automatic in self.scores.values()) - self.penalty

    def as_text(self) -> str:
        """All of it, the same for the same marks."""
        return json.dumps([self.scores, self.comments, self.penalty], sort_keys=True)


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
    grades = _of(assignment, SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.auto_score)
    grades = grades.join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(BaseCell, BaseCell.id == Grade.cell_id)
    for student, cell, score, automatic in db.execute(grades):
        found[student].scores[cell] = (float(score), automatic)
    comments = _of(assignment, SubmittedAssignment.student_id, BaseCell.name, Comment.comment)
    comments = comments.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    for student, cell, comment in db.execute(comments.join(BaseCell, BaseCell.id == Comment.cell_id)):
        if comment:
            found[student].comments[cell] = comment
    return found


def _of(assignment: str, *columns: object) -> Select:
    """A query about the submitted notebooks of an assignment."""
    query = select(*columns).select_from(SubmittedNotebook)  # type: ignore[call-overload]
    query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    return query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).where(
        Assignment.name == assignment
    )
