"""Looking at the batches that train_two_layer draws, for its check and its grade."""

from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.problems.drawing import two_layer_problem
from softmax_course.problems.drawn_rows import (
    array_of,
    count_rows_in_batches,
    require_fresh_rows,
    require_losses,
    require_rng,
)
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
        losses = array_of(check, "losses", results[0], (steps,))
        return losses, (array_of(check, "W1", results[1], (N, 6)) - params["W1"]) / lr

    everyone = np.arange(N)
    alone = [run(everyone[n : n + 1], seed, 1, 1) for n in everyone]
    costs = np.array([losses[0] for losses, _move in alone])
    moves = np.array([move[n] for n, (_losses, move) in enumerate(alone)])

    def batch(seed: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
        """How often each example was in a batch, and the losses."""
        losses, move = run(everyone, seed, steps, B)
        times = B * (move * moves).sum(axis=1) / (moves**2).sum(axis=1)
        rest = np.abs(move - times[:, None] / B * moves).max()
        counts = count_rows_in_batches(
            check,
            times,
            paired=rest < 0.02 * np.abs(moves).max(),
            B=B,
            steps=steps,
            accuracy=0.1,
            look=_("What is different in your code when the batch is smaller than the training set?"),
        )
        return counts, losses

    draws = [batch(s, 1) for s in (seed, seed, seed + 1, seed + 2)]
    for times, losses in draws:
        require_losses(check, losses[0], times @ costs / B, 1e-3)
    require_rng(check, [times for times, _losses in draws])
    times, losses = batch(seed, T)
    require_fresh_rows(check, times, T)
    require_losses(check, losses.sum(), times @ costs / B, 0.01)
