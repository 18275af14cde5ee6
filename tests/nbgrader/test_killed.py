"""A run that is killed at any moment loses nothing and enters nothing twice; the next run completes it."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.nbgrader.classroom import BROKEN, UNREADABLE, Checkout, solved, write

STUDENTS = 10
KILLS = int(os.environ.get("KILLS", "4"))  # a run is killed so often before it may finish


def hand_in(checkout: Checkout) -> None:
    """A small class: most solved, some not, one unreadable."""
    for k in range(STUDENTS):
        notebook = solved(checkout)
        if k % 3 == 1:
            for change in BROKEN["upside down"]:
                change(notebook)
        if k % 4 == 2:
            write("sigmoid", "import os; os._exit(1)")(notebook)
        checkout.hand_in(f"student {k}", notebook)
    checkout.hand_in("student x", UNREADABLE["half"][0])


def start(checkout: Checkout, out: Path) -> subprocess.Popen:
    """Begin to grade."""
    command = [sys.executable, "-m", "grader.cli", "grade", "--out", str(out), "--submitted", "submitted"]
    environment = os.environ | {"PYTHONPATH": str(checkout.root)}
    return subprocess.Popen(
        [*command, "--json", str(out / "records.json")],
        cwd=checkout.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def contents(out: Path) -> dict[str, list]:
    """What is in the gradebook, but for keys that are drawn and times."""
    with sqlite3.connect(out / "gradebook.db") as db:
        grades = db.execute(
            "SELECT sa.student_id, bc.name, g.auto_score, g.needs_manual_grade, sn.late_submission_penalty, sa.timestamp "
            "FROM grade g JOIN submitted_notebook sn ON g.notebook_id = sn.id "
            "JOIN submitted_assignment sa ON sn.assignment_id = sa.id JOIN base_cell bc ON g.cell_id = bc.id"
        ).fetchall()
        comments = db.execute(
            "SELECT sa.student_id, bc.name, c.auto_comment FROM comment c JOIN submitted_notebook sn ON c.notebook_id = sn.id "
            "JOIN submitted_assignment sa ON sn.assignment_id = sa.id JOIN base_cell bc ON c.cell_id = bc.id"
        ).fetchall()
        results = db.execute("SELECT student, fingerprint, records FROM softmax_course_results").fetchall()
    kept = [
        (student, fingerprint, [record | {"seconds": 0} for record in json.loads(records)])
        for student, fingerprint, records in results
    ]
    return {"grades": sorted(grades), "comments": sorted(comments, key=str), "results": sorted(kept, key=str)}


@pytest.fixture
def undisturbed(checkout: Checkout, tmp_path: Path) -> tuple[Path, float]:
    """A folder graded without a disturbance, and how long that took."""
    hand_in(checkout)
    begin = time.monotonic()
    run = start(checkout, tmp_path / "undisturbed")
    assert run.wait(300) == 0, run.stderr.read() if run.stderr else ""
    return tmp_path / "undisturbed", time.monotonic() - begin


def test_a_killed_run_ends_with_the_same_gradebook(
    checkout: Checkout, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    whole, seconds = undisturbed
    out = tmp_path / "killed"
    moments = random.Random(1)
    for _ in range(KILLS):
        run = start(checkout, out)
        time.sleep(moments.uniform(0.2, 1.0) * seconds)
        os.kill(run.pid, signal.SIGKILL)  # it alone: what it started has to notice by itself
        run.wait(30)
    run = start(checkout, out)
    assert run.wait(300) == 0, run.stderr.read() if run.stderr else ""
    assert contents(out) == contents(whole)
    notebooks = {path.relative_to(out): path.stat().st_size for path in out.rglob("autograded/*/*/*.ipynb")}
    assert len(notebooks) == STUDENTS + 1
    assert not list(out.rglob(".unfinished-*/*/*/*"))


def test_nothing_that_was_started_outlives_a_killed_run(checkout: Checkout, tmp_path: Path) -> None:
    hand_in(checkout)
    mark = str(tmp_path / "killed")
    run = start(checkout, Path(mark))
    deadline = time.monotonic() + 120
    while not children(run.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    started = children(run.pid)
    assert started
    os.kill(run.pid, signal.SIGKILL)
    run.wait(30)
    while any(alive(pid) for pid in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in started if alive(pid)]


def children(pid: int) -> list[int]:
    """The engine's processes."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if state(int(entry.name))[1] == str(pid) and b"zygote" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return state(pid)[0] != "Z"
    except OSError:
        return False


def state(pid: int) -> list[str]:
    """A process's state, its parent, and more: see proc(5)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
