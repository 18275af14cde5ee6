"""How well the library's mistakes are caught and named: each is tried as a student's cell, also with its own signature removed."""

import contextlib
import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest import mock

import numpy as np
from nbformat import NotebookNode

from softmax_course.checks import NotPassed
from softmax_course.checks.signatures import Known
from solutions.mistakes import LIBRARY, Implementation

SHIPPED = "softmax_course.checks.check.known_mistakes"
ON_THE_SPOT = "solutions.mistakes.signatures.known_on"


@dataclass(frozen=True)
class Trial:
    """What happened to one implementation.

    Attributes
    ----------
    caught
        Whether the check or the grade cell failed.
    named
        The ids that the check and the grade cell named.
    misnamed
        The ids that they named with this mistake's own signature removed; there should be none.
    seconds
        The longest time that one of its cells took.
    certain
        Whether every message says what is wrong, with or without an id of the library.
    message
        What the student reads first.
    """

    implementation: Implementation
    caught: bool
    named: frozenset[str]
    misnamed: frozenset[str]
    seconds: float
    certain: bool
    message: str


def try_library(notebooks: Sequence[NotebookNode]) -> Iterator[Trial]:
    """Try every implementation of the library that answers an exercise of these notebooks.

    Parameters
    ----------
    notebooks
        nbgrader's sources, with solutions and hidden tests.
    """
    for notebook in notebooks:
        cells = {
            cell.metadata.nbgrader.grade_id: cell.source for cell in notebook.cells if cell.metadata.get("nbgrader")
        }
        for entry in LIBRARY:
            if f"check_{entry.exercise}" in cells:
                yield _try(entry, cells)


def _try(entry: Implementation, cells: dict[str, str]) -> Trial:
    tests = [cells[key] for key in (f"check_{entry.exercise}", f"grade_{entry.exercise}") if key in cells]
    started = time.perf_counter()
    failures = [failure for test in tests if (failure := run_test(entry, test)) is not None]
    seconds = (time.perf_counter() - started) / len(tests)
    without = []
    if failures and not entry.right:
        with _signature_removed(entry.name):
            without = [failure for test in tests if (failure := run_test(entry, test)) is not None]
    return Trial(
        implementation=entry,
        caught=bool(failures),
        named=frozenset(f.message.mistake for f in failures if f.message.mistake),
        misnamed=frozenset(f.message.mistake for f in without if f.message.mistake),
        seconds=seconds,
        certain=all(f.message.certain for f in failures),
        message=str(failures[0]) if failures else "",
    )


def run_test(entry: Implementation, test: str) -> NotPassed | None:
    """Run a check or grade cell after an implementation's cell, in a namespace of their own.

    Parameters
    ----------
    entry
        The implementation.
    test
        Source of the cell.

    Returns
    -------
    NotPassed or None
        The failure, if the cell fails.
    """
    namespace = {"__name__": "__main__", "np": np}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(entry.cell(defined_names(entry.exercise)), namespace)
        try:
            exec(test, namespace)
        except NotPassed as failure:
            return failure
    return None


def defined_names(exercise: str) -> tuple[str, ...]:
    """The names that the exercise defines."""
    return (exercise,)


@contextlib.contextmanager
def _signature_removed(name: str) -> Iterator[None]:
    """The library without one mistake and those that look the same."""
    from softmax_course.checks.shipped import known_mistakes
    from solutions.mistakes.signatures import known_on

    def others(known: list[Known]) -> list[Known]:
        return [mistake for mistake in known if name not in (mistake.name, *mistake.others)]

    with (
        mock.patch(SHIPPED, lambda exercise: others(known_mistakes(exercise))),
        mock.patch(ON_THE_SPOT, lambda *args: others(known_on(*args))),
    ):
        yield
