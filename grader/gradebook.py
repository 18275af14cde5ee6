"""The gradebook: nbgrader's own database. What makes a run resumable is a table of ours in it: see ``results.py``."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader.errors import CourseError
from grader.repair import CourseCell, id_of
from grader.results import Kept, keep

LatePenalty = Callable[[str, float, float], float | None]  # of a student's score, so many seconds late

CURES = {  # by the database's own words
    "is locked": "Another program is writing to it: wait until it is done, and run the same command again. ",
    "not a database": "The file is damaged: put a copy of it in its place, or move it away to begin a new one. ",
    "malformed": "The file is damaged: put a copy of it in its place, or move it away to begin a new one. ",
    "is full": "Make room, and run the same command again. ",
    "readonly": "Change its permissions, and run the same command again. ",
    "unable to open": "Can its folder be written to? Name another one with --out. ",
}

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
def open_gradebook(url: str, *, create: bool = False) -> Iterator[Gradebook]:
    """nbgrader's gradebook, closed at the end.

    Parameters
    ----------
    url
        Where it is.
    create
        Whether to make one that does not exist yet.

    Raises
    ------
    CourseError
        If it cannot be opened, read or written.
    """
    try:
        shown = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        raise CourseError(f"--db {url} is not the URL of a database, such as sqlite:///gradebook.db.") from None
    file = _sqlite_file(url)
    if file and not create and not file.is_file():
        raise CourseError(f"There is no gradebook {file} yet. Run `softmax-course grade` first, or see --out and --db.")
    try:
        gradebook = Gradebook(url)
    except ModuleNotFoundError as error:
        raise CourseError(
            f"The gradebook {shown} needs the package {error.name}, which is not installed: pip install {error.name}, "
            "or name another driver in --db, such as postgresql+psycopg://."
        ) from error
    except SQLAlchemyError as error:
        raise _unusable(shown, error) from error
    try:
        with gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise _unusable(shown, error) from error


def _unusable(shown: str, error: SQLAlchemyError) -> CourseError:
    reason = str(error).partition("\n")[0]
    cure = next((cure for words, cure in CURES.items() if words in reason), "")
    return CourseError(f"The gradebook {shown} cannot be used: {reason}. {cure}What has been graded is kept.")


def _sqlite_file(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:"
    return Path(str(parsed.database)) if is_file else None


def course_cells(url: str, assignment: str) -> list[CourseCell]:
    """The cells of an assignment that nbgrader knows, from the gradebook, in the order of the notebook.

    Parameters
    ----------
    url
        The gradebook.
    assignment
        The assignment's name, which is its notebook's name too.
    """
    with Gradebook(url) as gradebook:
        notebook = gradebook.find_notebook(assignment, assignment)
        points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        return [
            CourseCell(
                cell.name,
                id_of(assignment, cell.name),
                cell.source,
                cell.cell_type,
                points.get(cell.name),
                cell.name in solutions,
            )
            for cell in notebook.source_cells
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
