"""The library of mistakes as students' cells: an entry that equals the right answer is refused."""

import contextlib
import inspect
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.build.notebook import grade_cell_text
from grader.build.source import GIVEN, Source
from softmax_course import graph
from softmax_course.checks import Check, NotPassed
from softmax_course.checks.shipped import known_mistakes
from solutions.mistakes import LIBRARY, Implementation


def harmless_mistakes(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence, with file and line, for every mistake that no check and no grade notices.

    Parameters
    ----------
    sources
        The notebooks' sources, of which the expected numbers are in place.
    """
    exercises = {name: source for source in sources for name in source.exercises}
    visible = {
        name for exercise in exercises for known in known_mistakes(exercise) for name in (known.name, *known.others)
    }
    for entry in LIBRARY:
        if entry.right or entry.name in visible or entry.exercise not in exercises:
            continue  # a signature of its own tells it from the right answer
        answer, tests = cells_of(entry, exercises[entry.exercise])
        if all(run_test(answer, test) is None for test in tests):
            module = entry.definition.__module__.replace(".", "/")
            line = inspect.getsourcelines(entry.definition)[1]
            yield (
                f"{module}.py:{line}: {entry.name} equals the right answer on every problem; add a problem on which it "
                f"does not, or take it out of the library."
            )


def cells_of(entry: Implementation, source: Source) -> tuple[str, list[str]]:
    """An implementation as a solution cell, and the check and grade cells of its exercise.

    Parameters
    ----------
    entry
        The implementation.
    source
        The notebook that has its exercise.
    """
    exercise = source.exercises[entry.exercise]
    check = next(cell.text for cell in source.cells if cell.kind == "check" and cell.name == entry.exercise)
    grade = [grade_cell_text(source, exercise)] if exercise.points[1] else []
    return entry.cell(exercise.defines), [check, *grade]


def new_notebook() -> dict[str, Any]:
    """The names of a notebook in which no exercise is written: NumPy, and what tests may take that is given."""
    given = {name: getattr(graph, name) for names in GIVEN.values() for name in names}
    return {"__name__": "__main__", "np": np, **given}


def run_test(answer: str, test: str) -> NotPassed | None:
    """Run a check or grade cell after a solution cell, in a namespace of their own.

    Parameters
    ----------
    answer
        Source of the solution cell.
    test
        Source of the check or grade cell.

    Returns
    -------
    NotPassed or None
        The failure; that of the first part which is not right, of a grade in parts.
    """
    namespace = new_notebook()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(answer, namespace)
    failure = run_cell(namespace, test)
    if failure is None and isinstance(namespace.get("check"), Check):
        return namespace["check"].failure
    return failure


def run_cell(namespace: dict[str, Any], test: str) -> NotPassed | None:
    """Run a check or grade cell in a notebook's namespace.

    Parameters
    ----------
    namespace
        What the notebook has defined; the cell leaves its ``check`` there.
    test
        Source of the check or grade cell.

    Returns
    -------
    NotPassed or None
        What it raises, if it does.
    """
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(test, namespace)
        except NotPassed as failure:
            return failure
    return None
