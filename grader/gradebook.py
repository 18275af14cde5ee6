"""The gradebook: nbgrader's own database, and in it one table of ours that makes a run resumable."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import Column, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader.errors import CourseError
from grader.records import Record
from grader.repair import CourseCell, id_of

RESULTS = Table(
    "softmax_course_results",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("fingerprint", String(128), nullable=False),
    Column("records", Text, nullable=False),
)


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
    return CourseError(f"The gradebook {shown} cannot be used: {reason}. What has been graded is kept.")


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


def set_zero(gradebook: Gradebook, student: str, assignment: str) -> None:
    """Enter a submission that could not be run: the student is there, and every graded cell has 0 points.

    Parameters
    ----------
    gradebook
        The gradebook.
    student, assignment
        Whose submission it is.
    """
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission(assignment, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = 0
            grade.needs_manual_grade = grade.manual_score is not None
    gradebook.db.commit()


def load_results(gradebook: Gradebook, assignment: str) -> dict[str, tuple[str, list[Record]]]:
    """What was graded before: fingerprint and records by student."""
    RESULTS.create(gradebook.engine, checkfirst=True)
    rows = gradebook.db.execute(select(RESULTS).where(RESULTS.c.assignment == assignment)).all()
    gradebook.db.commit()
    return {row.student: (row.fingerprint, [Record(**record) for record in json.loads(row.records)]) for row in rows}


def save_result(
    gradebook: Gradebook, student: str, assignment: str, fingerprint: str, records: Sequence[Record]
) -> None:
    """Remember the records of one submission, in place of earlier ones."""
    row = {"student": student, "assignment": assignment, "fingerprint": fingerprint}
    row["records"] = json.dumps([asdict(record) for record in records])
    gradebook.db.execute(delete(RESULTS).where(RESULTS.c.student == student, RESULTS.c.assignment == assignment))
    gradebook.db.execute(insert(RESULTS).values(row))
    gradebook.db.commit()
