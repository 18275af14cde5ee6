"""The sources become notebooks: nbgrader's metadata, the same bytes every time, nothing hidden in the release."""

import base64
import json
from pathlib import Path

import jupytext
import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter

import solutions.reference
from grader.build import BuildError, Stale, build, stale
from grader.build.release import leaked_lines
from grader.build.source import split_cells
from softmax_course.problems import EXERCISES, Problem
from softmax_course.problems.exercise import exercise
from tests.build.conftest import SAMPLE, SVG

RELEASE = "notebooks/01_sample/01_sample.ipynb"
EXPECTED = "assets/expected/01_sample.json"
INSTRUCTOR = "build/source/01_sample/01_sample.ipynb"


@pytest.fixture
def built(course) -> Path:
    root = course(SAMPLE)
    build(root)
    return root


def read(root: Path, name: str):
    notebook = nbformat.read(root / name, as_version=4)
    nbformat.validate(notebook)
    return notebook


def graded(notebook) -> dict:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_cells_carry_what_nbgrader_needs(built):
    cells = graded(read(built, RELEASE))
    assert list(cells) == ["half", "check_half", "grade_half", "squares", "check_squares", "grade_squares"]
    assert {name: cell.metadata.nbgrader.get("points") for name, cell in cells.items()} == {
        "half": None,
        "check_half": 1,
        "grade_half": 2,
        "squares": None,
        "check_squares": 0,
        "grade_squares": 4,
    }
    for name, cell in cells.items():
        is_test = "_" in name
        metadata = cell.metadata.nbgrader
        assert (metadata.grade, metadata.locked, metadata.solution) == (is_test, is_test, not is_test)


def test_an_exercise_is_released_as_a_stub(built):
    assert graded(read(built, RELEASE))["half"].source == (
        'def half(x):\n    """Half of x, any shape."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )


def test_grade_cells_call_the_hidden_grading(built):
    cells = graded(read(built, INSTRUCTOR))
    assert cells["grade_half"].source == (
        "# Fresh inputs are tried here when your notebook is graded (2 points).\n"
        "### BEGIN HIDDEN TESTS\n"
        "from softmax_course import checking\n\n"
        'with checking("half") as check:\n'
        "    from solutions.grading.sample import grade_half\n\n"
        "    grade_half(check, half)\n"
        "### END HIDDEN TESTS"
    )
    assert "    grade_squares(check, Square, Cube)\n\ncheck.points\n###" in cells["grade_squares"].source


def test_no_grade_cell_without_points(course):
    root = course(SAMPLE.replace('points="1+2"', 'points="3+0"'))
    build(root)
    assert "grade_half" not in graded(read(root, INSTRUCTOR))


def test_the_release_holds_no_hidden_line(built):
    text = (built / RELEASE).read_text()
    for hidden in ("secret_factor", "x * x", "solutions", "grade_half(", "BEGIN", "END"):
        assert hidden not in text
    assert "# Fresh inputs are tried here when your notebook is graded (4 points)." in text


def test_a_leak_would_be_seen(built):
    with_solutions = read(built, INSTRUCTOR)
    leaked = leaked_lines(with_solutions, with_solutions)
    assert "secret_factor = 0.5" in leaked
    assert "from solutions.grading.sample import grade_half" in leaked
    assert "from softmax_course import checking" not in leaked  # it stands in the check too


def test_same_sources_same_bytes(course):
    root = course(SAMPLE)
    names = [RELEASE, INSTRUCTOR, EXPECTED]
    build(root)
    first = [(root / name).read_bytes() for name in names]
    for name in names:
        (root / name).unlink()
    build(root)
    assert [(root / name).read_bytes() for name in names] == first


FIRST_OF_ALL = '''\
# %% [markdown]
# First of all

# %% exercise="first" points="1+0"
def first():
    """One."""
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION

# %% check="first"
from softmax_course import checking

with checking("first"):
    first()

'''


def test_ids_stay_when_the_text_and_the_order_change(course):
    root = course(SAMPLE)
    build(root)
    before = {name: cell.id for name, cell in graded(read(root, RELEASE)).items()}
    build(course(FIRST_OF_ALL + SAMPLE.replace("Half of x", "The half of x")))
    after = read(root, RELEASE)
    assert before.items() <= {name: cell.id for name, cell in graded(after).items()}.items()
    assert len({cell.id for cell in after.cells}) == len(after.cells)


def test_nothing_is_stale_after_a_build(built):
    assert stale(built) == []
    assert build(built) == []


@pytest.mark.parametrize("name", [RELEASE, EXPECTED])
def test_a_changed_file_is_stale(built, name):
    (built / name).write_text('{"cells": []}')
    assert stale(built) == [Stale(name, "out of date")]
    assert build(built) == [built / name]
    assert stale(built) == []


def test_a_changed_source_makes_its_notebook_stale(built, course):
    course(SAMPLE.replace("Half of x", "The half of x"))
    assert stale(built) == [Stale(RELEASE, "out of date")]


def test_missing_and_foreign_files_are_named(built):
    (built / RELEASE).unlink()
    foreign = built / "notebooks" / "01_sample" / "notes.txt"
    foreign.write_text("mine")
    (built / "assets/expected/00_gone.json").write_text("{}")
    assert stale(built) == [
        Stale(RELEASE, "missing"),
        Stale("notebooks/01_sample/notes.txt", "not made by the build"),
        Stale("assets/expected/00_gone.json", "not made by the build"),
    ]
    build(built)
    assert foreign.read_text() == "mine"


def test_nothing_is_written_when_a_source_is_refused(course):
    root = course(SAMPLE.replace('check="squares"', 'check="cubes"'))
    with pytest.raises(BuildError):
        build(root)
    assert not (root / "notebooks").exists()
    assert not (root / "build").exists()


def test_figures_appear_in_html(built):
    notebook = read(built, RELEASE)
    html, _resources = HTMLExporter().from_notebook_node(notebook)
    data = base64.b64encode(SVG.encode()).decode()
    assert f'<img alt="A straight line of slope one half" src="data:image/svg+xml;base64,{data}"' in html
    assert notebook.cells[0].source.startswith("# Halves and squares\n\n![A straight line of slope one half][line.svg]")
    assert notebook.cells[0].metadata == {"editable": False}


@pytest.mark.usefixtures("half_is_registered")
def test_expected_numbers_are_those_of_the_solutions(built):
    table = json.loads((built / EXPECTED).read_text())
    assert list(table) == ["half"]
    assert table["half"]["expected"] == [[{"shape": [2], "values": [0.05, "inf"]}], [{"shape": [], "values": [1.5]}]]
    assert table["half"]["mistakes"] == []


@pytest.mark.usefixtures("half_is_registered")
def test_another_rounding_is_not_stale_and_another_number_is(built):
    file = built / EXPECTED
    text = file.read_text()
    file.write_text(text.replace("0.05", "0.05000000000000001"))
    assert stale(built) == []
    file.write_text(text.replace("0.05", "0.0500001"))
    assert stale(built) == [Stale(EXPECTED, "out of date")]


@pytest.fixture
def half_is_registered(tmp_path, monkeypatch):
    def half(rng):
        yield Problem((np.array([0.1, np.inf]),))
        yield Problem((np.array(3.0),))

    monkeypatch.setattr(solutions.reference, "SOURCES", tmp_path / "solutions")
    monkeypatch.setitem(EXERCISES, "half", None)
    exercise("x", tolerance=1e-6)(half)
    solutions.reference.reference.cache_clear()
    yield
    solutions.reference.reference.cache_clear()


def test_jupytext_reads_the_same_cells():
    ours, problems = split_cells(SAMPLE, "sample.py")
    theirs = jupytext.reads(SAMPLE, "py:percent").cells
    assert problems == []
    assert [(cell.text, "code" if cell.is_code else "markdown") for cell in ours] == [
        (cell.source, cell.cell_type) for cell in theirs
    ]
