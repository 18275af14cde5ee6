"""The very arguments on which a check tried an exercise, for the student to try it on them herself."""

from typing import Any

import numpy as np

from softmax_course.checks.verdict import WIDTH
from softmax_course.problems import VISIBLE, Exercise, Problem, exercise_named
from softmax_course.problems.exercise import Origin
from softmax_course.text import translate as _


def check_arguments(name: str, number: int) -> list:
    """The arguments of one problem of a check, drawn anew at every call: what you do to them is nobody else's.

    Parameters
    ----------
    name
        The exercise's name.
    number
        Which problem, counted from 1 as in the check's message.

    Returns
    -------
    list
        The arguments in their order; where some are passed by name, a dictionary of these stands last.

    Raises
    ------
    LookupError
        If there is no such exercise or no such problem.
    """
    problems = exercise_named(name).draw(VISIBLE)
    if not 1 <= number <= len(problems):
        raise LookupError(
            _("{name} has {count} problems, numbered from 1: there is no problem {number}.").format(
                name=name, count=len(problems), number=number
            )
        )
    problem = problems[number - 1]
    return [*problem.args, _by_name(problem)] if problem.options else list(problem.args)


def _by_name(problem: Problem) -> dict[str, Any]:
    """The keyword arguments; of a generator a problem holds the seed."""
    options = dict(problem.options)
    if "seed" in options:
        options["rng"] = np.random.default_rng(options.pop("seed"))
    return options


def lines_to_try(exercise: Exercise, number: int, function: str, origin: Origin | None = None) -> str | None:
    """The lines that call ``function`` on a visible problem, for a student to paste; None where no call does it.

    Parameters
    ----------
    exercise
        Which exercise it is.
    number
        Which problem, counted from 1.
    function
        The function's name in the notebook.
    origin
        Which calls show it, where it is not a function.
    """
    problem = exercise.draw(VISIBLE)[number - 1]
    if not 0 < len(problem.args) <= len(exercise.arguments):
        return None
    names = list(exercise.arguments[: len(problem.args)])
    options = ["**options"] if problem.options else []
    if origin is not None:
        calls = [line.replace("{options}", "".join(options)) for line in origin.lines]
    elif exercise.plain and function.isidentifier():
        calls = [f"{function}({', '.join([*names, *options])})"]
    else:
        return None
    given = [*names, "options"] if options else names
    bound = f"[{given[0]}]" if len(given) == 1 else ", ".join(given)
    arguments = f'check_arguments("{exercise.name}", {number})'
    bind = [f"{bound} = {arguments}"]
    if len(bind[0]) + 4 > WIDTH:
        bind = [f"arguments = {arguments}", f"{bound} = arguments"]
    lines = ["from softmax_course import check_arguments", *bind, *calls]
    return "\n".join(
        [
            _("To look at this problem in a new cell, where prints are shown:"),
            *(f"    {line}" for line in lines),
        ]
    )
