"""A derivation, line by line: the first line that says something else than the one before it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from softmax_course.checks.calling import Call, call
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
from softmax_course.checks.signatures import Known, Recognise, signature_of
from softmax_course.checks.verdict import CheckFailed, Message, NotPassed
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
    count = len({id(line) for line in lines})
    if count < 3:
        raise CheckFailed(
            Message(
                _("{name} has {count} different lines, and needs at least 3.").format(name=name, count=count),
                look=_("Add at least two lines of your own after the given one."),
            )
        )


def require_equal_lines(
    exercise: Exercise,
    lines: Sequence[Callable],
    problems: Sequence[Problem],
    truths: Sequence[np.ndarray],
    recognise: Recognise,
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
    recognise
        Finds the library's mistake from how a line looks on these problems.
    """
    for number, line in enumerate(lines, start=1):
        tolerance = EXACT if number == len(lines) else GRADIENTS
        calls = [call(line, problem.args) for problem in problems]
        results = [as_numbers(each.value) for each in calls]
        failure = _explain_call(exercise, number, calls, results)
        if failure is not None:
            match = recognise(signature_of(_observed(calls, results), problems))
            raise type(failure)(_with_match(failure.message, match))
        differences = [compare(got, truth, tolerance) for got, truth in zip(results, truths, strict=True)]
        first = next((i for i, difference in enumerate(differences) if difference), None)
        if first is None:
            continue
        if compare(results[first], truths[first], GRADIENTS) is None:
            raise CheckFailed(_not_exact(exercise.name, differences[first]))
        match = recognise(signature_of(_observed(calls, results), problems))
        raise CheckFailed(_with_match(_not_equal(exercise.name, number, differences[first]), match))


def first_wrong_results(
    exercise: Exercise, lines: Sequence[Callable], problems: Sequence[Problem], truths: Sequence[np.ndarray]
) -> list[list]:
    """The results of the first wrong line on every problem: what a derivation's signature is made of."""
    for line in lines:
        calls = [call(line, problem.args) for problem in problems]
        results = [as_numbers(each.value) for each in calls]
        if _explain_call(exercise, 0, calls, results) or any(
            compare(got, truth, GRADIENTS) for got, truth in zip(results, truths, strict=True)
        ):
            return _observed(calls, results)
    return [[truth] for truth in truths]


def _observed(calls: Sequence[Call], results: Sequence[np.ndarray | NotANumber]) -> list[list]:
    """What a signature is made of: words for what is wrong in kind, and the numbers."""
    return [
        [f"raised {each.raised}"] if each.raised else [*([f"changed {each.changed}"] if each.changed else []), result]
        for each, result in zip(calls, results, strict=True)
    ]


def _explain_call(
    exercise: Exercise, number: int, calls: Sequence[Call], results: Sequence[np.ndarray | NotANumber]
) -> NotPassed | None:
    """The failure if a line could not be evaluated everywhere."""
    subject = _("Line {number} of {name}").format(number=number, name=exercise.name)
    for each, result in zip(calls, results, strict=True):
        if each.raised is not None:
            return explain_exception(subject, each.raised)
        if each.changed:
            changed = ", ".join(exercise.arguments[i] for i in each.changed)
            return CheckFailed(
                Message(_("{subject} changed its argument {changed}.").format(subject=subject, changed=changed))
            )
        if isinstance(result, NotANumber):
            return CheckFailed(Message(_("{subject}: {why}.").format(subject=subject, why=result.why)))
    return None


def _with_match(message: Message, match: Known | None) -> Message:
    """The message, with what the library says of the mistake."""
    if match is None:
        return message
    return Message(message.headline, [*message.details, match.message], match.hint, match.name)


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


def _not_equal(name: str, number: int, difference: Difference | None) -> Message:
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
    return Message(headline, [_figures(difference, number)], look, certain=False)


def _figures(difference: Difference, number: int) -> str:
    if difference.kind == "shape":
        return f"  expected shape  {show_shape(difference.expected.shape)}\n  got shape       {show_shape(difference.got.shape)}"
    at = difference.at
    entry = _("entry {at}").format(at=show_index(at)) if at else _("value")
    return (
        f"  expected  {entry} = {show_number(difference.expected[at])}\n"
        f"  line {number}    {entry} = {show_number(difference.got[at])}"
    )
