"""What has to hold of the rows that a training draws, however it was found out which they are."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import NotANumber, as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.text import translate as _
from softmax_course.text import translate_plural


def array_of(check: Check, label: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """A result as an array of the right shape, or a failure.

    Parameters
    ----------
    check
        The check of the exercise.
    label
        What the result is called.
    value, shape
        What came, and which shape it should have.
    """
    numbers = value if isinstance(value, NotANumber) else as_numbers(value)
    if isinstance(numbers, NotANumber):
        raise CheckFailed(Message(f"{label}: {numbers.why}."))
    sentence = _("With small batches {label} has the shape {got}, and should have {shape}.")
    check.require(numbers.shape == shape, sentence.format(label=label, got=numbers.shape, shape=shape))
    return numbers


def count_rows_in_batches(
    check: Check, times: np.ndarray, *, paired: bool, B: int, steps: int, accuracy: float, look: str
) -> np.ndarray:
    """How often each example was in a batch, or a failure if it was not in whole batches of distinct rows.

    Parameters
    ----------
    check
        The check of the exercise.
    times
        How often each example was met, as far as it can be measured.
    paired
        Whether the examples were met with their own labels.
    B, steps
        Batch size, and number of steps.
    accuracy
        How far off the measured times may be.
    look
        The hint where the moves are those of no rows at all.
    """
    N = len(times)
    check.require(
        paired,
        _("In a small batch, examples are met with labels that are not theirs."),
        look=_("Are X and y picked by the same rows?"),
    )
    met = times[times > accuracy / 10]
    alike = met.size > 0 and np.ptp(met) < accuracy / 10 * met.max()
    check.require(
        not (alike and abs(times.sum() - steps * B) > 2 * accuracy),
        _("A step with a batch of {B} is {factor} times as long as it should be (N = {N}).").format(
            B=B, factor=f"{times.sum() / (steps * B):.4g}", N=N
        ),
        look=_("The loss of a step is the mean over its batch. By which number does your gradient divide?"),
    )
    counts = np.rint(times).astype(int)
    check.require(
        np.abs(times - counts).max() < accuracy,
        _("A step with a small batch does not move the weights along the mean gradient of some rows."),
        look=look,
    )
    twice = np.flatnonzero(counts > steps)
    check.require(
        not twice.size,
        _("A batch holds the same example more than once: {rows}.").format(
            rows=", ".join(_("row {row} {times} times").format(row=row, times=counts[row]) for row in twice)
        ),
        look=_("`rng.choice` puts back what it has drawn, unless told otherwise. Which argument tells it?"),
    )
    check.require(
        counts.sum() == steps * B,
        translate_plural(
            "The batch holds {count} examples, and should hold {due}.",
            "{steps} batches of {B} hold {due} examples together, and yours hold {count}.",
            steps,
        ).format(count=counts.sum(), due=steps * B, steps=steps, B=B),
        look=_("How many rows are drawn for a step?"),
    )
    return counts


def require_rng(check: Check, first: Sequence[np.ndarray]) -> None:
    """Fail unless the passed generator, and nothing else, decides on the rows.

    Parameters
    ----------
    check
        The check of the exercise.
    first
        How often each example was in the first batch: of two runs with equal generators, then of runs with others.
    """
    check.require(
        np.array_equal(first[0], first[1]),
        _("Two runs with equal generators draw different batches."),
        look=_("Does every draw come from the `rng` that was passed, and from nothing else?"),
    )
    check.require(
        any(not np.array_equal(first[0], other) for other in first[2:]),
        _("Generators with three different seeds all give the same first batch: rows {rows}.").format(
            rows=listed(np.flatnonzero(first[0]))
        ),
        look=_("Which line draws the rows of a batch, and does it use the `rng` that was passed?"),
    )


def require_fresh_rows(check: Check, times: np.ndarray, steps: int) -> None:
    """Fail if every step has used the same rows.

    Parameters
    ----------
    check
        The check of the exercise.
    times
        In how many of the batches each example was.
    steps
        How many batches there were.
    """
    check.require(
        ((times > 0) & (times < steps)).any(),
        _("All {T} steps use the same rows: {rows}.").format(T=steps, rows=listed(np.flatnonzero(times))),
        look=_("Does the line that draws the rows stand inside the loop?"),
    )


def require_losses(check: Check, told: float, true: float, tolerance: float) -> None:
    """Fail unless the losses of some steps are those of their batches.

    Parameters
    ----------
    check
        The check of the exercise.
    told, true
        The sum of the losses that came, and of those of the batches.
    tolerance
        Relative to the true sum.
    """
    check.require(
        abs(told - true) < tolerance * true,
        _("With small batches, `losses` is not right (with full batches it is)."),
        _("  expected  sum over the steps = {true}\n  got       sum over the steps = {told}").format(
            true=f"{true:.4f}", told=f"{told:.4f}"
        ),
        look=_("losses[t] is the loss of the batch of step t, and of no other rows, before the weights move."),
    )


def listed(rows: np.ndarray) -> str:
    """Row numbers as a sentence lists them."""
    return ", ".join(map(str, rows))
