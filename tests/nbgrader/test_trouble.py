"""A disk that is full, a folder that is read-only, a gradebook that is locked or damaged: one sentence, and nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nbgrader.classroom import Checkout, flat, solved

OWN_MOUNTS = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]


@pytest.fixture
def course(checkout: Checkout) -> Checkout:
    """Two students have handed in."""
    for student in ("ada", "bea"):
        checkout.hand_in(student, solved(checkout))
    return checkout


def grade_on(course: Checkout, out: Path, mount: str, *options: str) -> str:
    """Grade into a folder on which something else is mounted, for this command alone: what it says."""
    out.mkdir(exist_ok=True)
    command = f"mount -t tmpfs -o {mount} none {out} && exec {sys.executable} -m grader.cli grade --out {out} {' '.join(options)}"
    environment = os.environ | {"PYTHONPATH": str(course.root), "COLUMNS": "300"}
    done = subprocess.run(
        [*OWN_MOUNTS, "sh", "-c", command],
        cwd=course.root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "should not have happened" not in done.stderr
    return flat(done.stderr)


def test_a_folder_that_is_read_only(course: Checkout, tmp_path: Path) -> None:
    said = grade_on(course, tmp_path / "out", "ro")
    assert "gradebook.db cannot be used" in said
    assert "--out" in said


def test_a_disk_without_room_for_the_gradebook(course: Checkout, tmp_path: Path) -> None:
    said = grade_on(course, tmp_path / "out", "size=100k")
    assert "cannot be used" in said
    assert "is full" in said


def test_a_disk_without_room_for_a_notebook(course: Checkout, tmp_path: Path) -> None:
    gradebook = tmp_path / "gradebook.db"
    said = grade_on(course, tmp_path / "out", "size=4k", f"--db sqlite:///{gradebook}")
    assert "No space left on device" in said
    assert "run the same command again" in said
    course.run("grade", "--workers", "1", "--out", str(tmp_path / "out"), "--db", f"sqlite:///{gradebook}")
    with sqlite3.connect(gradebook) as db:
        assert db.execute("SELECT count(*) FROM softmax_course_results").fetchone() == (2,)


def test_a_gradebook_that_is_none(course: Checkout, tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"Dear professor, " * 1000)
    done = course.run("grade", "--workers", "1", "--out", str(tmp_path), status=1)
    assert "The file is damaged" in flat(done.stderr)
    assert (tmp_path / "gradebook.db").read_bytes().startswith(b"Dear professor")


def test_a_gradebook_that_somebody_else_writes_to(course: Checkout, tmp_path: Path) -> None:
    course.run("grade", "--workers", "1", "--out", str(tmp_path))
    shutil.rmtree(course.root / "submitted" / "bea")
    course.hand_in("bea", course.release)
    with sqlite3.connect(tmp_path / "gradebook.db") as db:
        db.execute("BEGIN EXCLUSIVE")
        done = course.run("grade", "--workers", "1", "--out", str(tmp_path), status=1)
    assert "Another program is writing to it" in flat(done.stderr)
    course.run("grade", "--workers", "1", "--out", str(tmp_path))
