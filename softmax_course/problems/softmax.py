"""The problems of 02_softmax_jacobian.

What hides a mistake here: N = C, where a missing ``keepdims`` is silent, and N ≠ C, where it is not, so there are both;
rows of one size, where a maximum or a sum over the whole batch does no harm; equal probabilities; no class missing.
"""

from collections.abc import Iterator

import numpy as np

from softmax_course.problems.exercise import TAIL, Problem, exercise
from softmax_course.tolerances import EXACT, GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator


def _logits(rng: Rng, *shape: int) -> np.ndarray:
    """Logits whose rows differ in spread and in level; the last axis is the classes."""
    rows = (*shape[:-1], 1)
    return rng.uniform(0.6, 1.8, rows) * rng.normal(size=shape) + rng.uniform(-4, 4, rows)


def _whole(rng: Rng, *shape: int) -> np.ndarray:
    """Integer logits, never the same twice in a row."""
    return np.argsort(rng.random(shape), axis=-1) - 1


def _small_probabilities(rng: Rng, *rows: int) -> np.ndarray:
    """Rows of four logits with probabilities down to 1e-7: a formula keeps its digits there, a difference does not."""
    spread = np.array([0.0, -0.7, -9.0, -15.0]) + rng.uniform(-0.3, 0.3, (*rows, 4))
    return rng.permuted(spread, axis=-1) + rng.uniform(-2, 2, (*rows, 1))


def _far_apart(rng: Rng) -> np.ndarray:
    """Three rows that reach 1e4, one with two equal maxima; the other gaps are so wide that all else is 0."""
    rows = 1e4 * np.array([[1.0, 1.0, -0.2, -1.0], [-0.7, 0.1, 0.9, -0.3], [-0.2, -1.0, -0.6, -0.8]])
    return rows[rng.permutation(3)]


def _levels(rng: Rng) -> np.ndarray:
    """Rows of ordinary spread, levels thousands apart: the maximum of the batch leaves nothing of the low ones."""
    return rng.normal(size=(3, 4)) + rng.permutation([-3000.0, 0.0, 4000.0])[:, None]


@exercise("y num_classes", tolerance=VALUES, returns="Y")
def one_hot(rng: Rng) -> Problems:
    yield Problem((rng.permutation([2, 0, 1, 2, 1]), 3))
    yield Problem((rng.permutation([3, 0, 3, 1, 0, 1, 3]), 5), "a class, the last one, that no example has")
    yield Problem((rng.permutation([2, 0, 2, 1]), 4), "as many examples as classes")
    yield Problem((np.array([rng.integers(1, 4)]), 4), "a batch of one")
    yield Problem((rng.permutation([1, 0, 1, 1, 0]).astype(np.uint8), 2), "labels stored as uint8")


@exercise("Z", tolerance=VALUES, returns="P")
def softmax(rng: Rng) -> Problems:
    yield Problem((_logits(rng, 5, 3),))
    yield Problem((_logits(rng, 4, 4),), "as many examples as classes")
    yield Problem((_logits(rng, 6),), "a single example, of shape (C,)")
    yield Problem((_logits(rng, 2, 3, 4),), "two leading axes")
    yield Problem((_logits(rng, 3, 3, 3),), "two leading axes, all sizes equal")
    yield Problem((_logits(rng, 2, 1, 3, 4),), "three leading axes")
    yield Problem((_logits(rng, 1, 4),), "a batch of one")
    yield Problem((_whole(rng, 3, 5),), "integer logits")
    yield from _stable_logits(rng)


@exercise("Z", tolerance=VALUES, returns="log_P")
def log_softmax(rng: Rng) -> Problems:
    yield Problem((_logits(rng, 5, 3),))
    yield Problem((_logits(rng, 4, 4),), "as many examples as classes")
    yield Problem((_logits(rng, 6),), "a single example, of shape (C,)")
    yield Problem((_logits(rng, 2, 3, 4),), "two leading axes")
    yield Problem((_logits(rng, 3, 3, 3),), "two leading axes, all sizes equal")
    yield Problem((_logits(rng, 2, 1, 3, 4),), "three leading axes")
    yield Problem((_logits(rng, 1, 4),), "a batch of one")
    yield Problem((_whole(rng, 3, 5),), "integer logits")
    yield from _stable_logits(rng)


def _stable_logits(rng: Rng) -> Problems:
    yield Problem((_logits(rng, 3, 4) + 1000,), "1000 added to every logit", TAIL)
    yield Problem((_logits(rng, 3, 4) - 1000,), "1000 taken from every logit", TAIL)
    yield Problem((_levels(rng),), "rows whose levels lie thousands apart", TAIL)
    yield Problem((_levels(rng)[None],), "two leading axes, rows whose levels lie thousands apart", TAIL)
    yield Problem((_small_probabilities(rng, 2),), "probabilities down to 1e-7", TAIL)
    yield Problem((_far_apart(rng),), "logits up to 1e4 in size", TAIL)


@exercise("z i j", tolerance=EXACT, returns="slope")
def softmax_derivation(rng: Rng) -> Problems:
    for i, j, says in ((0, 0, "i = j"), (2, 1, "i ≠ j"), (1, 2, "i ≠ j"), (2, 2, "i = j")):
        z = rng.permutation([1.1, 0.4, -0.6]) + rng.uniform(-0.2, 0.2, 3)
        yield Problem((z, i, j), says)
        # Added to 300 a step of 1e-5 is rounded: a difference loses its tenth digit there, a formula does not.
        yield Problem((rng.permutation(z) + rng.uniform(280, 320), i, j), f"{says}, logits of about 300")
    yield Problem((rng.permutation([3.5, 1.0, 0.0, -2.0]) + rng.uniform(-0.3, 0.3, 4), 3, 0), "i ≠ j, four classes")
    yield Problem((np.array([rng.uniform(-1, 0), rng.uniform(0, 1)]), 0, 0), "i = j, two classes")


@exercise("z", tolerance=GRADIENTS, returns="J", analytic=True)
def softmax_jacobian(rng: Rng) -> Problems:
    for classes in (3, 5, 2):
        yield Problem((_logits(rng, classes),))
    yield Problem((_whole(rng, 4),), "integer logits")
    yield Problem((_small_probabilities(rng),), "probabilities down to 1e-7", TAIL)
    yield Problem((rng.normal(size=4) + 1000,), "1000 added to every logit", TAIL)
    for row in _far_apart(rng):
        yield Problem((row,), "logits up to 1e4 in size", TAIL)


@exercise("Z", tolerance=GRADIENTS, returns="J", analytic=True)
def softmax_jacobians(rng: Rng) -> Problems:
    yield Problem((_logits(rng, 5, 3),))
    yield Problem((_logits(rng, 4, 4),), "as many examples as classes")
    yield Problem((_logits(rng, 1, 3),), "a batch of one")
    yield Problem((_logits(rng, 3, 2),), "two classes")
    yield Problem((_whole(rng, 2, 4),), "integer logits")
    yield Problem((_small_probabilities(rng, 3),), "probabilities down to 1e-7", TAIL)
    yield Problem((_levels(rng),), "rows whose levels lie thousands apart", TAIL)
    yield Problem((_far_apart(rng),), "logits up to 1e4 in size", TAIL)


@exercise("Z G", tolerance=GRADIENTS, returns="Jᵀg", analytic=True)
def softmax_vjp(rng: Rng) -> Problems:
    for shape, says in (((5, 3), ""), ((4, 4), "as many examples as classes"), ((1, 6), "a batch of one")):
        yield Problem((_logits(rng, *shape), _logits(rng, *shape)), says)
    yield Problem((_whole(rng, 3, 4), rng.integers(-3, 4, (3, 4))), "integer logits, integer G")
    G = rng.permuted(np.tile([-1.0, -0.2, 0.5, 1.1, 1.6], (3, 1)), axis=1)
    G[rng.integers(3)] = rng.uniform(0.5, 2)
    yield Problem((_logits(rng, 3, 5), G), "one row of G constant: there Jᵀg = 0")
    yield Problem((_small_probabilities(rng, 3), _steps(rng)), "probabilities down to 1e-7", TAIL)
    yield Problem((_levels(rng), _steps(rng)), "rows whose levels lie thousands apart", TAIL)
    yield Problem((_far_apart(rng), _steps(rng)), "logits up to 1e4 in size", TAIL)


def _steps(rng: Rng) -> np.ndarray:
    """Three rows of four well separated numbers, so that no entry of Jᵀg is small by accident."""
    return rng.permuted(np.tile([-2.0, -0.8, 0.9, 2.3], (3, 1)), axis=1)


@exercise("P", tolerance=VALUES, returns="half_norm")
def jacobian_half_l1(rng: Rng) -> Problems:
    for shape, says in (
        ((4, 3), ""),
        ((4, 4), "as many examples as classes"),
        ((5,), "a single example, of shape (C,)"),
        ((2, 3, 4), "two leading axes"),
        ((1, 4), "a batch of one"),
    ):
        yield Problem((rng.dirichlet(np.ones(shape[-1]), shape[:-1]),), says)
    corners = np.vstack([np.eye(4)[rng.integers(4)], np.full(4, 0.25), [0.5, 0.0, 0.5, 0.0]])
    yield Problem((corners[rng.permutation(3)],), "a one-hot row, a uniform one, one with two classes left")


@exercise("z eps", tolerance=VALUES, returns="T")
def vanishing_temperature(rng: Rng) -> Problems:
    yield Problem((_logits(rng, 4), 0.3))
    yield Problem((rng.permutation([2.0, 0.7, -1.0]) + rng.uniform(-0.3, 0.3, 3), 1e-9), "eps = 1e-9, close to one-hot")
    yield Problem((rng.normal(size=5) + 50, 0.8 - 1e-6), "eps a millionth under 1 − 1/C, close to uniform")
    yield Problem((_tied(rng, 2, 5), rng.uniform(0.55, 0.75)), "two tied maxima")
    yield Problem((_tied(rng, 2, 3), 0.5 + 1e-6), "two tied maxima, eps a millionth over 1 − 1/2")
    yield Problem((_tied(rng, 3, 5), rng.uniform(0.68, 0.78)), "three tied maxima")
    yield Problem((rng.permutation([2.0, 0.0, 0.0, -1.0]), 0.3), "a tie below the maximum")
    yield Problem((1000 + rng.permutation([0.0, -0.004, -1.0, -2.0]), 0.2), "a maximum that is nearly tied")
    yield Problem((1e4 * rng.permutation([1.0, 0.2, -0.4, -1.0]), 0.45), "logits up to 1e4 in size")
    yield Problem((5 + 1e-3 * rng.permutation([0.0, 1.0, 2.5, 4.0]), 0.4), "logits that differ by thousandths")
    yield Problem((rng.permutation([4, 1, 0, -2]), 0.2), "integer logits")
    for z, eps, says in (
        (rng.normal(size=4), rng.uniform(0.8, 0.95), "eps over 1 − 1/C"),
        (rng.normal(size=4), 0.75, "eps = 1 − 1/C, which is approached and never reached"),
        (_tied(rng, 2, 5), rng.uniform(0.2, 0.45), "two tied maxima, eps under 1 − 1/2"),
        (_tied(rng, 2, 4), 0.5, "two tied maxima, eps = 1 − 1/2"),
        (rng.normal(size=3), -0.1, "eps under 0"),
        (rng.normal(size=3), 0.0, "eps = 0"),
        (np.full(4, rng.normal()), 0.5, "z constant"),
    ):
        yield Problem((z, eps), says, raises=ValueError)


def _tied(rng: Rng, maxima: int, classes: int) -> np.ndarray:
    """Logits of which that many share the maximum."""
    return rng.permutation(np.append(-rng.uniform(0.3, 3, classes - maxima), np.zeros(maxima))) + rng.integers(-3, 4)


@exercise("z t", tolerance=GRADIENTS, returns="gradient", analytic=True)
def squared_error_gradient(rng: Rng) -> Problems:
    for classes, t in ((4, 2), (3, 0), (6, 5), (2, 1)):
        yield Problem((rng.permutation(np.linspace(0, 2, classes)) + rng.uniform(-0.2, 0.2, classes) + 3, t))
    yield Problem((_whole(rng, 4), 1), "integer logits")
    yield Problem((rng.permutation([0.0, -9.0, -11.0, -15.0]), 2), "probabilities down to 1e-7", TAIL)
    z = np.array([12.0, 0.4, 0.0, -0.5]) + rng.uniform(-0.1, 0.1, 4)
    yield Problem((z, 1), "confidently wrong, where the gradient is about 1e-5", TAIL)
    yield Problem((rng.normal(size=4) + 1000, 3), "1000 added to every logit", TAIL)
    for row in _far_apart(rng):
        # With two tied maxima the gradient at any other label is 0 and only rounding comes out: so the label is one of them.
        tied = np.sum(row == row.max()) > 1
        yield Problem((row, int(np.argmax(row) if tied else np.argmin(row))), "logits up to 1e4 in size", TAIL)
