"""Reading the answer of exposes_wrong_likelihood, for its check and its grade."""

from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import NotANumber, as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.text import translate as _


def counterexample(check: Check, answer: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The ``w``, ``X`` and ``y`` of an answer as arrays, if they are a problem of logistic regression.

    Parameters
    ----------
    check
        The check that fails with a message if they are not.
    answer
        What the student's function returned: three arrays or lists.
    """
    check.require(
        isinstance(answer, (tuple, list)) and len(answer) == 3,
        _("exposes_wrong_likelihood did not return three things."),
        look=_("Return w, X and y together, in this order: `return w, X, y`."),
    )
    arrays: list[np.ndarray] = []
    for name, part in zip("wXy", answer, strict=True):
        numbers = as_numbers(part)
        if isinstance(numbers, NotANumber):
            raise CheckFailed(Message(f"{name}: {numbers.why}."))
        arrays.append(numbers)
    w, X, y = arrays
    check.require(
        w.ndim == 1 and X.ndim == 2 and y.ndim == 1 and X.shape == (len(y), len(w)) and X.size > 0,
        _("The shapes do not fit together."),
        _("  expected  w (D,), X (N, D), y (N,)")
        + "\n"
        + _("  got       w {w}, X {X}, y {y}").format(w=w.shape, X=X.shape, y=y.shape),
        look=_("One example with one feature is w = […], X = [[…]], y = […]. How many brackets has each of yours?"),
    )
    check.require(
        all(np.isfinite(part).all() for part in arrays) and np.isfinite(X @ w).all(),
        _("Not every number in w, X, y and X @ w is finite."),
        look=_("Small numbers are enough here. The two formulas differ at ordinary places."),
    )
    check.require(np.isin(y, (0, 1)).all(), _("The labels in y have to be 0 or 1."))
    return w, X, y
