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


def recognise_on(
    exercise: Exercise, problems: Sequence[Problem], expected: Sequence[Sequence[np.ndarray]], signature: list
) -> Known | None:
    """The mistake that looks exactly like this on given problems, each entry tried only as far as it does.

    Parameters
    ----------
    exercise, problems, expected
        As for :func:`known_on`.
    signature
        What the student's answer looks like there.
    """
    if not any(map(_tells_in_signature, signature)):
        return None
    for entry in LIBRARY:
        if (
            entry.exercise == exercise.name
            and not entry.right
            and _looks_like(entry, exercise, problems, expected, signature)
        ):
            return Known(entry.name, entry.message, entry.hint, signature)
    return None


def _looks_like(
    entry: Implementation,
    exercise: Exercise,
    problems: Sequence[Problem],
    expected: Sequence[Sequence[np.ndarray]],
    signature: list,
) -> bool:
    answer = entry.answer
    if isinstance(answer, list | tuple):
        results = _results(entry, exercise, problems, expected)
        return results is not None and same(signature, signature_of(results, problems))
    return all(
        same([seen], signature_of([observe(exercise, answer, problem, truth).result], [problem]))
        for seen, problem, truth in zip(signature, problems, expected, strict=True)
    )


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


def _tells_in_signature(result: list) -> bool:
    return any(isinstance(part, dict) or _is_exception(part) for part in result)


def _tells(result: list) -> bool:
    """Whether a result has numbers, or an exception with a text, by which to recognise a mistake."""
    return any(isinstance(part, np.ndarray) or (isinstance(part, str) and _is_exception(part)) for part in result)


def _is_exception(word: str) -> bool:
    return word.startswith("raised ") and ": " in word
