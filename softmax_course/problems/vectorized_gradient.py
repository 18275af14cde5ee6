"""The problems of 03_vectorized_gradient.

What hides a mistake here: an example for every class, where `-= 1` on whole columns and on everything are the same;
sorted labels; one size for two axes; a penalty of 0; equal logits; scores near 0, where any softmax is stable.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from softmax_course.problems.drawing import classification_problem, classification_problems
from softmax_course.problems.exercise import TAIL, Problem, exercise
from softmax_course.tolerances import EXACT, GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator


# ---- logits and labels --------------------------------------------------------------------------------------------


def _logits(rng: Rng, N: int, C: int) -> np.ndarray:
    """Logits whose rows differ in spread and in level."""
    return rng.uniform(0.8, 2.0, (N, 1)) * rng.normal(size=(N, C)) + rng.uniform(-4, 4, (N, 1))


def _unlikely(Z: np.ndarray) -> np.ndarray:
    """The label with the smallest logit in each row: p_y − 1 has all its digits there."""
    return np.argmin(Z, axis=1)


def _batches(rng: Rng) -> Iterator[tuple[np.ndarray, np.ndarray, str, str]]:
    """Logits, labels, what is special about them, and the kind of problem."""
    for number, (_W, _X, y, _reg) in enumerate(classification_problems(rng)):
        C = (3, 6, 5)[number]
        says = ("", "a class, the last one, that no example has", "labels stored as uint8")[number]
        yield _logits(rng, len(y), C), y, says, "ordinary"
    yield _logits(rng, 4, 4), rng.permutation([3, 0, 3, 1]), "as many examples as classes", "ordinary"
    yield _logits(rng, 1, 4), np.array([rng.integers(1, 4)]), "a batch of one", "ordinary"
    yield np.argsort(rng.random((3, 5)), axis=1) - 1, rng.permutation([4, 0, 0]), "integer logits", "ordinary"
    for level, says in ((1000, "1000 added to every logit"), (-1000, "1000 taken from every logit")):
        Z = _logits(rng, 3, 4) + level
        yield Z, _unlikely(Z), says, TAIL
    Z = rng.normal(size=(3, 4)) + rng.permutation([-3000.0, 0.0, 4000.0])[:, None]
    yield Z, _unlikely(Z), "rows whose levels lie thousands apart", TAIL
    Z = rng.permuted(np.array([0.0, -0.7, -9.0, -15.0]) + rng.uniform(-0.3, 0.3, (3, 4)), axis=1)
    yield Z, _unlikely(Z), "probabilities down to 1e-7", TAIL
    Z = 1e4 * np.array([[0.5, 0.5, -0.2, -0.5], [-0.7, 0.1, 0.3, -0.3], [-0.2, -1.0, -0.6, -0.8]])
    yield Z[rng.permutation(3)], rng.permutation([3, 0, 1]), "margins up to 1e4", TAIL


@exercise("Z y", tolerance=GRADIENTS, returns="loss")
def cross_entropy(rng: Rng) -> Problems:
    for Z, y, says, kind in _batches(rng):
        yield Problem((Z, y), says, kind)
    # Nothing for the gradient, in which p − 1 is a rounding error here.
    yield Problem((Z, np.argmax(Z, axis=1)), "labels that lead by margins up to 1e4", TAIL)


@exercise("z t", tolerance=EXACT, returns="gradient")
def cross_entropy_derivation(rng: Rng) -> Problems:
    for classes, t in ((3, 1), (5, 0), (4, 3), (2, 1)):
        yield Problem((rng.normal(size=classes), t))
    # A large common level: z + h is rounded there, so that differences lose digits and a formula does not.
    yield Problem((rng.normal(size=4) + rng.uniform(300, 500), 2), "a large number added to every logit")


@exercise("Z y", tolerance=GRADIENTS, returns="dZ", analytic=True)
def cross_entropy_gradient(rng: Rng) -> Problems:
    for Z, y, says, kind in _batches(rng):
        yield Problem((Z, y), says, kind)


# ---- softmax regression -------------------------------------------------------------------------------------------


def _with_levels(W: np.ndarray, X: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and inputs with a further feature that adds a number of its own to all scores of each example."""
    return np.vstack([W, np.ones(W.shape[1])]), np.column_stack([X, levels])


def _regressions(rng: Rng) -> Problems:
    for W, X, y, reg in classification_problems(rng):
        yield Problem((W, X, y, reg))
    W, X, y = classification_problem(rng, 6, 4, 3)
    yield Problem((W / 2, rng.integers(-2, 3, X.shape), y, 0.2), "integer X")
    for scale in (1e6, 1e-8):
        W, X, y = classification_problem(rng, 9, 5, 4, absent=2)
        says = f"features of size {scale:g}, where differences lose their digits"
        yield Problem((W / scale, scale * X, y, 0.0), says)
    yield from _far_regressions(rng)


def _far_regressions(rng: Rng) -> Problems:
    """Scores far from 0, as TAIL problems."""
    for levels, says in (
        (np.full(8, 1000.0), "1000 added to every score"),
        (np.full(8, -1000.0), "1000 taken from every score"),
        (rng.permutation(1000.0 * np.arange(-4, 4)), "examples whose scores lie thousands apart"),
    ):
        W, X, y = classification_problem(rng, 8, 4, 3)
        yield Problem((*_with_levels(W, X, levels), y, 0.0), says, TAIL)
    W, X, _y = classification_problem(rng, 8, 5, 4)
    W *= 1e4 / np.abs(X @ W).max()
    y = 2 * _unlikely((X @ W)[:, ::2])  # classes 1 and 3 have no example
    yield Problem((W, X, y, 1e-8), "scores up to 1e4 in size", TAIL)


@exercise("W X y reg", tolerance=GRADIENTS, returns="loss dW", analytic=True)
def softmax_loss_naive(rng: Rng) -> Problems:
    yield from _regressions(rng)


@exercise("W X y reg", tolerance=GRADIENTS, returns="loss dW", analytic=True)
def softmax_loss_vectorized(rng: Rng) -> Problems:
    yield from _regressions(rng)


def growing_sizes(seed: int) -> Iterator[tuple[tuple, tuple, str]]:
    """Pairs of arguments for a softmax loss, the second four times as large in one size: N, D and C in turn."""
    rng = np.random.default_rng(seed)
    for axis, name in enumerate("NDC"):
        small, large = [20, 5, 4], [20, 5, 4]
        large[axis] *= 4
        yield (*classification_problem(rng, *small), 0.1), (*classification_problem(rng, *large), 0.1), name


@exercise("dZ X W", tolerance=GRADIENTS, returns="dX dW db", analytic=True)
def linear_backward(rng: Rng) -> Problems:
    for W, X, y, _reg in classification_problems(rng):
        yield Problem((rng.normal(size=(len(y), W.shape[1])), X, W))
    W, X, _y = classification_problem(rng, 4, 4, 4)
    yield Problem((rng.normal(size=(4, 4)), X, W), "N = D = C")
    yield Problem((rng.normal(size=(1, 3)), rng.normal(size=(1, 2)), rng.normal(size=(2, 3))), "a batch of one")
    W, X, _y = classification_problem(rng, 6, 4, 3)
    yield Problem(
        (1e-8 * rng.normal(size=(6, 3)), 1e8 * X, W), "features of size 1e8, where differences lose their digits"
    )


@exercise("lr batch_size", tolerance=VALUES, returns="rate")
def equivalent_learning_rate(rng: Rng) -> Problems:
    yield Problem((0.5, 100))
    yield Problem((float(rng.uniform(0.05, 2)), int(rng.integers(2, 60))))
    yield Problem((1, 8), "a whole number as rate")


# ---- training -----------------------------------------------------------------------------------------------------


def train_once(train: Callable, X: np.ndarray, y: np.ndarray, num_classes: int, *, seed: int, **options: Any) -> Any:
    """One run of a training function, with a generator of its own."""
    return train(X, y, num_classes, rng=np.random.default_rng(seed), **options)


@exercise("X y num_classes", tolerance=GRADIENTS, returns="W losses", observe=train_once, plain=True)
def train_softmax(rng: Rng) -> Problems:
    """Every batch holds all rows, or all rows are the same, so that nothing is left to chance.

    The draws are looked at in batches.py.
    """
    for (W, X, y, reg), lr, steps in zip(classification_problems(rng), (0.7, 0.2, 0.4), (1, 12, 30), strict=True):
        options = {"lr": lr, "steps": steps, "batch_size": len(y), "reg": reg / 4, "seed": int(rng.integers(10**6))}
        yield Problem((X, y, W.shape[1]), "every row in every batch", options=options)
    X, y = np.tile(rng.normal(size=3), (10, 1)), np.full(10, rng.integers(4))
    options = {"lr": 0.5, "steps": 7, "batch_size": 4, "reg": 0.09, "seed": int(rng.integers(10**6))}
    yield Problem((X, y, 4), "all rows the same, in batches of four", options=options)


# ---- a test of tests ----------------------------------------------------------------------------------------------


@exercise("loss_fn", tolerance=VALUES, returns="wrong")
def catches_bug(rng: Rng) -> Problems:
    """One softmax loss that is right to three digits, from which the check makes others, right and wrong."""

    def right(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> tuple[float, np.ndarray]:
        """All results are one or two ten-thousandths too large: right for a test, of no use as an answer."""
        factor = 1.0001 + 1e-4 * zlib.crc32(np.asarray(X, dtype=float).tobytes()) / 2**32
        steps = 1e-4 / np.maximum(np.abs(X).max(axis=0), 1e-3)[:, None] * np.ones(W.shape)
        moves = steps.reshape(-1, 1, 1) * np.eye(W.size).reshape(-1, *W.shape)
        above, below = _losses(W + moves, X, y, reg), _losses(W - moves, X, y, reg)
        slopes = (above - below).reshape(W.shape) / (2 * steps)
        return factor * float(_losses(W[None], X, y, reg)[0]), factor * slopes

    yield Problem((right,))


def _losses(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> np.ndarray:
    """Losses of a stack of weights (M, D, C) -> (M,).

    No formula of the course: the number that has to be taken from the scores of an example, for its exponentials to sum
    to 1, is enclosed from both sides.
    """
    scores = X @ W
    low = scores.max(axis=-1)
    high = low + np.log(scores.shape[-1])
    for _halving in range(44):
        middle = (low + high) / 2
        too_low = np.exp(scores - middle[..., None]).sum(axis=-1) > 1
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    given = np.take_along_axis(scores, np.asarray(y, dtype=int)[None, :, None], axis=-1)[..., 0]
    return (high - given).mean(axis=-1) + reg * (W**2).sum(axis=(1, 2))
