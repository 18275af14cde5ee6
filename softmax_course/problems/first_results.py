"""What the visible checks of 05_training_loop require of a first small result before they compare any numbers."""

from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import NotANumber, as_numbers
from softmax_course.problems.not_as_asked import kind_of
from softmax_course.text import translate as _


def require_pair(check: Check, batch: Any, num_features: int) -> None:
    """Fail unless a batch of ``minibatches`` is a pair: an array (n, num_features), and an array (n,).

    Parameters
    ----------
    check
        The check of the exercise.
    batch
        What was handed out.
    num_features
        How many columns X has.
    """
    check.require(
        isinstance(batch, (tuple, list)) and len(batch) == 2,
        _("What minibatches hands out first is {kind}, and not a pair (X_batch, y_batch).").format(kind=kind_of(batch)),
        look=_("Does it hand out one batch after another, with `yield`, and both parts of a batch at once?"),
    )
    rows, labels = (_shape(check, part) for part in batch)
    check.require(
        not (len(rows) == 1 and len(labels) == 2),
        _("The pairs are the wrong way round: the labels come first, and the rows second."),
        _("  expected  shapes (n, {D}) and (n,)\n  got       shapes {rows} and {labels}").format(
            D=num_features, rows=rows, labels=labels
        ),
        look=_("In which order does the statement name the two?"),
    )
    check.require(
        len(rows) == 2 and rows[1] == num_features and labels == rows[:1],
        _("A batch does not have the right shapes."),
        _("  expected  shapes (n, {D}) and (n,), where X is (7, {D})\n  got       shapes {rows} and {labels}").format(
            D=num_features, rows=rows, labels=labels
        ),
        look=_("What do the brackets behind X and y do to their axes? And are they the arguments X and y?"),
    )


def require_number(check: Check, value: Any) -> float:
    """The number that a function gives, or a failure that says what came instead.

    Parameters
    ----------
    check
        The check of the exercise.
    value
        What the function gave.
    """
    number = as_numbers(value)
    check.require(
        not isinstance(number, NotANumber) and number.ndim == 0,
        _("{name} gives {kind}, and not a number.").format(name=check.name, kind=kind_of(value)),
        look=_("Which line hands over the result, and what is it then?"),
    )
    return float(number)  # type: ignore[arg-type]


def require_two_numbers(check: Check, value: Any) -> tuple[float, float]:
    """The loss and the accuracy that ``train_epoch`` returns, or a failure that says what came instead.

    Parameters
    ----------
    check
        The check of the exercise.
    value
        What the function returned.
    """
    pair = value if isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim) else ()
    check.require(
        len(pair) == 2,
        _("{name} returns {kind}, and not the pair (mean loss per example, accuracy).").format(
            name=check.name, kind=kind_of(value)
        ),
        look=_("Which line hands over the result: does it return two numbers, and only after the last batch?"),
    )
    return require_number(check, pair[0]), require_number(check, pair[1])


def _shape(check: Check, part: Any) -> tuple[int, ...]:
    numbers = as_numbers(part)
    check.require(
        not isinstance(numbers, NotANumber),
        _("A batch of minibatches holds {kind} where an array of numbers is asked for.").format(kind=kind_of(part)),
        look=_("What stands to the right of `yield`, and what is its type?"),
    )
    return numbers.shape  # type: ignore[union-attr]
