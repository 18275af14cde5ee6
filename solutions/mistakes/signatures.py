"""The library as the checks see it: each mistake's signature on given problems."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from softmax_course.checks.derivation import first_wrong_results
from softmax_course.checks.observing import observe
from softmax_course.checks.signatures import Known, same, signature_of
from softmax_course.checks.verdict import NotPassed
from softmax_course.problems import Exercise, Problem
from solutions.mistakes import LIBRARY, Implementation


def known_on(exercise: Exercise, problems: Sequence[Problem], expected: Sequence[Sequence[np.ndarray]]) -> list[Known]:
    """The mistakes of an exercise with their signatures on problems; those that look the same are one.

    Parameters
    ----------
    exercise
        The exercise.
    problems, expected
        Problems and true results.

    Returns
    -------
    list of Known
        Mistakes that show in nothing but words (an exception or a missing result on every problem) are left out: the words say it.
    """
    found: list[Known] = []
    truth = signature_of([list(parts) for parts in expected], problems)
    for entry in LIBRARY:
        if entry.exercise != exercise.name or entry.right:
            continue
        results = _results(entry, exercise, problems, expected)
        if results is None or not any(map(_tells, results)):
            continue
        signature = signature_of(results, problems)
        if same(signature, truth):
            continue
        twin = next((i for i, other in enumerate(found) if same(signature, other.signature)), None)
        if twin is None:
            found.append(Known(entry.name, entry.message, entry.hint, signature))
        else:
            found[twin] = replace(found[twin], others=(*found[twin].others, entry.name))
    return found


def _results(
    entry: Implementation, exercise: Exercise, problems: Sequence[Problem], expected: Sequence[Sequence[np.ndarray]]
) -> list | None:
    answer = entry.answer
    if isinstance(answer, list | tuple):
        try:
            return first_wrong_results(exercise, answer, problems, [parts[0] for parts in expected])
        except NotPassed:
            return None
    return [observe(exercise, answer, *pair).result for pair in zip(problems, expected, strict=True)]


def _tells(result: list) -> bool:
    """Whether a result has numbers, or an exception with a text, by which to recognise a mistake."""
    return any(isinstance(part, np.ndarray) or (isinstance(part, str) and ": " in part) for part in result)
