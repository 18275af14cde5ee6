"""Grading a class: every submission is accounted for, whatever is in it."""

import csv
import io
import json
from collections import Counter

import pytest

from tests.nbgrader.classroom import BROKEN, CHECKS, NAME, NO_FILE, REPAIRED, TIMEOUT, UNREADABLE, Command, Graded

POINTS = {"check_logit": 1, "grade_logit": 1, "check_sigmoid": 1, "grade_sigmoid": 4}
STATUS = {"passed", "failed", "error", "timeout", "killed", "missing"}


def test_every_submission_has_one_record_a_graded_cell(graded: Graded) -> None:
    students = {*REPAIRED, *BROKEN, *UNREADABLE, *NO_FILE, "forgot"}
    counts = Counter((record["student"], record["cell"]) for record in graded.records)
    assert counts == Counter((student, cell) for student in students for cell in CHECKS)


def test_records_have_the_agreed_form(graded: Graded) -> None:
    keys = [
        "student",
        "assignment",
        "notebook",
        "cell",
        "points",
        "max_points",
        "status",
        "message",
        "mistake",
        "seconds",
        "sandbox",
    ]
    for record in graded.records:
        assert list(record) == keys
        assert record["assignment"] == record["notebook"] == NAME
        assert 0 <= record["points"] <= record["max_points"] == POINTS[record["cell"]]
        assert record["status"] in STATUS
        assert (record["status"] == "passed") == (record["points"] == record["max_points"])
        assert record["sandbox"] == "namespaces+landlock+seccomp+rlimits"
        assert len(record["message"]) <= 20_000
        assert isinstance(record["seconds"], float)


@pytest.mark.parametrize("student", REPAIRED)
def test_what_can_be_repaired_costs_nothing(graded: Graded, student: str) -> None:
    assert graded.score(student) == 7, graded.of(student)


@pytest.mark.parametrize("student", sorted(set(REPAIRED) - {"solved"}))
def test_every_repair_is_told(graded: Graded, student: str) -> None:
    assert "Repaired before grading" in page(graded, student)


@pytest.mark.parametrize("student", ["solved", "upside down", "stub"])
def test_nothing_is_told_where_nothing_was_repaired(graded: Graded, student: str) -> None:
    assert "Repaired before grading" not in page(graded, student)


@pytest.mark.parametrize(
    ("student", "cell", "points", "status", "words"),
    [
        ("solved", "check_logit", 1, "passed", "right at a half"),
        ("stub", "check_logit", 0, "missing", "not written yet"),
        ("stub", "grade_sigmoid", 0, "missing", "not written yet"),
        ("upside down", "check_logit", 1, "passed", ""),
        ("upside down", "grade_logit", 0, "failed", "The sign of logit is wrong."),
        ("upside down", "grade_sigmoid", 3, "failed", "The left tail of sigmoid is wrong."),
        ("raises", "grade_logit", 0, "error", "TypeError"),
        ("raises", "check_sigmoid", 1, "passed", ""),
        ("loops", "check_logit", 0, "missing", "logit is not defined"),
        ("loops", "check_sigmoid", 0, "timeout", "loop that never ends"),
        ("quits", "check_logit", 1, "passed", ""),
        ("quits", "check_sigmoid", 0, "killed", "ended Python itself"),
        ("forgot", "grade_logit", 0, "missing", "Untitled.ipynb"),
    ],
)
def test_outcomes(graded: Graded, student: str, cell: str, points: float, status: str, words: str) -> None:
    record = graded.of(student)[cell]
    assert (record["points"], record["status"]) == (points, status), record
    assert words in record["message"]


def test_a_mistake_is_named(graded: Graded) -> None:
    assert graded.of("upside down")["grade_logit"]["mistake"] == "logit_upside_down"
    assert {record["mistake"] for record in graded.records if record["student"] != "upside down"} == {None}


def test_what_cannot_be_read_has_a_reason(graded: Graded) -> None:
    words = NO_FILE | {student: word for student, (_content, word) in UNREADABLE.items()}
    for student, word in words.items():
        for record in graded.of(student).values():
            assert (record["points"], record["status"]) == (0, "error")
            assert word in record["message"]
        assert "could not be graded" in page(graded, student)


def test_seconds_are_measured(graded: Graded) -> None:
    assert TIMEOUT <= graded.of("loops")["check_sigmoid"]["seconds"] < TIMEOUT + 5
    assert all(0 < record["seconds"] < TIMEOUT for record in graded.of("solved").values())


def test_export_is_a_table_of_all_scores(graded: Graded, command: Command) -> None:
    text, _status = command("export", cwd=graded.checkout.root)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {
        student: graded.score(student) for student in {record["student"] for record in graded.records}
    }
    assert {row["timestamp"] for row in rows if row["student_id"] in ("solved", "stub")} == {"", "2026-10-05 11:59:00"}
    assert {(row["assignment"], row["max_score"]) for row in rows} == {(NAME, "7.0")}
    command("export", "--to", "grades.csv", cwd=graded.checkout.root)
    assert (graded.checkout.root / "grades.csv").read_text() == text


def test_feedback_shows_no_hidden_line(graded: Graded) -> None:
    for student in {record["student"] for record in graded.records}:
        text = page(graded, student)
        assert "solutions.grading" not in text
        assert "BEGIN HIDDEN" not in text
    assert "Fresh inputs are tried here" in page(graded, "solved")
    assert not [record for record in graded.records if "solutions.grading" in record["message"]]


def test_the_summary_says_what_comes_next(graded: Graded) -> None:
    assert "5 of 7" in graded.output
    assert "née O'Brien [x] {y}+" in graded.output
    assert "softmax-course feedback" in graded.output


def test_a_second_run_repeats_nothing_and_writes_everything(graded: Graded, command: Command) -> None:
    before = {
        path: path.stat().st_mtime_ns for path in (graded.checkout.root / "autograded" / "solved").rglob("*.ipynb")
    }
    command("grade", "--workers", "1", "--json", "again.json", "--timeout", str(TIMEOUT), cwd=graded.checkout.root)
    after = {path: path.stat().st_mtime_ns for path in before}
    assert after == before
    assert json.loads((graded.checkout.root / "again.json").read_text()) == graded.records


def page(graded: Graded, student: str) -> str:
    """A student's feedback page."""
    return (graded.checkout.root / "feedback" / student / NAME / f"{NAME}.html").read_text()
