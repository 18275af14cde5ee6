"""Looking at the batches that train_two_layer draws, for its check and its grade."""

from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import NotANumber, as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.problems.drawing import two_layer_problem
from softmax_course.problems.two_layer_network import train_and_hold
from softmax_course.text import translate as _

N, B, T = 24, 8, 5  # examples, batch size, steps
LITTLE = 1e-4  # a learning rate at which five steps leave losses and gradients as they were, to one per cent


def look_at_network_batches(check: Check, train: Callable, seed: int) -> None:
    """Fail unless batches are drawn as they should be, whichever calls draw them.

    Row i of X is the i-th unit vector, so row i of W1 moves in the steps whose batch holds example i, and in no other:
    the batches can be read off W1. How far it moves for one example alone, and what that example costs, is asked of the
    student's own function, which full batches have found right.

    Parameters
    ----------
    check
        The check of ``train_two_layer``, which has found full batches right.
    train
        What the student wrote.
    seed
        For the generator that is passed, and for the examples.
    """
    params, _X, y = two_layer_problem(np.random.default_rng(seed), N, N, 4, 6)
    params["W1"] *= 0.3
    params["b1"] = np.full(6, 1.5)  # units are on, so that every example moves its row,
    params["W2"] /= 2.0  # and no example is so well known that it moves nothing
    X = np.eye(N)

    def run(rows: np.ndarray, seed: int, steps: int, batch_size: int) -> tuple[np.ndarray, np.ndarray]:
        """The losses and how far W1 has moved, in units of the rate. A single step has the same gradient at any rate."""
        lr = 1.0 if steps == 1 else LITTLE
        options: dict[str, Any] = {"lr": lr, "steps": steps, "batch_size": batch_size, "reg": 0.0, "seed": seed}
        results = train_and_hold(train, params, X[rows], y[rows], **options)
        losses = _numbers(check, "losses", results[0], (steps,))
        return losses, (_numbers(check, "W1", results[1], (N, 6)) - params["W1"]) / lr

    everyone = np.arange(N)
    alone = [run(everyone[n : n + 1], seed, 1, 1) for n in everyone]
    costs = np.array([losses[0] for losses, _move in alone])
    moves = np.array([move[n] for n, (_losses, move) in enumerate(alone)])

    def batch(seed: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
        """How often each example was in a batch, and the losses."""
        losses, move = run(everyone, seed, steps, B)
        times = B * (move * moves).sum(axis=1) / (moves**2).sum(axis=1)
        _require_rows(check, times, move - times[:, None] / B * moves, moves, steps)
        return np.rint(times).astype(int), losses

    draws = [batch(s, 1) for s in (seed, seed, seed + 1, seed + 2)]
    for times, losses in draws:
        _require_loss(check, losses[0], times @ costs / B, 1e-3)
    first = [times for times, _losses in draws]
    check.require(
        np.array_equal(first[0], first[1]),
        _("Two runs with equal generators draw different batches."),
        look=_("Does every draw come from the `rng` that was passed, and from nothing else?"),
    )
    check.require(
        any(not np.array_equal(first[0], other) for other in first[2:]),
        _("Generators with three different seeds all give the same first batch: rows {rows}.").format(
            rows=_listed(first[0])
        ),
        look=_("Which line draws the rows of a batch, and does it use the `rng` that was passed?"),
    )
    times, losses = batch(seed, T)
    check.require(
        ((times > 0) & (times < T)).any(),
        _("All {T} steps use the same rows: {rows}.").format(T=T, rows=_listed(times)),
        look=_("Does the line that draws the rows stand inside the loop?"),
    )
    _require_loss(check, losses.sum(), times @ costs / B, 0.01)


def _numbers(check: Check, label: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """A result as an array of the right shape, or a failure."""
    numbers = as_numbers(value)
    if isinstance(numbers, NotANumber):
        raise CheckFailed(Message(f"{label}: {numbers.why}."))
    check.require(
        numbers.shape == shape,
        _("With small batches {label} has the shape {got}, and should have {shape}.").format(
            label=label, got=numbers.shape, shape=shape
        ),
    )
    return numbers


def _require_rows(check: Check, times: np.ndarray, rest: np.ndarray, moves: np.ndarray, steps: int) -> None:
    """Fail unless the moves are those of ``steps`` batches of distinct rows."""
    check.require(
        np.abs(rest).max() < 0.02 * np.abs(moves).max(),
        _("In a small batch, examples are met with labels that are not theirs."),
        look=_("Are X and y picked by the same rows?"),
    )
    counts = np.rint(times)
    if abs(times.sum() - steps * B) > 0.2 and np.ptp(times[times > 0.01]) < 0.01 * times.max():
        check.require(
            False,
            _("A step with a batch of {B} is {factor} times as long as it should be (N = {N}).").format(
                B=B, factor=f"{times.sum() / (steps * B):.4g}", N=N
            ),
            look=_("The loss of a step is the mean over its batch. By which number does your gradient divide?"),
        )
    check.require(
        np.abs(times - counts).max() < 0.1,
        _("A step with a small batch does not move W1 along the mean gradient of some rows."),
        look=_("What is different in your code when the batch is smaller than the training set?"),
    )
    twice = np.flatnonzero(counts > steps)
    if twice.size:
        check.require(
            False,
            _("A batch holds the same example more than once: {rows}.").format(
                rows=", ".join(_("row {row} {times} times").format(row=n, times=int(counts[n])) for n in twice)
            ),
            look=_("`rng.choice` puts back what it has drawn, unless told otherwise. Which argument tells it?"),
        )
    check.require(
        counts.sum() == steps * B,
        _("{steps} batches of {B} hold {due} examples together, and yours hold {count}.").format(
            steps=steps, B=B, due=steps * B, count=int(counts.sum())
        ),
        look=_("How many rows are drawn for a step?"),
    )


def _require_loss(check: Check, told: float, true: float, tolerance: float) -> None:
    check.require(
        abs(told - true) < tolerance * true,
        _("With small batches, `losses` is not right (with full batches it is)."),
        _("  expected  the losses of the batches, together {true}\n  got       {told}").format(
            true=f"{true:.4f}", told=f"{told:.4f}"
        ),
        look=_("losses[t] is the loss of the batch of step t, and of no other rows, before the arrays move."),
    )


def _listed(times: np.ndarray) -> str:
    return ", ".join(map(str, np.flatnonzero(times)))
