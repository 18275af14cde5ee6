"""A page over all notebooks of a student: how far she is, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from grader.feedback.messages import headline
from grader.feedback.rendering import ENVIRONMENT
from grader.marks import Marks
from grader.records import exercise_of
from grader.results import Kept


@dataclass(frozen=True)
class Missing:
    """An exercise with points to gain.

    Parameters
    ----------
    exercise
        Its name.
    points
        How many.
    anchor
        The cell that lost them.
    """

    exercise: str
    points: float
    anchor: str


@dataclass
class Entry:
    """A notebook of a student.

    Parameters
    ----------
    assignment
        Its name.
    most
        What it is worth.
    worth
        What each graded cell is worth, in the order of the notebook.
    marks
        What she got; None where nothing was handed in.
    kept
        What is kept of the grading; None where nbgrader alone has graded.
    page
        The feedback page, from here; nothing if there is none.
    """

    assignment: str
    most: float
    worth: Mapping[str, float]
    marks: Marks | None
    kept: Kept | None
    page: str

    @property
    def link(self) -> str:
        """The page as a link."""
        return quote(self.page)

    @property
    def points(self) -> float:
        """After penalties."""
        return self.marks.score if self.marks else 0.0

    @property
    def repairs(self) -> Sequence[str]:
        """What was put right before it was run."""
        return self.kept.repairs if self.kept else ()

    @cached_property
    def missing(self) -> list[Missing]:
        """The exercises with points to gain."""
        if self.marks is None:
            return []
        lost: dict[str, Missing] = {}
        for cell, most in self.worth.items():
            gap = most - self.marks.points.get(cell, 0.0)
            if gap > 0:
                name = exercise_of(cell)
                before = lost.get(name)
                lost[name] = Missing(name, gap + (before.points if before else 0.0), before.anchor if before else cell)
        return list(lost.values())

    @property
    def unreadable(self) -> str:
        """Why the notebook could not be run, if that is so."""
        reason = self.kept.not_run if self.kept else None
        return headline(reason.message) if reason else ""


def overview(student: str, entries: Sequence[Entry]) -> str:
    """The page.

    Parameters
    ----------
    student
        Her id.
    entries
        All notebooks of the gradebook.
    """
    handed_in = [entry for entry in entries if entry.marks is not None]
    template = ENVIRONMENT.get_template("overview.html.j2")
    return template.render(student=student, entries=entries, handed_in=handed_in)
