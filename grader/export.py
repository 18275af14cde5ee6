"""Grades as a table for other programs."""

import csv
from typing import TextIO

from nbgrader.api import Gradebook, MissingEntry

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
    for assignment in gradebook.assignments:
        for student in gradebook.students:
            row = {
                "assignment": assignment.name,
                "duedate": assignment.duedate,
                "student_id": student.id,
                "last_name": student.last_name,
                "first_name": student.first_name,
                "email": student.email,
                "max_score": assignment.max_score,
            }
            table.writerow(row | _scores(gradebook, assignment.name, student.id))


def _scores(gradebook: Gradebook, assignment: str, student: str) -> dict:
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    penalty = submission.late_submission_penalty or 0.0
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }
