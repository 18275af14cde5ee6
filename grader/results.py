"""What is kept of every grading: a table of ours in nbgrader's database, which makes a run resumable and a report possible."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from nbgrader.api import Gradebook
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, func, insert, inspect, select

from grader.records import Record

RESULTS = Table(
    "softmax_course_results",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("fingerprint", String(128), nullable=False),
    Column("records", Text, nullable=False),
    Column("repairs", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("run", Integer, nullable=False),
)


@dataclass(frozen=True)
class Kept:
    """What is kept of the grading of one submission.

    Parameters
    ----------
    records
        One a graded cell.
    fingerprint
        Of the submission and of everything else that decides about points; nothing if the next run is to try again.
    repairs
        What was repaired in the notebook, as sentences.
    before
        The records of the grading before this one; None at the first.
    run
        The number of the run in which it was graded.
    """

    records: Sequence[Record]
    fingerprint: str = ""
    repairs: Sequence[str] = ()
    before: Sequence[Record] | None = None
    run: int = 0

    @cached_property
    def not_run(self) -> Record | None:
        """A record with the reason, if the notebook could not be run: then all cells say the same, and none took time."""
        same = len({(record.status, record.message) for record in self.records}) == 1
        first = self.records[0] if self.records else None
        if first is None or first.status == "passed" or not same or any(record.seconds for record in self.records):
            return None
        return first


def open_results(gradebook: Gradebook) -> None:
    """Make the table where it is not there. One of an older form goes: everything is then graded once more."""
    inspector = inspect(gradebook.engine)
    if inspector.has_table(RESULTS.name):
        found = {column["name"] for column in inspector.get_columns(RESULTS.name)}
        if found != set(RESULTS.columns.keys()):
            RESULTS.drop(gradebook.engine)
    RESULTS.create(gradebook.engine, checkfirst=True)


def load(gradebook: Gradebook, assignment: str) -> dict[str, Kept]:
    """What is kept of an assignment, by student.

    Parameters
    ----------
    gradebook
        The gradebook.
    assignment
        The assignment's name.
    """
    open_results(gradebook)
    rows = gradebook.db.execute(select(RESULTS).where(RESULTS.c.assignment == assignment)).all()
    gradebook.db.commit()
    return {
        row.student: Kept(
            _records(row.records) or [],
            row.fingerprint,
            json.loads(row.repairs),
            _records(row.before),
            row.run,
        )
        for row in rows
    }


def next_run(gradebook: Gradebook) -> int:
    """The number of a run that begins: one more than that of the last run that graded something."""
    open_results(gradebook)
    last = gradebook.db.execute(select(func.max(RESULTS.c.run))).scalar()
    gradebook.db.commit()
    return (last or 0) + 1


def keep(gradebook: Gradebook, assignment: str, student: str, kept: Kept) -> None:
    """Keep the result of one submission, in place of an earlier one; nothing is committed.

    Parameters
    ----------
    gradebook
        The gradebook.
    assignment, student
        Whose it is.
    kept
        The result.
    """
    key = RESULTS.c.student == student, RESULTS.c.assignment == assignment
    gradebook.db.execute(delete(RESULTS).where(*key))
    gradebook.db.execute(
        insert(RESULTS).values(
            student=student,
            assignment=assignment,
            fingerprint=kept.fingerprint,
            records=_text(kept.records),
            repairs=json.dumps(list(kept.repairs)),
            before=_text(kept.before),
            run=kept.run,
        )
    )


def _text(records: Sequence[Record] | None) -> str:
    return json.dumps(None if records is None else [asdict(record) for record in records])


def _records(text: str) -> list[Record] | None:
    found = json.loads(text)
    return None if found is None else [Record(**record) for record in found]
