"""From what was seen to what the student reads."""

import re
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np

from softmax_course.checks.calling import Raised
from softmax_course.checks.clues import clue
from softmax_course.checks.comparing import (
    MOST_SHOWN,
    Difference,
    NotANumber,
    compare,
    show_array,
    show_both,
    show_index,
    show_number,
    show_shape,
)
from softmax_course.checks.heat_maps import heat_maps
from softmax_course.checks.naming import Name
from softmax_course.checks.observing import Observation, first_wrong, of_one_part
from softmax_course.checks.trying import lines_to_try
from softmax_course.checks.verdict import (
    CheckFailed,
    CodeRaised,
    EndedPython,
    Message,
    NothingToCheck,
    NotPassed,
    Stopped,
    TookTooLong,
)
from softmax_course.problems.exercise import EXERCISES, ORDINARY, Exercise, Origin, Problem
from softmax_course.text import translate as _
from softmax_course.text import translate_plural

MOST_ORDERED = 4  # results of which all orders are tried


def explain(
    exercise: Exercise, seen: Sequence[Observation], own: str | None, name: Name, *, to_try: bool = False
) -> NotPassed:
    """The failure to raise for the first problem that is not right.

    Parameters
    ----------
    exercise
        Which exercise it is.
    seen
        All observations, in order; at least one is not right.
    own
        What the comparison with the student's own functions says, if there was one.
    name
        What is certain about the mistake.
    to_try
        Whether these are the visible problems, which a student can have for herself.
    """
    # What was shown beside each other was the first problem; of the others it says nothing.
    failure = _explain_first(exercise, seen, own if not seen[0].right else None)
    message = failure.message
    message.details.extend(name.facts)
    message.look = name.look or message.look
    number = first_wrong(seen)
    if to_try and message.look and not isinstance(failure, NothingToCheck):
        message.to_try = lines_to_try(exercise, number + 1, exercise.name, _origin(exercise, seen[number]))
    message.mistake = name.mistake
    message.certain = message.certain or bool(name.facts)
    message.picture = message.picture if to_try else None  # of hidden problems nothing is shown
    return type(failure)(message)


def _explain_first(exercise: Exercise, seen: Sequence[Observation], own: str | None) -> NotPassed:
    number = first_wrong(seen)
    first = seen[number]
    place = _place(number, len(seen), first.problem, exercise)
    right_parts = _right_parts(seen)
    place += f"\n{right_parts}" if right_parts else ""
    if first.call.raised is not None:
        origin = _origin(exercise, first)
        called = origin.source.partition(".")[0] if origin else exercise.name
        failure = explain_exception(called, first.call.raised, place)
        if first.stub and right_parts:  # a stub is not told which problem it is about
            failure.message.details.append(right_parts)
        return failure
    if first.call.changed:
        return _explain_changed(exercise, first, place)
    if first.structure is not None:
        return CheckFailed(Message(_("{name}: {what}.").format(name=exercise.name, what=first.structure), [place]))
    for index, part in enumerate(first.parts):
        if isinstance(part, NotANumber):
            says = _("{subject}: {why}.").format(subject=_subject(exercise, first, index), why=part.why)
            return CheckFailed(Message(says, [place], result=_one_of_several(exercise, index)))
    came = _other_order(exercise, seen) if any(first.differences) else None
    if came:
        return CheckFailed(
            Message(
                _("The results of {name} come in another order than asked for.").format(name=exercise.name),
                [f"  {_('asked for')}  {', '.join(exercise.returns)}\n  {_('what came')}  {', '.join(came)}"],
            )
        )
    if any(first.differences):
        return _explain_difference(exercise, seen, first, place, own)
    return CheckFailed(
        Message(
            _("{name} gives another result when it is called again with the same arguments.").format(
                name=exercise.name
            ),
            [place],
            _("Does it keep something from one call to the next, or draw random numbers from anything but its `rng`?"),
        )
    )


def _right_parts(seen: Sequence[Observation]) -> str:
    """Which of several things that an exercise asks for are right, where that is said of some."""
    parts = filter(None, dict.fromkeys(o.problem.part for o in seen))
    fine = [part for part in parts if all(o.right for o in seen if o.problem.part == part)]
    return (
        translate_plural("{parts} is right.", "{parts} are right.", len(fine)).format(parts=", ".join(fine))
        if fine
        else ""
    )


def _one_of_several(exercise: Exercise, index: int) -> str | None:
    return exercise.returns[index] if len(exercise.returns) > 1 else None


def _subject(exercise: Exercise, first: Observation, index: int) -> str:
    """A part of the result, as a headline names it."""
    if index < len(first.problem.names):
        return _("The {name}").format(name=first.name_of(exercise, index))
    label = exercise.returns[index]
    if label in exercise.origins:
        return _("{label} (from {source})").format(label=label, source=exercise.origins[label].source)
    return f"{label} of {exercise.name}" if len(exercise.returns) > 1 else exercise.name


def _origin(exercise: Exercise, first: Observation) -> Origin | None:
    """Which call of the student's went wrong, of an exercise that is a class, or several."""
    if first.problem.origin:
        return first.problem.origin
    raised = first.call.raised
    if raised is None:
        numbers = (not isinstance(part, NotANumber) for part in first.parts)
        wrong = [label for label, fine in zip(exercise.returns, numbers, strict=False) if not fine]
        label = wrong[0] if wrong else exercise.returns[_worst(first)] if any(first.differences) else ""
        return exercise.origins.get(label)
    # Of a call that does not begin, Python's text names the method.
    told = f"{raised.where} {raised.text}"
    classes = {origin.source.partition(".")[0]: origin for origin in reversed(list(exercise.origins.values()))}
    named = (origin for name, origin in classes.items() if re.search(rf"\b{name}\b", told))
    return next(named, *classes.values() if len(classes) == 1 else (None,))


def _worst(seen: Observation) -> int:
    """Which part to speak of: a wrong shape says more than wrong numbers (only one loss came back, and not: the weights are off)."""
    wrong = [i for i, difference in enumerate(seen.differences) if difference]
    return next((i for i in wrong if seen.differences[i].kind == "shape"), wrong[0])  # type: ignore[union-attr]


def _other_order(exercise: Exercise, seen: Sequence[Observation]) -> list[str] | None:
    """The names of the results in the order in which they came, where ordinary problems are right but for that order."""
    ordinary = [o for o in seen if o.problem.kind == ORDINARY and len(o.parts) == len(exercise.returns)]
    if not exercise.plain or not ordinary or not 1 < len(exercise.returns) <= MOST_ORDERED:
        return None
    for order in permutations(range(len(exercise.returns))):
        if all(
            compare(o.parts[came], o.expected[asked], exercise.tolerance) is None
            for o in ordinary
            for came, asked in enumerate(order)
        ):
            return None if list(order) == sorted(order) else [exercise.returns[i] for i in order]
    return None


def explain_exception(name: str, raised: Raised, place: str = "", *, function: str = "") -> NotPassed:
    """The failure for an exception of the student's code.

    Parameters
    ----------
    name
        What was called: the exercise's name, or which line of a derivation.
    raised
        The exception.
    place
        On which problem it came up, where that is known.
    function
        The name under which it can be called, where ``name`` is none.
    """
    stub = (raised.where or name).removesuffix(".__init__")
    owner, _dot, method = stub.partition(".")
    if raised.missing and owner in EXERCISES and owner != name:
        return CodeRaised(
            Message(
                _("{name} calls {other}, which is not written yet.").format(name=name, other=owner),
                look=_("Write {other} first, or let {name} do without it.").format(other=owner, name=name),
            )
        )
    if raised.missing:
        if not owner.isidentifier():  # a lambda
            stub = name
        helper = stub != name and not method
        headline = _("{stub} of {name} is not written yet.") if helper else _("{stub} is not written yet.")
        return NothingToCheck(
            Message(
                headline.format(stub=stub, name=name),
                look=_(
                    "In its cell, put your own code in the place of the line `raise NotImplementedError()`: that line has "
                    "to go, also where your code stands above it. Run that cell, then this one again."
                ),
            )
        )
    details = [place] if place else []
    if raised.line:
        details.append(_("It came up in this line of {where}:").format(where=raised.where) + f"\n    {raised.line}")
    if (raised.line or "").startswith("raise ") and "NameError" not in raised.kinds:
        look = _("That line raises it. Under which condition does your code come there, and should it?")
    elif raised.kind == "AssertionError":
        look = _("That line asserts something that does not hold here. Is it the claim that is wrong, or the values?")
    else:
        look = clue(raised) or (
            _("Which types and shapes have the values in that line? Print them before it, and call {name} yourself.")
            if raised.line
            else _("Call {name} yourself in a new cell: at which line does it stop?")
        )
    return CodeRaised(
        Message(
            _("{name} stopped with {error}").format(name=name, error=raised),
            details,
            look.format(name=function or name),
        )
    )


def explain_stopped(name: str, error: KeyboardInterrupt, raised: Raised | None = None) -> NotPassed:
    """The failure of an exercise whose code was stopped, or ended the process that it ran in.

    Parameters
    ----------
    name
        The exercise's name.
    error
        A :class:`~softmax_course.checks.verdict.Stopped` says what happened; the interrupt of a kernel says nothing.
    raised
        The same, with the line of the student's in which it came, where that is known.
    """
    if isinstance(error, Stopped) and error.status == "killed":
        return EndedPython(
            Message(
                f"{name} {error}.",
                look=_("Run the cells one by one: after which one is the kernel gone, or the memory full?"),
            )
        )
    text = str(error) if isinstance(error, Stopped) else _("was stopped before it had finished")
    line = raised and raised.line
    where = _("It was at this line of {where} when it was stopped:").format(where=raised.where) if raised else ""
    return TookTooLong(
        Message(
            f"{name} {text}.",
            [f"{where}\n    {line}"] if line else [],
            look=_("Is there a loop that never ends, or one over every entry where an array operation would do?"),
        )
    )


def explain_undefined(name: str, missing: str) -> NotPassed:
    """The failure when a check finds a name undefined."""
    return NothingToCheck(
        Message(
            _("{missing} is not defined.").format(missing=missing),
            look=_(
                "Run the cell that defines {missing}, then this one again. If it is not there any more, write it: the "
                "statement of {name} gives its name and its arguments."
            ).format(missing=missing, name=name),
        )
    )


def _place(number: int, count: int, problem: Problem, exercise: Exercise) -> str:
    shapes = ", ".join(
        f"{label} {_sort(value)}"
        for label, value in zip(exercise.arguments, problem.args, strict=False)
        if isinstance(value, (np.ndarray, int, float, np.number))
    )
    text = _("Problem {number} of {count}").format(number=number + 1, count=count)
    return text + (f" – {problem.says}" if problem.says else "") + (f" ({shapes})" if shapes else "") + "."


def _sort(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return str(value.shape)
    return "= " + show_number(float(value))


def _explain_changed(exercise: Exercise, seen: Observation, place: str) -> NotPassed:
    names = ", ".join(_argument(exercise, i) for i in seen.call.changed)
    return CheckFailed(
        Message(
            _("{name} changed its argument {names}, which the caller still holds.").format(
                name=exercise.name, names=names
            ),
            [place],
            _(
                "Which line writes into {names}, under this name or another one? `-=`, `/=`, `a[i] = …`, `sort` and "
                "`shuffle` change the array itself, and `b = a` makes no second one. A copy would be yours to change."
            ).format(names=names),
        )
    )


def _argument(exercise: Exercise, index: int) -> str:
    return exercise.arguments[index] if index < len(exercise.arguments) else str(index + 1)


def _explain_difference(
    exercise: Exercise, seen: Sequence[Observation], first: Observation, place: str, own: str | None
) -> NotPassed:
    index = _worst(first)
    difference = first.differences[index]
    assert difference is not None
    details = [place, _figures(first.name_of(exercise, index), difference)]
    named = [i for i, result in enumerate(exercise.returns) if result not in exercise.words]
    named = named[: len(first.problem.names) or None]  # of a result without a name nothing is said
    fine = [first.name_of(exercise, i) for i in named if first.differences[i] is None]
    if fine:
        details.append(
            translate_plural("{parts} is right here.", "{parts} are right here.", len(fine)).format(
                parts=", ".join(fine)
            )
        )
    alike = [o for o in of_one_part(seen) if o]
    right = sum(o.right for o in alike)
    if right:
        details.append(
            translate_plural(
                "{right} of the {count} problems is right.", "{right} of the {count} problems are right.", right
            ).format(right=right, count=len(alike))
        )
    if own:
        details.append(own)
    others = ", ".join(helper for helper in first.helpers if helper in EXERCISES and helper != exercise.name)
    if others:
        details.append(_("It calls your {others}: a slip there shows here too.").format(others=others))
    origin = _origin(exercise, first)
    headline, look = _in_words(origin.source if origin else exercise.name, _subject(exercise, first, index), difference)
    return CheckFailed(
        Message(
            headline,
            details,
            look,
            certain=difference.kind == "shape",
            picture=heat_maps(exercise, first.name_of(exercise, index), first.problem, difference),
            result=_one_of_several(exercise, index),
        )
    )


def _figures(label: str, difference: Difference) -> str:
    if difference.kind == "shape":
        return (
            f"  expected shape  {show_shape(difference.expected.shape)}\n"
            f"  got shape       {show_shape(difference.got.shape)}"
        )
    at = difference.at
    expected, got = show_both(difference.expected[at], difference.got[at])
    lines = [f"  expected  {label}{show_index(at)} = {expected}", f"  got       {label}{show_index(at)} = {got}"]
    if difference.expected.size > 1:
        row = "  around it  " if difference.expected.size > MOST_SHOWN else "  all of it  "
        lines.append(f"{row}expected {show_array(difference.expected, at)}")
        lines.append(f"{' ' * len(row)}got      {show_array(difference.got, at)}")
    return "\n".join(lines)


def _in_words(name: str, subject: str, difference: Difference) -> tuple[str, str]:
    if difference.kind == "shape":
        return (
            _("{subject} has the wrong shape.").format(subject=subject),
            _(
                "Which axis is summed, kept or added on the way? The docstring of {name} says which shape comes out."
            ).format(name=name),
        )
    if difference.kind == "nan":
        return (
            _("{subject} is not a finite number everywhere.").format(subject=subject),
            _("Which step makes it {value}: an exponential that overflows, a logarithm of 0, 0/0 or inf − inf?").format(
                value=show_number(difference.got[difference.at])
            ),
        )
    return (
        _("{subject} is not right yet.").format(subject=subject),
        _(
            "Call it on these arguments yourself, work one entry out by hand, and find the step at which your code goes another way."
        ),
    )
