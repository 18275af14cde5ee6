"""Asking a student's test of losses for its verdict, for the check and the grade of catches_bug."""

from collections.abc import Callable

import numpy as np

from softmax_course.checks.calling import quiet
from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers
from softmax_course.text import translate as _


def verdict(check: Check, catches_bug: Callable, loss_fn: Callable) -> bool:
    """Whether a test of losses calls one wrong.

    Parameters
    ----------
    check
        The check that fails with a message if the answer is neither True nor False.
    catches_bug
        The student's test.
    loss_fn
        The loss to be judged, a function of W, X, y and reg.
    """
    with quiet():
        answer = catches_bug(loss_fn)
    number = as_numbers(answer)
    check.require(
        isinstance(number, np.ndarray) and number.shape == () and number in (0, 1),
        _("catches_bug has to answer True or False, and answered {answer}.").format(answer=_short(answer)),
        look=_("Does every way through your function end in a `return`?"),
    )
    return bool(number)


def _short(answer: object) -> str:
    text = repr(answer) if isinstance(answer, (bool, int, float, str, type(None), tuple)) else type(answer).__name__
    return text if len(text) <= 40 else text[:40] + "…"
