"""No public callable of the installed packages earns points when it is assigned to an exercise's name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.build.source import read_sources

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = [source.name for source in read_sources(ROOT)[0]]


def tried(folder: Path, *arguments: str) -> dict:
    """What tests/checks/every_callable.py found, in an empty folder and a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.checks.every_callable", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert not list(folder.iterdir())
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict:
    return tried(tmp_path_factory.mktemp("empty"))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_that_is_installed_is_an_answer(notebook, everything):
    assert len(everything["exercises"][notebook]) > 5
    assert everything["earned"][notebook] == []
    assert everything["unproved"][notebook] == []


def test_everything_public_was_tried(everything):
    names = set(everything["callables"])
    assert {"softmax_course.central_gradient", "softmax_course.checking", "grader.export.harmless"} <= names
    assert "softmax_course.checks.Check.values" in names  # methods
    assert any(name.endswith("EXERCISES['logit'].problems") for name in names)  # what a table holds
    assert "grader.lab.open_lab" in names  # also what opens a program: the process refuses it
    assert not [name for name in names if name.startswith("solutions") or "LIBRARY" in name]


def test_a_planted_answer_is_found(tmp_path):
    found = tried(tmp_path, "logistic_gradient")["earned"]["01_logistic"]
    places = {"softmax_course.derivatives.planted", "softmax_course.derivatives.Tool.method"}
    places.add("softmax_course.derivatives.TABLE['one']")
    assert {(cell, name) for cell, name, _points in found} == {
        (cell, name) for cell in ("check_logistic_gradient", "grade_logistic_gradient") for name in places
    }
    assert sum(points for _cell, _name, points in found) == 3 * 3
