"""What nbgrader_config.py says about late submissions holds for every way of grading."""

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.stock import CONFIG_FILE
from tests.nbgrader.classroom import NAME, Checkout, solved

DUE = datetime(2026, 10, 5, 12)
TIMES = {"in time": "2026-10-05 11:59:00 UTC", "late": "2026-10-05 14:30:00 UTC"}
A_POINT_AN_HOUR = """
from nbgrader.plugins import LateSubmissionPlugin


class APointAnHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600


c.AssignLatePenalties.plugin_class = APointAnHour
"""


@pytest.fixture
def course(built: Checkout, tmp_path: Path) -> Checkout:
    """Two solved notebooks, one of them two and a half hours late."""
    checkout = Checkout(tmp_path / "checkout")
    shutil.copytree(built.root, checkout.root)
    for student, time in TIMES.items():
        checkout.hand_in(student, solved(checkout)).with_name("timestamp.txt").write_text(time)
    return checkout


def scores(checkout: Checkout, *options: str) -> dict[str, float]:
    """The points after the penalty, as they are exported."""
    with Gradebook(f"sqlite:///{checkout.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=DUE)
    checkout.run("grade", "--workers", "1", *options)
    checkout.run("export", "--to", "grades.csv")
    with (checkout.root / "grades.csv").open() as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("engine", ["fast", "nbgrader"])
def test_the_rule_of_the_configuration_holds(course: Checkout, engine: str) -> None:
    assert scores(course, "--engine", engine) == {"in time": 7, "late": 7}
    with (course.root / CONFIG_FILE).open("a") as file:
        file.write(A_POINT_AN_HOUR)
    assert scores(course, "--engine", engine, "--force") == {"in time": 7, "late": 4.5}


def test_a_configuration_that_cannot_be_read_is_named(course: Checkout) -> None:
    with (course.root / CONFIG_FILE).open("a") as file:
        file.write("\nc.LateSubmissionPlugin.penalty_method = zero\n")
    said = " ".join(course.run("grade", status=1).stderr.split())
    assert f"{CONFIG_FILE} cannot be read: NameError: name 'zero' is not defined" in said
