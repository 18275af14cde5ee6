"""A derivation, line by line: the first line that says something else than the one before it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import FunctionType
from typing import Any

import numpy as np

from softmax_course.checks.calling import Call, call
from softmax_course.checks.comparing import (
    Difference,
    NotANumber,
    as_numbers,
    compare,
    show_array,
    show_index,
    show_number,
    show_shape,
)
from softmax_course.checks.explaining import explain_exception
from softmax_course.checks.heat_maps import heat_maps
from softmax_course.checks.recognising import Match, Recognise
from softmax_course.checks.signatures import Known, signature_of
from softmax_course.checks.trying import lines_to_try
from softmax_course.checks.verdict import CheckFailed, Message, NothingToCheck, NotPassed
from softmax_course.problems.exercise import Exercise, Problem
from softmax_course.text import translate as _
from softmax_course.tolerances import EXACT, FLOOR, GRADIENTS


def require_functions(name: str, lines: Any) -> list[Callable]:
    """The lines, if they are a list of functions; a failure otherwise.

    Parameters
    ----------
    name
        The exercise's name.
    lines
        What the student built.
    """
    is_list = hasattr(lines, "__len__") and hasattr(lines, "__getitem__") and not isinstance(lines, (str, bytes, dict))
    held = [lines[i] for i in range(len(lines))] if is_list else []
    if not is_list or not all(callable(line) for line in held):
        raise CheckFailed(
            Message(
                _("{name} is not a list of functions.").format(name=name),
                look=_("Leave the line that builds the list as it was given, and add your functions to it."),
            )
        )
    return held


def require_three(name: str, lines: Sequence[Callable]) -> None:
    """Fail unless there are at least three different lines.

    Parameters
    ----------
    name
        The exercise's name.
    lines
        The functions.
    """
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
    *,
    to_try: bool = False,
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
        What is known of a line from how it looks on these problems.
    to_try
        Whether these are the visible problems, which a student can have for herself.
    """
    for number, line in enumerate(lines, start=1):
        tolerance = EXACT if number == len(lines) else GRADIENTS
        calls = [call(line, problem.args) for problem in problems]
        results = [as_numbers(each.value) for each in calls]
        failure = _explain_call(exercise, number, _name(line), calls, results)
        if failure is not None:
            match = recognise(signature_of(_observed(calls, results), problems))
            at = next(i for i, (each, got) in enumerate(zip(calls, results, strict=True)) if _failed(each, got))
            written = to_try and not isinstance(failure, NothingToCheck)
            raise type(failure)(_with_lines(_with_match(failure.message, match), exercise, line, at, to_try=written))
        differences = [compare(got, truth, tolerance) for got, truth in zip(results, truths, strict=True)]
        first, difference = next(((i, each) for i, each in enumerate(differences) if each), (0, None))
        if difference is None:
            continue
        if compare(results[first], truths[first], GRADIENTS) is None:
            raise CheckFailed(_not_exact(exercise.name, difference))
        match = recognise(signature_of(_observed(calls, results), problems))
        message = _not_equal(exercise.name, number, difference, _where(exercise, first, problems[first]))
        message = _with_lines(_with_match(message, match), exercise, line, first, to_try=to_try)
        if to_try:
            message.picture = heat_maps(exercise, exercise.returns[0], problems[first], difference)
        raise CheckFailed(message)


def first_wrong_results(
    exercise: Exercise, lines: Sequence[Callable], problems: Sequence[Problem], truths: Sequence[np.ndarray]
) -> list[list]:
    """The results of the first wrong line on every problem: what a derivation's signature is made of."""
    for line in lines:
        calls = [call(line, problem.args) for problem in problems]
        results = [as_numbers(each.value) for each in calls]
        if any(map(_failed, calls, results)) or any(
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
    exercise: Exercise, number: int, function: str, calls: Sequence[Call], results: Sequence[np.ndarray | NotANumber]
) -> NotPassed | None:
    """The failure if a line could not be evaluated everywhere."""
    subject = _("Line {number} of {name}").format(number=number, name=exercise.name)
    for each, result in zip(calls, results, strict=True):
        if each.raised is not None:
            return explain_exception(subject, each.raised, function=function)
        if each.changed:
            changed = ", ".join(exercise.arguments[i] for i in each.changed)
            return CheckFailed(
                Message(_("{subject} changed its argument {changed}.").format(subject=subject, changed=changed))
            )
        if isinstance(result, NotANumber):
            return CheckFailed(Message(_("{subject}: {why}.").format(subject=subject, why=result.why)))
    return None


def _failed(each: Call, result: np.ndarray | NotANumber) -> bool:
    """Whether a line raised, changed its arguments or gave no numbers."""
    return each.raised is not None or bool(each.changed) or isinstance(result, NotANumber)


def _name(line: Callable) -> str:
    return str(getattr(line, "__name__", ""))


def _with_lines(message: Message, exercise: Exercise, line: Callable, at: int, *, to_try: bool) -> Message:
    """The message, with that the list holds an older function, and with the lines that call this one."""
    if isinstance(line, FunctionType) and line.__globals__.get(line.__name__, line) is not line:
        message.details.append(
            _("The list still holds an older {line}: run the line that builds the list once more.").format(
                line=_name(line)
            )
        )
    lines = lines_to_try(exercise, at + 1, _name(line)) if to_try else None
    if lines:
        message.to_try = lines
    return message


def _where(exercise: Exercise, index: int, problem: Problem) -> str:
    """The point at which two lines differ; numbers where they are few."""
    values = [
        f"{label} = {show_array(np.asarray(value, dtype=float))}"
        for label, value in zip(exercise.arguments, problem.args, strict=False)
        if isinstance(value, (int, float)) or (isinstance(value, np.ndarray) and value.ndim <= 1 and value.size <= 5)
    ]
    number = _("Problem {number}").format(number=index + 1)
    says = f" – {problem.says}" if problem.says else ""
    return number + says + (": " + ", ".join(values) if values else "") + "."


def _with_match(message: Message, match: Match | None) -> Message:
    """The message, with what the library says of the mistake."""
    if not isinstance(match, Known):
        return message
    return replace(message, details=[*message.details, match.message], look=match.hint, mistake=match.name)


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


def _not_equal(name: str, number: int, difference: Difference | None, where: str) -> Message:
    assert difference is not None
    if number == 1:
        headline = _("The first line of {name} is not equal to the numerical derivative.").format(name=name)
        look = _("The first line is given: put it back as it was.")
    else:
        headline = _("Line {number} of {name} is not equal to line {before}.").format(
            number=number, name=name, before=number - 1
        )
        look = _(
            "The slip is in the step from line {before} to line {number}, or in a helper that line {number} calls. "
            "Which rule was used there?"
        ).format(before=number - 1, number=number)
        if difference.kind == "shape":
            look = _("Every line returns as many numbers as line 1. When does line {number} return, and what?").format(
                number=number
            )
    return Message(headline, [where, _figures(difference, number)], look, certain=False)


def _figures(difference: Difference, number: int) -> str:
    if difference.kind == "shape":
        return f"  expected shape  {show_shape(difference.expected.shape)}\n  got shape       {show_shape(difference.got.shape)}"
    at = difference.at
    entry = _("entry {at}").format(at=show_index(at)) if at else _("value")
    return (
        f"  expected  {entry} = {show_number(difference.expected[at])}\n"
        f"  line {number}    {entry} = {show_number(difference.got[at])}"
    )
