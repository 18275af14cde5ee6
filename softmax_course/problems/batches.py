"""Looking at the batches that train_softmax draws, for its check and its grade."""

from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import NotANumber, as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.problems.vectorized_gradient import train_once
from softmax_course.text import translate as _


def look_at_batches(check: Check, train: Callable, seed: int) -> None:
    """Fail unless batches are drawn as they should be, whichever calls draw them.

    Row i of X is the i-th unit vector, so row i of W moves in the steps whose batch holds example i, and in no other.
    So the batches can be read off W.

    Parameters
    ----------
    check
        The check of ``train_softmax``, which has found full batches right.
    train
        What the student wrote.
    seed
        For the generator that is passed.
    """
    N, B, C = 24, 8, 3
    y = np.random.default_rng(seed).permutation(np.arange(N) % C)

    def run(seed: int, steps: int, batch_size: int, lr: float) -> tuple[np.ndarray, np.ndarray]:
        options: dict[str, Any] = {"lr": lr, "steps": steps, "batch_size": batch_size, "reg": 0.0}
        W, losses = train_once(train, np.eye(N), y.copy(), C, seed=seed, **options)
        return _array(check, "W", W, (N, C)), _array(check, "losses", losses, (steps,))

    first = [_rows_of_first_batch(check, run(s, 1, B, 1.0)[0], y, B) for s in (seed, seed, seed + 1, seed + 2)]
    check.require(
        np.array_equal(first[0], first[1]),
        _("Two runs with equal generators draw different batches."),
        look=_("Does every draw come from the `rng` that was passed, and from nothing else?"),
    )
    check.require(
        any(not np.array_equal(first[0], other) for other in first[2:]),
        _("Generators with three different seeds all give the same first batch: rows {rows}.").format(
            rows=_listed(np.flatnonzero(first[0]))
        ),
        look=_("Which line draws the rows of a batch, and does it use the `rng` that was passed?"),
    )
    _look_at_later_batches(check, run, y, B, seed)


def _array(check: Check, label: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """A part of the result as numbers of that shape."""
    array = as_numbers(value)
    if isinstance(array, NotANumber):
        raise CheckFailed(Message(f"{label}: {array.why}."))
    sentence = _("{label} has the shape {got}, and should have {shape}.")
    check.require(array.shape == shape, sentence.format(label=label, got=array.shape, shape=shape))
    return array


def _rows_of_first_batch(check: Check, W: np.ndarray, y: np.ndarray, B: int) -> np.ndarray:
    """How often each example stands in the batch of the only step; from zero weights every probability is 1/C."""
    N, C = W.shape
    push = W * B  # lr = 1: row i is minus the sum of its gradients in the logits
    times = push[np.arange(N), y] / (1 - 1 / C)
    others = (push.sum(axis=1) - push[np.arange(N), y]) / (C - 1)
    check.require(
        np.abs(others + times / C).max() < 1e-4,
        _("In a small batch, examples are met with labels that are not theirs."),
        look=_("Are X and y picked by the same rows?"),
    )
    if np.abs(times.sum() - B) > 1e-3 and np.ptp(times[times > 1e-6]) < 1e-4:
        check.require(
            False,
            _("A step with a batch of {B} is {factor} times as long as it should be (N = {N}).").format(
                B=B, factor=f"{times.sum() / B:.4g}", N=N
            ),
            look=_("The loss of a step is the mean over its batch. By which number does your gradient divide?"),
        )
    counts = np.rint(times).astype(int)
    check.require(
        np.abs(times - counts).max() < 1e-3,
        _("One step with a small batch does not move W along the mean gradient of some rows."),
        look=_("After one step from zero weights, what is W? Write it down for a batch of two rows."),
    )
    twice = np.flatnonzero(counts > 1)
    if twice.size:
        check.require(
            False,
            _("A batch holds the same example more than once: {rows}.").format(
                rows=", ".join(_("row {row} {times} times").format(row=row, times=counts[row]) for row in twice)
            ),
            look=_("`rng.choice` puts back what it has drawn, unless told otherwise. Which argument tells it?"),
        )
    check.require(
        counts.sum() == B,
        _("The batch holds {count} examples, and should hold {B}.").format(count=counts.sum(), B=B),
    )
    return counts


def _look_at_later_batches(check: Check, run: Callable, y: np.ndarray, B: int, seed: int) -> None:
    """Over several steps: fresh rows each time, and losses that are those of the batches, before their updates.

    With X the identity and no penalty, an example's loss depends only on how often it has been in a batch. Runs with
    full batches say how: that table is the student's own, which the shipped numbers have found right.
    """
    N, T, lr = len(y), 5, 2.0
    table = [run(seed, k, N, lr * N / B) for k in range(1, T + 1)]
    heights = np.array([0.0, *(W[0, y[0]] for W, _losses in table)])
    own = table[-1][1]  # the loss of an example after 0, 1, … T − 1 steps
    W, losses = run(seed, T, B, lr)
    reached = W[np.arange(N), y]
    steps = np.abs(reached[:, None] - heights).argmin(axis=1)
    check.require(
        np.abs(reached - heights[steps]).max() < 1e-4 * heights[-1] and steps.sum() == T * B,
        _("After {T} steps with batches of {B}, W is not what {T} batches of distinct rows would make of it.").format(
            T=T, B=B
        ),
        look=_("What happens in the second step that does not happen in the first?"),
    )
    check.require(
        ((steps > 0) & (steps < T)).any(),
        _("All {T} steps use the same rows: {rows}.").format(T=T, rows=_listed(np.flatnonzero(steps))),
        look=_("Does the line that draws the rows stand inside the loop?"),
    )
    expected = sum(own[:count].sum() for count in steps) / B
    check.require(
        abs(losses.sum() - expected) < 1e-4 * expected,
        _("With small batches, `losses` is not right (with full batches it is)."),
        _("  expected  sum over the steps = {expected}\n  got       sum over the steps = {got}").format(
            expected=f"{expected:.4f}", got=f"{losses.sum():.4f}"
        ),
        look=_("losses[t] is the loss of the batch of step t, and of no other rows, before the weights move."),
    )


def _listed(rows: np.ndarray) -> str:
    return ", ".join(map(str, rows))
