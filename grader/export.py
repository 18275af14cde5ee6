"""Grades as a table for other programs.

``csv`` is nbgrader's own table, one line a student and assignment. ``canvas`` and ``moodle`` are what the gradebooks of these two
import: one line a student, one column an assignment, in plain UTF-8 (neither needs a byte order mark, and one would become part of
the first heading elsewhere), with the line ends and the quoting of RFC 4180, in the order of the students' ids and the assignments'
names.

Where nothing was handed in, the cell is empty: both leave such a grade as it is, so that an excuse or a deadline put off is not
overwritten by a 0. The columns are recognised by their headings, so an assignment has to have the same name there; otherwise both ask.

A text that a spreadsheet would take for a formula (it begins with ``= + - @``, a tab or a line end, after spaces or not) gets an
apostrophe in front. Quotes alone do not help against that. No id that Canvas or Moodle gives out begins so; whoever calls learns which
texts were changed, since a changed id is not recognised any more.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TextIO

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from sqlalchemy import select

COLUMNS = (  # those of nbgrader's own export
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Username", "First name", "Last name", "Email address")
POINTS_POSSIBLE = "    Points Possible"  # with the spaces, as Canvas writes it
NOTHING = {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # the wide ones too, which some spreadsheets take for the others
FROM_CANVAS = re.compile(r"\w+_([1-9]\d*)")  # as `collect` names a student of a Canvas download

Scores = dict[str, dict[str, Any]]


def write_csv(gradebook: Gradebook, file: TextIO) -> None:
    """Write one line for every student and assignment; who handed in nothing has 0.

    Parameters
    ----------
    gradebook
        The gradebook.
    file
        Where to write.
    """
    table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    students = _students(gradebook)
    for assignment in gradebook.assignments:
        scores = _scores(gradebook, assignment.name)
        for student in students:
            row = {
                "assignment": assignment.name,
                "duedate": assignment.duedate,
                "student_id": student.id,
                "last_name": student.last_name,
                "first_name": student.first_name,
                "email": student.email,
                "max_score": assignment.max_score,
            }
            table.writerow(row | scores.get(student.id, NOTHING))


def write_canvas(gradebook: Gradebook, file: TextIO) -> list[str]:
    """Write what Canvas imports into its gradebook.

    Canvas finds a student by ID, SIS User ID, SIS Login ID and name, in this order, and skips what is empty. The student's id in our
    gradebook stands in both SIS columns. ID is the LMS's id that the gradebook holds, or the number at the end of an id that came
    from a Canvas download.

    Parameters
    ----------
    gradebook
        The gradebook.
    file
        Where to write, open with ``newline=""``.

    Returns
    -------
    list of str
        The texts that had to be changed.
    """
    names = sorted(assignment.name for assignment in gradebook.assignments)
    most = [_number(gradebook.find_assignment(name).max_score) for name in names]
    head = [[*CANVAS, *names], [POINTS_POSSIBLE, *[""] * (len(CANVAS) - 1), *most]]
    return _write_table(gradebook, file, names, head, _canvas_student)


def write_moodle(gradebook: Gradebook, file: TextIO) -> list[str]:
    """Write what Moodle imports into its gradebook (Grades, Import, CSV file).

    Moodle asks which column names the student, and can match a username or an email address, but no full name.

    Parameters
    ----------
    gradebook, file
        As for :func:`write_canvas`.

    Returns
    -------
    list of str
        The texts that had to be changed.
    """
    names = sorted(assignment.name for assignment in gradebook.assignments)
    return _write_table(gradebook, file, names, [[*MOODLE, *names]], _moodle_student)


def _canvas_student(student: Student) -> list[str]:
    collected = FROM_CANVAS.fullmatch(student.id)
    number = student.lms_user_id or (collected[1] if collected else "")
    name = ", ".join(part for part in (student.last_name, student.first_name) if part)
    return [name or student.id, number, student.id, student.id, ""]


def _moodle_student(student: Student) -> list[str]:
    return [student.id, student.first_name or "", student.last_name or "", student.email or ""]


def _write_table(
    gradebook: Gradebook,
    file: TextIO,
    assignments: Sequence[str],
    head: Sequence[Sequence[str]],
    columns: Callable[[Student], list[str]],
) -> list[str]:
    """Write one line a student below ``head``, and say which texts had to be changed."""
    changed: dict[str, None] = {}
    table = csv.writer(file, lineterminator="\r\n")
    table.writerows(head)
    scores = [_scores(gradebook, assignment) for assignment in assignments]
    for student in sorted(gradebook.students, key=lambda student: student.id):
        who = columns(student)
        changed |= dict.fromkeys(text for text in who if FORMULA.match(text))
        table.writerow([*map(harmless, who), *_points(scores, student.id)])
    return list(changed)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _students(gradebook: Gradebook) -> list[Student]:
    """By name, then by id: who has no name comes in the same order from every database."""
    return sorted(
        gradebook.students, key=lambda student: (student.last_name or "", student.first_name or "", student.id)
    )


def _points(scores: Sequence[Scores], student: str) -> Iterator[str]:
    """The points after penalties, assignment by assignment; empty where nothing was handed in."""
    for of_assignment in scores:
        yield _number(of_assignment[student]["score"]) if student in of_assignment else ""


def _number(value: float) -> str:
    """Digits as both read them: a point, no thousands, at most four decimals."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _scores(gradebook: Gradebook, assignment: str) -> Scores:
    """What an assignment brought everybody who handed it in, by student and column of ``csv``: one query for a class."""
    query = select(
        SubmittedAssignment.student_id,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.score,
        SubmittedAssignment.late_submission_penalty,
    ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    return {
        student: {
            "timestamp": timestamp,
            "raw_score": score,
            "late_submission_penalty": penalty,
            "score": max(0.0, score - penalty),
        }
        for student, timestamp, score, penalty in gradebook.db.execute(query.where(Assignment.name == assignment))
    }


FORMATS: dict[str, Callable[[Gradebook, TextIO], list[str] | None]] = {
    "csv": write_csv,
    "canvas": write_canvas,
    "moodle": write_moodle,
}
