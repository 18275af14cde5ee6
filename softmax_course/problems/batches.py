"""Looking at the batches that train_softmax draws, for its check and its grade."""

from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.checks.calling import quiet
from softmax_course.checks.check import Check
from softmax_course.checks.observing import split
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.problems.drawn_rows import (
    array_of,
    count_rows_in_batches,
    listed,
    require_fresh_rows,
    require_losses,
    require_rng,
)
from softmax_course.problems.vectorized_gradient import train_once
from softmax_course.text import translate as _

LOSSES = 1e-4  # of the sum of the losses


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
    B, C = 8, 3
    y = np.random.default_rng(seed).permutation(np.arange(24) % C)

    def run(y: np.ndarray, seed: int, steps: int, batch_size: int, lr: float) -> tuple[np.ndarray, np.ndarray]:
        options: dict[str, Any] = {"lr": lr, "steps": steps, "batch_size": batch_size, "reg": 0.0}
        with quiet():
            result = train_once(train, np.eye(len(y)), y.copy(), C, seed=seed, **options)
        parts = split(check.exercise, result)
        if isinstance(parts, str):
            raise CheckFailed(Message(f"{check.name}: {parts}."))
        return array_of(check, "W", parts[0], (len(y), C)), array_of(check, "losses", parts[1], (steps,))

    first = [_rows_of_first_batch(check, run(y, s, 1, B, 1.0)[0], y, B) for s in (seed, seed, seed + 1, seed + 2)]
    require_rng(check, first)
    _look_at_later_batches(check, run, y, B, seed)
    _look_at_a_second_pass(check, run, y, B, {seed: first[1], seed + 1: first[2]})
    few = np.random.default_rng(seed).permutation(np.arange(13) % C)
    _look_for_rows_left_out(check, run, few, B, seed)
    _look_at_the_seam(check, run, few, B, seed)


def _rows_of_first_batch(check: Check, W: np.ndarray, y: np.ndarray, B: int) -> np.ndarray:
    """How often each example stands in the batch of the only step; from zero weights every probability is 1/C."""
    N, C = W.shape
    push = W * B  # lr = 1: row i is minus the sum of its gradients in the logits
    times = push[np.arange(N), y] / (1 - 1 / C)
    others = (push.sum(axis=1) - push[np.arange(N), y]) / (C - 1)
    return count_rows_in_batches(
        check,
        times,
        paired=np.abs(others + times / C).max() < 1e-4,
        B=B,
        steps=1,
        accuracy=1e-3,
        look=_("After one step from zero weights, what is W? Write it down for a batch of two rows."),
    )


def _look_at_later_batches(check: Check, run: Callable, y: np.ndarray, B: int, seed: int) -> None:
    """Over several steps: fresh rows each time, and losses that are those of the batches, before their updates.

    With X the identity and no penalty, an example's loss depends only on how often it has been in a batch. Runs with
    full batches say how: that table is the student's own, which the shipped numbers have found right.
    """
    N, T, lr = len(y), 5, 2.0
    table = [run(y, seed, k, N, lr * N / B) for k in range(1, T + 1)]
    heights = np.array([0.0, *(W[0, y[0]] for W, _losses in table)])
    own = table[-1][1]  # the loss of an example after 0, 1, … T − 1 steps
    W, losses = run(y, seed, T, B, lr)
    reached = W[np.arange(N), y]
    steps = np.abs(reached[:, None] - heights).argmin(axis=1)
    check.require(
        np.abs(reached - heights[steps]).max() < 1e-4 * heights[-1] and steps.sum() == T * B,
        _("After {T} steps with batches of {B}, W is not what {T} batches of distinct rows would make of it.").format(
            T=T, B=B
        ),
        look=_("What happens in the second step that does not happen in the first?"),
    )
    require_fresh_rows(check, steps, T)
    require_losses(check, losses.sum(), sum(own[:count].sum() for count in steps) / B, LOSSES)


def _look_at_a_second_pass(check: Check, run: Callable, y: np.ndarray, B: int, first: dict[int, np.ndarray]) -> None:
    """One step after all rows could have been used once: who only repeats the first batches has it again.

    From the first batch to that step, rows of the first batch have been used twice and all others once, under two
    seeds: of fresh draws that is not to be expected in a million runs.
    """
    passes = len(y) // B
    repeated = []
    for seed, counts in first.items():
        reached = run(y, seed, passes + 1, B, 1.0)[0][np.arange(len(y)), y]
        again = reached > 1.2 * reached.min()  # the second push is smaller than the first, by less than half
        repeated.append(reached.min() > 0 and np.array_equal(again, counts > 0))
    check.require(
        not all(repeated),
        _(
            "After a pass through all {N} examples the same batches come again: step {step} has the rows of step 1."
        ).format(N=len(y), step=passes + 1),
        look=_("Does the line that draws stand where it is reached in every pass?"),
    )


def _look_for_rows_left_out(check: Check, run: Callable, y: np.ndarray, B: int, seed: int) -> None:
    """After many steps every example has been in a batch, whose size does not divide the number of examples."""
    T = 60
    never = np.flatnonzero(np.abs(run(y, seed, T, B, 1.0)[0]).max(axis=1) == 0)
    check.require(
        not never.size,
        _("With {N} examples and batches of {B}, these are in no batch of {T} steps: rows {rows}.").format(
            N=len(y), B=B, T=T, rows=listed(never)
        ),
        look=_("From which row numbers do you draw, in the first step and in later ones?"),
    )


def _look_at_the_seam(check: Check, run: Callable, y: np.ndarray, B: int, seed: int) -> None:
    """Two steps where two batches do not fit into the examples.

    Whoever goes through the data in epochs may let the second batch be short, if its mean is over what it holds.
    """
    N, lr = len(y), 2.0
    rows = np.arange(N)
    table = [run(y, seed, k, N, lr * N / B) for k in (1, 2)]
    once, twice = (W[0, y[0]] for W, _losses in table)
    own = table[1][1]
    for s in range(seed, seed + 3):
        W, losses = run(y, s, 2, B, lr)
        none, one, two, short = (
            np.abs(W[rows, y] - height) < 1e-4 * twice for height in (0.0, once, twice, once * B / (N - B))
        )
        if one.sum() == B and short.sum() == N - B:
            require_losses(check, losses.sum(), 2 * own[0], LOSSES)
            continue
        check.require(
            not one.all(),
            _("With {N} examples, the second batch holds the {rest} that are left, and is divided by {B}.").format(
                N=N, B=B, rest=N - B
            ),
            look=_("The mean over a batch: by how many examples is it divided, if the batch is short?"),
        )
        check.require(
            (none | one | two).all() and one.sum() + 2 * two.sum() == 2 * B,
            _("With {N} examples, two steps with batches of {B} are not two batches of distinct rows.").format(
                N=N, B=B
            ),
            look=_(
                "Two whole batches do not fit into one pass. What does your second batch hold: how many rows, each once?"
            ),
        )
        due = (2 * B * own[0] - two.sum() * (own[0] - own[1])) / B
        require_losses(check, losses.sum(), due, LOSSES)
