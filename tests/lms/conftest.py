"""A checkout with two assignments and nothing in them: enough to collect and to export."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main

Command = Callable[..., tuple[str, int]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    (root / "solutions").mkdir(parents=True)
    for name in ("01_logistic.py", "02_softmax_jacobian.py", "../nbgrader_config.py"):
        (root / "solutions" / name).touch()
    return root


@pytest.fixture
def command(checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Command:
    """Run softmax-course in the checkout and in this process: what it says, and its exit status."""

    def run(*arguments: object) -> tuple[str, int]:
        monkeypatch.chdir(checkout)
        monkeypatch.setattr(sys, "argv", ["softmax-course", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return captured.out + captured.err, int(end.value.code or 0)

    monkeypatch.setenv("COLUMNS", "300")
    for name in ("PATH", "JUPYTER_PATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # so that it is put back
    return run
