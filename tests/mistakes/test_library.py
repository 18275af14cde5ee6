"""The library keeps its word: as a student's cell every wrong implementation loses a point, and no right one does."""

import builtins
import contextlib
import io
import traceback
from pathlib import Path
from types import TracebackType
from unittest import mock

import pytest

from grader.build.library import new_notebook
from grader.build.names import names_of
from grader.build.notebook import grade_cell_text
from grader.build.source import Cell, read_sources
from softmax_course.checks import NotPassed
from softmax_course.checks.calling import Raised, describe
from solutions.mistakes import LIBRARY, Implementation

SOURCES = {source.module: source for source in read_sources(Path(__file__).resolve().parents[2])[0]}
STUDENTS = "<the student's cell>"
GUARD_DESCRIBES = "softmax_course.checks.guard.describe"
LEAST_WRONG, LEAST_RIGHT = 50, 30  # in every module of the library


def module_of(entry: Implementation) -> str:
    """The module of solutions/mistakes in which it stands: the notebook's name without the number."""
    return entry.definition.__module__.rpartition(".")[2]


MODULES = sorted({module_of(entry) for entry in LIBRARY})
WRONG = [entry for entry in LIBRARY if not entry.right]
RIGHT = [entry for entry in LIBRARY if entry.right]


def each(entries: list[Implementation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", entries, ids=[f"{module_of(entry)}-{entry.name}" for entry in entries])


def exercise_of(entry: Implementation) -> Cell:
    return SOURCES[module_of(entry)].exercises[entry.exercise]


def cell_of(entry: Implementation) -> str:
    return entry.cell(exercise_of(entry).defines)


def cells_of(entry: Implementation) -> list[tuple[str, int]]:
    """Check and hidden grade cell of its exercise, each with its points."""
    source, exercise = SOURCES[module_of(entry)], exercise_of(entry)
    check = next(cell for cell in source.cells if cell.kind == "check" and cell.name == entry.exercise)
    texts = (check.text, grade_cell_text(source, exercise))
    return [(text, points) for text, points in zip(texts, exercise.points, strict=True) if points]


def losses(entry: Implementation) -> list[str]:
    """What costs points, one message a cell: a failed check, a failed grade, a grade in parts that is not complete."""
    messages = []
    for text, points in cells_of(entry):
        namespace = new_notebook()
        with contextlib.redirect_stdout(io.StringIO()) as printed, mock.patch(GUARD_DESCRIBES, describe_students_own):
            exec(compile(cell_of(entry), STUDENTS, "exec"), namespace)
            try:
                exec(text, namespace)
            except NotPassed as failure:
                messages.append(str(failure))
                continue
        if "check.points" in text and namespace["check"].points < points:
            messages.append(printed.getvalue())
    return messages


def describe_students_own(error: BaseException, trace: TracebackType) -> Raised:
    """What the guard tells of an exception; without a line of the student's it is a fault of the checks."""
    if not any(frame.filename == STUDENTS for frame in traceback.extract_tb(trace)):
        raise RuntimeError("The check itself failed.") from error
    return describe(error, trace)


@each(WRONG)
def test_a_wrong_implementation_loses_a_point(entry):
    assert losses(entry), f"{entry.name} passes the check and the grade of {entry.exercise}."


@each(RIGHT)
def test_a_right_implementation_loses_none(entry):
    assert losses(entry) == []


@each(LIBRARY)
def test_an_implementation_is_a_cell_that_defines_its_names_out_of_numpy_alone(entry):
    names = names_of(cell_of(entry))
    assert set(exercise_of(entry).defines) <= set(names.binds)
    assert set(names.reads) <= {"np", *dir(builtins)}


@each(WRONG)
def test_a_wrong_implementation_has_a_message_and_a_hint(entry):
    assert entry.message
    assert entry.hint


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_large_enough_and_covers_every_exercise(module):
    wrong = [entry.exercise for entry in WRONG if module_of(entry) == module]
    right = [entry.exercise for entry in RIGHT if module_of(entry) == module]
    assert len(wrong) >= LEAST_WRONG
    assert len(right) >= LEAST_RIGHT
    exercises = set(SOURCES[module].exercises)
    assert set(wrong) == set(right) == exercises
