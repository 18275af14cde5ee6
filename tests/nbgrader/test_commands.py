"""The command line: clear sentences, nothing lost, no traceback."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from grader.lab import copy_missing
from tests.nbgrader.classroom import NAME, Checkout, Command, at, flat, solved, write

NOTEBOOK = f"{NAME}/{NAME}.ipynb"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "--engine", "quick"], "--engine quick is unknown"),
        (["grade", "08_nothing"], f"There is no assignment 08_nothing. The course has {NAME}."),
        (["grade", "--submitted", "nowhere"], "nowhere is not a folder that can be read"),
        (["grade", "--submitted", "solutions"], "There is nothing to grade in solutions"),
        (["export"], "There is no gradebook"),
        (["export", "--db", "nonsense"], "--db nonsense is not the URL of a database"),
        (["export", "--db", "postgresql+pg8000://localhost/x"], "pip install pg8000"),
        (["export", "--format", "xls"], "--format xls is not in this version"),
        (["feedback"], "There is no gradebook"),
        (["check", "nowhere.ipynb"], "nowhere.ipynb is not there"),
        (["check", "README.md"], "README.md is not a notebook"),
        (["check", "empty.ipynb"], "has no check cells"),
    ],
)
def test_bad_input_is_one_sentence(command: Command, checkout: Checkout, arguments: list[str], words: str) -> None:
    (checkout.root / "README.md").write_text("# Read me")
    (checkout.root / "empty.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    said, status = command(*arguments, cwd=checkout.root)
    assert words in flat(said)
    assert status == 1
    assert "should not have happened" not in flat(said)


def test_what_nobody_expected_is_one_sentence(
    command: Command, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("grader.course.find_course", fail)
    said, status = command("grade", cwd=checkout.root)
    assert flat(said).startswith("This should not have happened: ZeroDivisionError: deep inside")
    assert "Traceback" not in flat(said)
    monkeypatch.setenv("SOFTMAX_COURSE_DEBUG", "1")
    assert "Traceback" in command("grade", cwd=checkout.root)[0]
    assert status == 1


def test_outside_a_checkout_instructor_commands_say_what_is_missing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.course.__file__", str(tmp_path / "site-packages" / "grader" / "course.py"))
    said, status = command("grade", cwd=tmp_path)
    assert "needs a checkout of the course" in flat(said)
    assert status == 1
    said, status = command("lab", cwd=tmp_path)
    assert "There is no notebooks/" in flat(said)
    assert status == 1


def test_check_says_what_the_checks_say_and_leaves_the_file(command: Command, built: Checkout, tmp_path: Path) -> None:
    path = tmp_path / "mine.ipynb"
    notebook = solved(built)
    write("logit", "def logit(p):\n    return p")(notebook)
    notebook.metadata.kernelspec.name = "another"
    path.write_text(nbformat.writes(notebook))
    before = path.read_bytes()
    said, status = command("check", str(path), cwd=tmp_path)
    assert "✗ logit logit of a half is not 0." in flat(said)
    assert "✓ sigmoid 1 of 2 points of the visible checks" in flat(said)
    assert status == 1
    assert path.read_bytes() == before
    path.write_text(nbformat.writes(solved(built)))
    assert command("check", str(path), cwd=tmp_path)[1] == 0


def test_lab_copies_what_is_missing_and_nothing_else(built: Checkout, tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert copy_missing(built.root / "notebooks", work) == [work / NOTEBOOK]
    (work / NOTEBOOK).write_text("mine")
    assert copy_missing(built.root / "notebooks", work) == []
    assert (work / NOTEBOOK).read_text() == "mine"


def test_lab_hands_options_on_to_jupyter(checkout: Checkout) -> None:
    assert checkout.run("lab", "--version").stdout.startswith("4.")
    assert (checkout.root / "work" / NOTEBOOK).is_file()


def test_another_folder_another_gradebook_and_changed_tests(
    command: Command, checkout: Checkout, tmp_path: Path
) -> None:
    checkout.hand_in("ada", solved(checkout))
    out = tmp_path / "some where"
    grade = ["grade", NAME, "--submitted", "submitted", "--out", str(out), "--db", f"sqlite:///{tmp_path}/other.db"]
    command(*grade, cwd=checkout.root)
    assert sorted(path.name for path in out.iterdir()) == ["autograded"]
    assert sqlite3.connect(tmp_path / "other.db").execute("select auto_score from grade").fetchall() == [(1,)] * 3 + [
        (4,)
    ]
    autograded = out / "autograded" / "ada" / NOTEBOOK
    before = autograded.stat().st_mtime_ns
    hidden = checkout.root / "solutions" / "grading" / "logistic.py"
    hidden.write_text(hidden.read_text().replace("0.75", "0.8"))
    command(*grade, "--json", str(tmp_path / "records.json"), cwd=checkout.root)
    assert autograded.stat().st_mtime_ns != before
    scores = {record["cell"]: record["points"] for record in json.loads((tmp_path / "records.json").read_text())}
    assert scores == {"check_logit": 1, "grade_logit": 0, "check_sigmoid": 1, "grade_sigmoid": 1}
    source = checkout.root / "solutions" / f"{NAME}.py"
    source.write_text(source.read_text().replace('points="1+1"', 'points="2+0"'))
    assert "has other graded cells" in flat(checkout.run(*grade, status=1).stderr)


def test_ctrl_c_loses_nothing(command: Command, checkout: Checkout) -> None:
    slow = solved(checkout)
    write("logit", slow.cells[at(slow, "logit")].source + "\n\nimport time\ntime.sleep(2)")(slow)
    students = [f"student {k}" for k in range(8)]
    for student in students:
        checkout.hand_in(student, slow)
    environment = os.environ | {"PYTHONPATH": str(checkout.root)}
    grade = [sys.executable, "-m", "grader.cli", "grade", "--json", "records.json", "--workers", "1"]
    with subprocess.Popen(grade, cwd=checkout.root, env=environment, stderr=subprocess.PIPE, text=True) as run:
        deadline = time.monotonic() + 120
        while not list(checkout.root.glob("autograded/*/*/*.ipynb")) and time.monotonic() < deadline:
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "run the same command again" in flat(said)
    assert not (checkout.root / "records.json").exists()
    command("grade", "--workers", "1", "--json", "records.json", cwd=checkout.root)
    records = json.loads((checkout.root / "records.json").read_text())
    assert {record["student"] for record in records} == set(students)
    assert sum(record["points"] for record in records) == 7 * len(students)
