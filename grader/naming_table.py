"""How well the library's mistakes are caught and named: each is tried as a student's cell, also with its own signature removed."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest import mock

from grader.build.library import cells_of, run_test
from grader.build.source import Source
from solutions.mistakes import LIBRARY, Implementation

TWO_OTHERS, TAKEN_APART = "results are consistent with", "Taken apart"  # as softmax_course.checks says it
SHIPPED = "softmax_course.checks.shipped.known_mistakes"


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
    two_others, taken_apart
        Whether they then said that two other mistakes together explain it, or of which terms it is made.
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
    two_others: bool
    taken_apart: bool
    seconds: float
    certain: bool
    message: str


def try_library(sources: Sequence[Source]) -> Iterator[Trial]:
    """Try every implementation of the library that answers an exercise of these notebooks.

    Parameters
    ----------
    sources
        The notebooks' sources.
    """
    exercises = {name: source for source in sources for name in source.exercises}
    for entry in LIBRARY:
        if entry.exercise in exercises:
            yield _try(entry, exercises[entry.exercise])


def _try(entry: Implementation, source: Source) -> Trial:
    answer, tests = cells_of(entry, source)
    started = time.perf_counter()
    failures = [failure for test in tests if (failure := run_test(answer, test)) is not None]
    seconds = (time.perf_counter() - started) / len(tests)
    without = []
    if failures and not entry.right:
        with _signature_removed(entry):
            without = [failure for test in tests if (failure := run_test(answer, test)) is not None]
    said = [detail for failure in without for detail in failure.message.details]
    return Trial(
        implementation=entry,
        caught=bool(failures),
        named=frozenset(f.message.mistake for f in failures if f.message.mistake),
        misnamed=frozenset(f.message.mistake for f in without if f.message.mistake),
        two_others=any(TWO_OTHERS in detail for detail in said),
        taken_apart=any(detail.startswith(TAKEN_APART) for detail in said),
        seconds=seconds,
        certain=all(f.message.certain for f in failures),
        message=str(failures[0]) if failures else "",
    )


@contextlib.contextmanager
def _signature_removed(entry: Implementation) -> Iterator[None]:
    """The library without one mistake and without those that share its message because they look the same."""
    from softmax_course.checks.shipped import known_mistakes
    from solutions.mistakes import signatures

    others = [other for other in LIBRARY if other.exercise != entry.exercise or other.message != entry.message]
    with (
        mock.patch(SHIPPED, lambda name: [known for known in known_mistakes(name) if known.message != entry.message]),
        mock.patch.object(signatures, "LIBRARY", others),
    ):
        yield


def as_markdown(trials: Sequence[Trial]) -> str:
    """The table that stands in docs/naming.md.

    Parameters
    ----------
    trials
        Of the whole library.
    """
    header = (
        *("exercise", "wrong", "caught", "id given", "said in words"),
        *("wrong name", "two others", "taken apart", "right", "accused"),
    )
    exercises = dict.fromkeys(trial.implementation.exercise for trial in trials)
    rows = [
        _row(f"`{exercise}`", [trial for trial in trials if trial.implementation.exercise == exercise])
        for exercise in exercises
    ]
    lines = [header, ("---", *["---:"] * (len(header) - 1)), *rows, _row("**all**", trials)]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def _row(name: str, trials: Sequence[Trial]) -> tuple:
    wrong = [trial for trial in trials if not trial.implementation.right]
    right = [trial for trial in trials if trial.implementation.right]
    counts = (
        len(wrong),
        sum(trial.caught for trial in wrong),
        sum(bool(trial.named) for trial in wrong),
        sum(trial.caught and trial.certain and not trial.named for trial in wrong),
        sum(bool(trial.misnamed) for trial in wrong),
        sum(trial.two_others for trial in wrong),
        sum(trial.taken_apart for trial in wrong),
        len(right),
        sum(trial.caught for trial in right),
    )
    return name, *counts
