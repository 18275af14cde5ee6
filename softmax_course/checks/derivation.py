"""A derivation, line by line: the first line that says something else than the one before it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from softmax_course.checks.calling import call
from softmax_course.checks.comparing import (
    Difference,
    NotANumber,
    as_numbers,
    compare,
    show_index,
    show_number,
    show_shape,
)
from softmax_course.checks.explaining import explain_exception
from softmax_course.checks.naming import match_signature
from softmax_course.checks.signatures import Known, signature_of
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.problems.exercise import Exercise, Problem
from softmax_course.text import translate as _
from softmax_course.tolerances import EXACT, FLOOR, GRADIENTS


def require_lines(name: str, lines: Any) -> None:
    """Fail unless ``lines`` is a list of at least three functions.

    Parameters
    ----------
    name
        The exercise's name.
    lines
        What the student built.
    """
    is_list = hasattr(lines, "__len__") and hasattr(lines, "__getitem__") and not isinstance(lines, (str, bytes, dict))
    if not is_list or not all(callable(line) for line in lines):
        raise CheckFailed(
            Message(
                _("{name} is not a list of functions.").format(name=name),
                look=_("Leave the line that builds the list as it was given, and add your functions to it."),
            )
        )
    if len(lines) < 3:
        raise CheckFailed(
            Message(
                _("{name} has {count} lines, and needs at least 3.").format(name=name, count=len(lines)),
                look=_("Add at least two lines of your own after the given one."),
            )
        )


def require_equal_lines(
    exercise: Exercise,
    lines: Sequence[Callable],
    problems: Sequence[Problem],
    truths: Sequence[np.ndarray],
    known: Callable[[], list[Known]],
) -> None:
    """Fail at the first line that differs from the truth, which is the first that differs from the line before it.

    Parameters
    ----------
    exercise
        The derivation.
    lines
        Functions of the same arguments.
    problems, truths
        Problems and the true value of every line.
    known
        Gives the library's mistakes on these problems.
    """
    for number, line in enumerate(lines, start=1):
        tolerance = EXACT if number == len(lines) else GRADIENTS
        results = [_evaluate(exercise, line, number, problem) for problem in problems]
        differences = [compare(got, truth, tolerance) for got, truth in zip(results, truths, strict=True)]
        first = next((i for i, difference in enumerate(differences) if difference), None)
        if first is None:
            continue
        if compare(results[first], truths[first], GRADIENTS) is None:
            raise CheckFailed(_not_exact(exercise.name, differences[first]))
        match = match_signature(signature_of([[result] for result in results]), known())
        raise CheckFailed(_not_equal(exercise.name, number, differences[first], match))


def first_wrong_results(
    exercise: Exercise, lines: Sequence[Callable], problems: Sequence[Problem], truths: Sequence[np.ndarray]
) -> list[list]:
    """The results of the first wrong line on every problem: what a derivation's signature is made of."""
    for number, line in enumerate(lines, start=1):
        results = [_evaluate(exercise, line, number, problem) for problem in problems]
        if any(compare(got, truth, GRADIENTS) for got, truth in zip(results, truths, strict=True)):
            return [[result] for result in results]
    return [[truth] for truth in truths]


def _evaluate(exercise: Exercise, line: Callable, number: int, problem: Problem) -> np.ndarray:
    subject = _("Line {number} of {name}").format(number=number, name=exercise.name)
    result = call(line, problem.args)
    if result.raised is not None:
        raise explain_exception(subject, result.raised)
    if result.changed:
        changed = ", ".join(exercise.arguments[i] for i in result.changed)
        raise CheckFailed(
            Message(_("{subject} changed its argument {changed}.").format(subject=subject, changed=changed))
        )
    got = as_numbers(result.value)
    if isinstance(got, NotANumber):
        raise CheckFailed(Message(_("{subject}: {why}.").format(subject=subject, why=got.why)))
    return got


def _not_exact(name: str, difference: Difference | None) -> Message:
    assert difference is not None
    reached = difference.size / max(float(np.abs(difference.expected).max()), FLOOR)
    return Message(
        _("The last line of {name} is not exact.").format(name=name),
        [
            _(
                "It is off by {reached} of the largest entry: that is what differences reach. A formula is right to 1e-10."
            ).format(reached=show_number(reached))
        ],
        _("Write the last line without differences: the simplified formula, from the arguments alone."),
    )


def _not_equal(name: str, number: int, difference: Difference | None, match: Known | None) -> Message:
    assert difference is not None
    if number == 1:
        headline = _("The first line of {name} is not equal to the numerical derivative.").format(name=name)
        look = _("The first line is given: put it back as it was.")
    else:
        headline = _("Line {number} of {name} is not equal to line {before}.").format(
            number=number, name=name, before=number - 1
        )
        look = _("The slip is in the step from line {before} to line {number}. Which rule was used there?").format(
            before=number - 1, number=number
        )
    details = [_figures(difference, number)]
    if match is not None:
        details.append(match.message)
        look = match.hint
    return Message(headline, details, look, match.name if match else None)


def _figures(difference: Difference, number: int) -> str:
    if difference.kind == "shape":
        return f"  expected shape  {show_shape(difference.expected.shape)}\n  got shape       {show_shape(difference.got.shape)}"
    at = difference.at
    entry = _("entry {at}").format(at=show_index(at)) if at else _("value")
    return (
        f"  expected  {entry} = {show_number(difference.expected[at])}\n"
        f"  line {number}    {entry} = {show_number(difference.got[at])}"
    )
