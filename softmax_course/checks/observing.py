"""What a student's function does on a problem: calls, exceptions, changed arguments, a second run, numbers against the truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from softmax_course.checks.calling import Call, call, calls_of_helpers
from softmax_course.checks.comparing import Difference, NotANumber, as_numbers, compare, compare_tails
from softmax_course.problems.exercise import TAIL, VISIBLE, Exercise, Problem
from softmax_course.text import translate as _

Parts = list[np.ndarray | NotANumber]


@dataclass
class Observation:
    """What one problem showed.

    Attributes
    ----------
    call
        The first call.
    expected
        The true parts of the result.
    parts
        The parts that came.
    differences
        For each part how it differs from the truth, or None.
    structure
        What is wrong with the result as a whole, where it has not the expected parts.
    repeatable
        Whether a second call with the same arguments gave the same.
    helpers
        Functions of the notebook that were called on the way; looked for only where something is wrong.
    """

    problem: Problem
    call: Call
    expected: list[np.ndarray]
    parts: Parts = field(default_factory=list)
    differences: list[Difference | None] = field(default_factory=list)
    structure: str | None = None
    repeatable: bool = True
    helpers: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return (
            self.call.raised is None
            and not self.call.changed
            and self.structure is None
            and self.repeatable
            and not any(isinstance(part, NotANumber) for part in self.parts)
            and not any(self.differences)
        )

    @property
    def stub(self) -> bool:
        """Whether nothing is written yet."""
        return self.call.raised is not None and self.call.raised.missing

    def name_of(self, exercise: Exercise, index: int) -> str:
        """What a part of the result is called here."""
        names = self.problem.names
        return names[index] if index < len(names) else exercise.returns[index]

    @property
    def result(self) -> list:
        """Words for what is wrong in kind, then the parts: what a signature is made of."""
        words: list = []
        if self.call.raised is not None:
            words.append(f"raised {self.call.raised}")
        if self.call.changed:
            words.append(f"changed {self.call.changed}")
        if self.structure is not None:
            words += ["structure", as_numbers(self.call.value)]
        if not self.repeatable:
            return [*words, "differs"]
        return [*words, *self.parts]


def first_wrong(seen: Sequence[Observation]) -> int:
    """Where the observation stands that a message is about: the first that is not right, and not for a stub where others are.

    Parameters
    ----------
    seen
        All observations; at least one is not right.
    """
    wrong = [i for i, observation in enumerate(seen) if not observation.right]
    return next((i for i in wrong if not seen[i].stub), wrong[0])


def of_one_part(seen: Sequence[Observation]) -> list[Observation | None]:
    """The observations of what the message is about, of an exercise that asks for several things; None for the others.

    Parameters
    ----------
    seen
        As for :func:`first_wrong`.
    """
    part = seen[first_wrong(seen)].problem.part
    return [observation if observation.problem.part == part else None for observation in seen]


def observe(exercise: Exercise, function: Any, problem: Problem, expected: Sequence[np.ndarray]) -> Observation:
    """Try a function on one problem.

    Parameters
    ----------
    exercise
        Which exercise it answers.
    function
        What the student wrote.
    problem
        The arguments.
    expected
        The true parts of the result.
    """
    observation, observed = _try(exercise, function, problem)
    observation.expected = list(expected)
    observation.differences = [
        None if isinstance(part, NotANumber) else _compare(exercise, observed, problem, part, truth)
        for part, truth in zip(observation.parts, expected if observation.parts else (), strict=True)
    ]
    if any(observation.differences):
        helpers = calls_of_helpers(function, problem.args, problem.options)
        observation.helpers = tuple(dict.fromkeys(key.partition(":")[0] for key in helpers))
    return observation


def observe_result(exercise: Exercise, function: Any, problem: Problem) -> list:
    """What a function's signature on one problem is made of; without the comparison that :func:`observe` adds.

    Parameters
    ----------
    exercise, function, problem
        As for :func:`observe`.
    """
    return _try(exercise, function, problem)[0].result


def _try(exercise: Exercise, function: Any, problem: Problem) -> tuple[Observation, Callable]:
    """Two calls, and what they gave; with it the function as it was observed."""

    def observed(*args: Any) -> Any:
        return exercise.observe(function, *args, **problem.options)

    observation = Observation(problem, call(observed, problem.args), [])
    if problem.raises is not None:
        return _observe_refusal(observation, problem.raises.__name__), observed
    if observation.call.raised is not None:
        return observation, observed
    parts = split(exercise, observation.call.value)
    if isinstance(parts, str):
        observation.structure = parts
        return observation, observed
    observation.parts = parts
    again = call(observed, problem.args)
    observation.repeatable = again.raised is None and same_parts(parts, split(exercise, again.value))
    return observation, observed


def _observe_refusal(observation: Observation, due: str) -> Observation:
    raised = observation.call.raised
    if raised is None:
        observation.structure = _("a {due} is due here, and a result came back").format(due=due)
    elif due in raised.kinds:
        observation.call = Call()
    return observation


def split(exercise: Exercise, value: Any) -> Parts | str:
    """The parts of a result as numbers, or a sentence on what is wrong with it as a whole."""
    names = exercise.returns
    if len(names) == 1:
        return [as_numbers(value)]
    if isinstance(value, dict) and set(value) == set(names):
        value = tuple(value[name] for name in names)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        return _("expected the {count} results {wanted} together, got {got}").format(
            count=len(names), wanted=", ".join(names), got=_describe(value)
        )
    return [as_numbers(part) for part in value]


def same_parts(first: Parts | str, second: Parts | str) -> bool:
    """Whether two results are the same to the last bit (a nan equals itself)."""
    if isinstance(first, str) or isinstance(second, str):
        return first == second
    return all(
        np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) else a == b
        for a, b in zip(first, second, strict=True)
    )


def _compare(
    exercise: Exercise, observed: Callable, problem: Problem, got: np.ndarray, expected: np.ndarray
) -> Difference | None:
    if problem.kind != TAIL:
        return compare(got, expected, exercise.tolerance)
    difference = compare_tails(got, expected)
    return None if difference and works_in_float32(exercise, observed) else difference


def works_in_float32(exercise: Exercise, observed: Callable) -> bool:
    """Whether a nudge far below float32's resolution leaves every result as it was: tails are asked of float64 only."""
    ordinary = next((p for p in exercise.draw(VISIBLE) if p.kind != TAIL), None)
    if ordinary is None:
        return False
    nudged = tuple(a * (1 + 1e-11) if isinstance(a, np.ndarray) and a.dtype.kind == "f" else a for a in ordinary.args)
    before, after = call(observed, ordinary.args), call(observed, nudged)
    if before.raised or after.raised:
        return False
    return same_parts(split(exercise, before.value), split(exercise, after.value))


def _describe(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return _("{count} of them").format(count=len(value))
    if isinstance(value, dict):
        return _("a dictionary with {keys}").format(keys=", ".join(map(str, value)))
    return "None" if value is None else _("a single {kind}").format(kind=type(value).__name__)
