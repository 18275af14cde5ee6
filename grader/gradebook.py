"""The gradebook: nbgrader's own database. What makes a run resumable is a table of ours in it: see ``results.py``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader import database
from grader.errors import CourseError
from grader.repair import CourseCell, id_of
from grader.results import Kept, keep, open_results

LatePenalty = Callable[[str, float, float], float | None]  # of a student's score, so many seconds late
Tell = Callable[[str], None]  # a sentence for who runs the command
WAIT = "Waiting until it is done; Ctrl-C stops."
LONGEST_ID = 128  # characters that nbgrader's table has for a student's id


def gradebook_url(out: Path, db: str | None) -> str:
    """The gradebook of a grading folder.

    Parameters
    ----------
    out
        The grading folder.
    db
        What ``--db`` says, if anything.
    """
    return db or f"sqlite:///{(out / 'gradebook.db').resolve()}"


@contextmanager
def open_gradebook(url: str, *, create: bool = False, tell: Tell = print) -> Iterator[Gradebook]:
    """nbgrader's gradebook, closed at the end.

    Parameters
    ----------
    url
        Where it is.
    create
        Whether to make one that does not exist yet.
    tell
        Called when somebody else has to be waited for.

    Raises
    ------
    CourseError
        If it cannot be opened, read or written.
    """
    parsed = _parse(url)
    shown = parsed.render_as_string(hide_password=True)
    try:
        if create:
            with database.turn(
                parsed, "opening", lambda: tell(f"Another program is at work in the gradebook {shown}. {WAIT}")
            ):
                gradebook = Gradebook(url)
                open_results(gradebook)
        elif database.exists(parsed):
            gradebook = Gradebook(url)
        else:
            raise CourseError(
                f"There is no gradebook {shown} yet. Run `softmax-course grade` first, or see --out and --db."
            )
    except ImportError as error:
        package = error.name or "psycopg[binary]"
        raise CourseError(
            f"The gradebook {shown} needs the package {package}, which is not installed: pip install {package}. Or write "
            'postgresql+psycopg:// in --db, for which pip install "softmax-course[postgresql]" is enough.'
        ) from error
    except (SQLAlchemyError, InvalidEntry) as error:
        raise _unusable(shown, error) from error
    try:
        with gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry) as error:
        raise _unusable(shown, error) from error


def only_one(url: str, assignment: str, tell: Tell) -> AbstractContextManager[None]:
    """A block in which no other run grades an assignment into the same gradebook.

    Parameters
    ----------
    url
        The gradebook.
    assignment
        The assignment's name.
    tell
        Called when another run has to be waited for.
    """
    return database.turn(
        make_url(url), assignment, lambda: tell(f"Another run is grading {assignment} into this gradebook. {WAIT}")
    )


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        shown = "" if "@" in url else f" {url}"  # a password may be in it
        raise CourseError(
            f"--db{shown} is not the URL of a database, such as sqlite:///gradebook.db or "
            "postgresql+psycopg://user@host/name. In a password @ : / % are written %40 %3A %2F %25."
        ) from None


def _unusable(shown: str, error: Exception) -> CourseError:
    return CourseError(
        f"The gradebook {shown} cannot be used: {database.reason_and_cure(error)} What has been graded is kept."
    )


def unfit(student: str) -> str | None:
    """Why the gradebook cannot hold a student's id, as a sentence; None where it can.

    Parameters
    ----------
    student
        The name of the student's folder.
    """
    try:
        student.encode()
    except UnicodeEncodeError:
        return f"The folder {student!a} has a name that is not UTF-8 text. Rename it, and run the same command again."
    if len(student) > LONGEST_ID:
        return (
            f"The name of the folder {student[:20]}… has {len(student)} characters, and a gradebook holds {LONGEST_ID}. "
            "Rename it, and run the same command again."
        )
    return None


def course_cells(gradebook: Gradebook, assignment: str, order: Sequence[str]) -> list[CourseCell]:
    """The cells of an assignment that nbgrader knows, from the gradebook, which keeps no order; none where it does not know it.

    Parameters
    ----------
    gradebook
        The gradebook.
    assignment
        The assignment's name, which is its notebook's name too.
    order
        The cells' names, in the order of the notebook.
    """
    try:
        notebook = gradebook.find_notebook(assignment, assignment)
    except MissingEntry:
        return []
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    place = {name: number for number, name in enumerate(order)}
    return [
        CourseCell(
            cell.name,
            id_of(assignment, cell.name),
            cell.source,
            cell.cell_type,
            points.get(cell.name),
            cell.name in solutions,
        )
        for cell in sorted(notebook.source_cells, key=lambda cell: (place.get(cell.name, len(place)), cell.name))
    ]


@dataclass(frozen=True)
class Scores:
    """What is entered for one submission.

    Parameters
    ----------
    student
        Whose it is.
    kept
        What is kept of the grading, in the same transaction.
    points
        Automatic points of the graded cells, by name; cells that are not named get 0.
    untouched
        The solution cells in which nothing was written.
    timestamp
        When it was handed in, in UTC, where that is known.
    """

    student: str
    kept: Kept
    points: dict[str, float] = field(default_factory=dict)
    untouched: frozenset[str] = frozenset()
    timestamp: datetime | None = None


def enter_scores(gradebook: Gradebook, assignment: str, results: Iterable[Scores], late: LatePenalty) -> None:
    """Enter what was graded, all of it in one transaction.

    Parameters
    ----------
    gradebook
        The gradebook, which knows the assignment.
    assignment
        Its name.
    results
        One for each submission.
    late
        The penalty of a late submission: see :class:`nbgrader.plugins.LateSubmissionPlugin`.
    """
    try:
        database.begin_writing(gradebook.db)
        for scores in results:
            submission = _submission(gradebook, assignment, scores.student)
            if scores.timestamp is not None:
                submission.timestamp = scores.timestamp
            for notebook in submission.notebooks:
                _enter(notebook, scores)
                gradebook.db.flush()
                _enter_penalty(gradebook, submission, notebook, scores.student, late)
            keep(gradebook, assignment, scores.student, scores.kept)
        gradebook.db.commit()
    except BaseException:
        gradebook.db.rollback()
        raise


def enter_student(gradebook: Gradebook, student: str) -> None:
    """Enter a student who is not there yet: what nbgrader's own steps need where another run enters her too.

    Parameters
    ----------
    gradebook
        The gradebook.
    student
        Her id.
    """
    database.begin_writing(gradebook.db)
    if gradebook.db.get(Student, student) is None:
        gradebook.db.add(Student(id=student))
    gradebook.db.commit()


def _submission(gradebook: Gradebook, assignment: str, student: str) -> SubmittedAssignment:
    """The submission with a row for every graded cell, made where it is not there yet; nothing is committed."""
    db = gradebook.db
    if db.get(Student, student) is None:
        db.add(Student(id=student))
    found = gradebook.find_assignment(assignment)
    submission = (
        db.query(SubmittedAssignment)
        .filter(SubmittedAssignment.assignment_id == found.id, SubmittedAssignment.student_id == student)
        .one_or_none()
    )
    if submission is not None:
        return submission
    db.flush()
    submission = SubmittedAssignment(assignment_id=found.id, student_id=student)
    db.add(submission)
    db.flush()
    for notebook in found.notebooks:
        submitted = SubmittedNotebook(notebook_id=notebook.id, assignment_id=submission.id)
        db.add(submitted)
        db.flush()
        db.add_all(Grade(cell_id=cell.id, notebook_id=submitted.id) for cell in notebook.grade_cells)
        db.add_all(Comment(cell_id=cell.id, notebook_id=submitted.id) for cell in notebook.solution_cells)
    db.flush()
    db.refresh(submission)
    return submission


def _enter(notebook: SubmittedNotebook, scores: Scores) -> None:
    """As nbgrader's SaveAutoGrades does; a manual score stays, and is marked for another look."""
    for grade in notebook.grades:
        grade.auto_score = scores.points.get(grade.cell.name, 0.0)
        grade.needs_manual_grade = grade.manual_score is not None
    for comment in notebook.comments:
        comment.auto_comment = "No response." if comment.cell.name in scores.untouched else None


def _enter_penalty(
    gradebook: Gradebook, submission: SubmittedAssignment, notebook: SubmittedNotebook, student: str, late: LatePenalty
) -> None:
    """As nbgrader's AssignLatePenalties does."""
    notebook.late_submission_penalty = None
    if submission.total_seconds_late > 0:
        gradebook.db.refresh(notebook)
        penalty = late(student, notebook.score, submission.total_seconds_late)
        if penalty is not None:
            notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)
