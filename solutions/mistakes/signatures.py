"""The library as the checks see it: each mistake's signature on given problems."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from softmax_course.checks.derivation import first_wrong_results
from softmax_course.checks.observing import observe_result
from softmax_course.checks.recognising import Library, Match
from softmax_course.checks.signatures import Known, same, signature_of
from softmax_course.checks.terms import Terms
from softmax_course.problems import Exercise, Problem
from solutions.mistakes import LIBRARY, Implementation
from solutions.mistakes.terms import terms_on

Expected = Sequence[Sequence[np.ndarray]]


def known_on(exercise: Exercise, problems: Sequence[Problem], expected: Expected) -> list[Known]:
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
    for entry in _mistakes_of(exercise):
        signature = Signature(entry, exercise, problems, expected)
        if not any(map(_tells, signature)) or same(signature, truth):
            continue
        twin = next((i for i, other in enumerate(found) if same(signature, other.signature)), None)
        if twin is None:
            found.append(Known(entry.name, entry.message, entry.hint, list(signature)))
        else:
            found[twin] = replace(found[twin], others=(*found[twin].others, entry.name))
    return found


class Signature(Sequence):
    """A mistake's signature on problems, each entry computed when it is first read, and kept.

    Parameters
    ----------
    entry
        The mistake.
    exercise, problems, expected
        As for :func:`known_on`.
    """

    def __init__(
        self, entry: Implementation, exercise: Exercise, problems: Sequence[Problem], expected: Expected
    ) -> None:
        self._exercise, self._problems, self._expected = exercise, problems, expected
        self._answer = entry.answer
        self._kept: dict[int, list] = {}

    def __len__(self) -> int:
        return len(self._problems)

    def __getitem__(self, number: Any) -> Any:
        if number not in self._kept:
            problem = self._problems[number]  # past the last one this ends an iteration
            self._kept[number] = signature_of([self._result(number)], [problem])[0]
        return self._kept[number]

    def _result(self, number: int) -> list:
        if self._exercise.derivation and isinstance(self._answer, list | tuple):
            return self._first_wrong_line[number]
        return observe_result(self._exercise, self._answer, self._problems[number])

    @cached_property
    def _first_wrong_line(self) -> list[list]:
        if not all(map(callable, self._answer)):  # what the check says before it calls anything
            return [[] for _problem in self._problems]
        return first_wrong_results(self._exercise, self._answer, self._problems, [parts[0] for parts in self._expected])


class OnProblems:
    """The library of an exercise on given problems: what has been computed of it is kept for the next wrong answer.

    Parameters
    ----------
    exercise, problems, expected
        As for :func:`known_on`.
    """

    def __init__(self, exercise: Exercise, problems: Sequence[Problem], expected: Expected) -> None:
        self.exercise, self.problems, self.expected = exercise, problems, expected
        self._signatures: dict[str, Signature] = {}

    @cached_property
    def _terms(self) -> Terms:
        return terms_on(self.exercise, self.problems)

    def library(self) -> Library:
        """The library, its signatures computed as far as they are read."""
        known = [Known(e.name, e.message, e.hint, self._signature(e)) for e in _mistakes_of(self.exercise)]
        return Library(self.exercise, known, self.problems, self.expected, self._terms)

    def _signature(self, entry: Implementation) -> Signature:
        if entry.name not in self._signatures:
            self._signatures[entry.name] = Signature(entry, self.exercise, self.problems, self.expected)
        return self._signatures[entry.name]

    def complete(self) -> None:
        """Compute every signature."""
        for mistake in self.library().known:
            list(mistake.signature)


def recognise_on(exercise: Exercise, problems: Sequence[Problem], expected: Expected, signature: list) -> Match | None:
    """What is known of an answer that looks like this on given problems, each mistake tried only as far as it does.

    Parameters
    ----------
    exercise, problems, expected
        As for :func:`known_on`.
    signature
        What the student's answer looks like there.
    """
    if not any(_tells(result) for result in signature if result is not None):
        return None
    return library_on(exercise, problems, expected).library().recognise(signature)


def library_on(exercise: Exercise, problems: Sequence[Problem], expected: Expected) -> OnProblems:
    """The library of an exercise on given problems; what was made for equal problems before is used again.

    Parameters
    ----------
    exercise, problems, expected
        As for :func:`known_on`.
    """
    key = (exercise.name, repr([_as_text((problem.args, problem.options)) for problem in problems]))
    if key not in _KEPT:
        _KEPT[key] = OnProblems(exercise, problems, expected)
    return _KEPT[key]


_KEPT: dict[tuple[str, str], OnProblems] = {}


def _as_text(value: Any) -> Any:
    """What tells the arguments of two problems apart."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, zlib.crc32(value.tobytes())
    if isinstance(value, np.random.Generator):
        return value.bit_generator.state
    if isinstance(value, dict):
        return {key: _as_text(each) for key, each in value.items()}
    return [_as_text(each) for each in value] if isinstance(value, list | tuple) else value


def _mistakes_of(exercise: Exercise) -> list[Implementation]:
    return [entry for entry in LIBRARY if entry.exercise == exercise.name and not entry.right]


def _tells(result: list) -> bool:
    """Whether a result has numbers, or an exception with a text, by which to recognise a mistake."""
    return any(isinstance(part, dict) or (part.startswith("raised ") and ": " in part) for part in result)
