"""A checkout with one small assignment, and a class that is graded once."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from grader.cli import main
from tests.nbgrader.classroom import (
    BROKEN,
    NAME,
    REPAIRED,
    TIMEOUT,
    UNREADABLE,
    Checkout,
    Command,
    Graded,
    hand_in_what_is_no_file,
    make_checkout,
    solved,
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A built checkout; who writes into it works on a copy."""
    return make_checkout(tmp_path_factory.mktemp("built") / "a course (1)")


@pytest.fixture
def checkout(built: Checkout, tmp_path: Path) -> Checkout:
    """A built checkout of the test's own."""
    shutil.copytree(built.root, tmp_path / "checkout")
    return Checkout(tmp_path / "checkout")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Command:
    """Run softmax-course in this process: what it says, and its exit status."""

    def run(*arguments: str, cwd: Path) -> tuple[str, int]:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["softmax-course", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return captured.out + captured.err, int(end.value.code or 0)

    monkeypatch.setenv("COLUMNS", "200")
    for name in ("PATH", "JUPYTER_PATH", "PYTHONPATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # so that it is put back
    return run


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory, built: Checkout) -> Graded:
    """A class in which everything happens that the tests ask about."""
    root = tmp_path_factory.mktemp("graded") / "checkout"
    shutil.copytree(built.root, root)
    checkout = Checkout(root)
    for student, changes in (REPAIRED | BROKEN).items():
        notebook = solved(checkout)
        for change in changes:
            change(notebook)
        checkout.hand_in(student, notebook)
    for student, (content, _word) in UNREADABLE.items():
        checkout.hand_in(student, content)
    hand_in_what_is_no_file(root / "submitted")
    (root / "submitted" / "forgot" / NAME).mkdir(parents=True)
    (root / "submitted" / "forgot" / NAME / "Untitled.ipynb").write_text("{}")
    (root / "submitted" / "nothing").mkdir()
    (root / "submitted" / "solved" / NAME / "softmax_course.py").write_text("raise SystemExit")
    (root / "submitted" / "solved" / NAME / "timestamp.txt").write_text("the day before yesterday")
    (root / "submitted" / "stub" / NAME / "timestamp.txt").write_text("2026-10-05 11:59:00 UTC")
    (root / "submitted" / "solved" / NAME / "dangling").symlink_to("nowhere")
    done = checkout.run("grade", "--workers", "1", "--json", "records.json", "--timeout", str(TIMEOUT))
    checkout.run("feedback")
    return Graded(checkout, json.loads((root / "records.json").read_text()), done.stdout + done.stderr)
