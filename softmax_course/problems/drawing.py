"""Random problems in the course's sizes, drawn so that no mistake can hide in them.

Sizes are all distinct and not square, penalties differ and one is 0, biases are not 0, labels are unsorted with repeats, and some problems
lack a class: a transpose, a wrong axis, a forgotten factor or a sum over classes then shows in the numbers.
"""

from collections.abc import Iterator

import numpy as np

SIZES = ((7, 5, 3, 4), (11, 4, 6, 5), (13, 6, 5, 7))  # N, D, C, H
PENALTIES = (0.37, 0.0, 0.11)
KINK = 1e-3


def binary_problem(rng: np.random.Generator, examples: int, features: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A problem of logistic regression with both labels in it.

    Parameters
    ----------
    rng
        Source of all draws.
    examples, features
        N and D.

    Returns
    -------
    w, X, y
        Shapes (D,), (N, D), (N,) int.
    """
    y = rng.integers(0, 2, examples)
    while y.min() == y.max():
        y = rng.integers(0, 2, examples)
    return rng.normal(size=features), rng.normal(size=(examples, features)), y


def binary_problems(rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """One :func:`binary_problem` of each of the course's sizes."""
    for examples, features, _classes, _hidden in SIZES:
        yield binary_problem(rng, examples, features)


def classification_problem(
    rng: np.random.Generator, examples: int, features: int, classes: int, absent: int | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A problem of softmax regression, its labels unsorted.

    Parameters
    ----------
    rng
        Source of all draws.
    examples, features, classes
        N, D and C.
    absent
        A class that no example has.

    Returns
    -------
    W, X, y
        Shapes (D, C), (N, D), (N,) int.
    """
    present = np.setdiff1d(np.arange(classes), [] if absent is None else [absent])
    y = rng.permutation(np.concatenate([present, rng.choice(present, examples - len(present))]))
    while (np.diff(y) >= 0).all():
        y = rng.permutation(y)
    return rng.normal(size=(features, classes)), rng.normal(size=(examples, features)), y


def classification_problems(
    rng: np.random.Generator,
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, float]]:
    """One :func:`classification_problem` of each of the course's sizes, with its penalty: W, X, y, reg.

    The second lacks the last class, so that nobody can count the classes in the labels. The third lacks another one,
    and its labels are stored as uint8.
    """
    for number, ((examples, features, classes, _hidden), reg) in enumerate(zip(SIZES, PENALTIES, strict=True)):
        absent = (None, classes - 1, 1)[number]
        W, X, y = classification_problem(rng, examples, features, classes, absent)
        yield W, X, y.astype(np.uint8) if number == 2 else y, reg


def two_layer_problem(
    rng: np.random.Generator,
    examples: int,
    features: int,
    classes: int,
    hidden: int,
    absent: int | None = None,
    *,
    whole: bool = False,
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """A problem of the two-layer network, away from the kinks: no pre-activation is within KINK of 0.

    Parameters
    ----------
    rng
        Source of all draws.
    examples, features, classes, hidden
        N, D, C and H. Every hidden unit is on for some examples and off for others.
    absent
        A class that no example has.
    whole
        Whether X holds integers.

    Returns
    -------
    params, X, y
        ``params`` holds ``W1`` (D, H), ``b1`` (H,), ``W2`` (H, C) and ``b2`` (C,); X (N, D), y (N,) int.
    """
    _W, _X, y = classification_problem(rng, examples, features, classes, absent)
    while True:
        params = {
            "W1": rng.normal(size=(features, hidden)),
            "b1": rng.normal(size=hidden),
            "W2": 0.7 * rng.normal(size=(hidden, classes)),
            "b2": rng.normal(size=classes),
        }
        X = rng.integers(-2, 3, (examples, features)) if whole else rng.normal(size=(examples, features))
        before_the_kink = np.einsum("nd,dh->nh", X, params["W1"]) + params["b1"]
        on = (before_the_kink > 0).sum(axis=0)
        if np.abs(before_the_kink).min() > KINK and ((on > 0) & (on < examples)).all():
            return params, X, y


def two_layer_problems(
    rng: np.random.Generator,
) -> Iterator[tuple[dict[str, np.ndarray], np.ndarray, np.ndarray, float]]:
    """One :func:`two_layer_problem` of each of the course's sizes, with its penalty: params, X, y, reg.

    Labels as in :func:`classification_problems`: the second and the third lack a class, the third's are stored as uint8.
    """
    for number, ((examples, features, classes, hidden), reg) in enumerate(zip(SIZES, PENALTIES, strict=True)):
        absent = (None, classes - 1, 1)[number]
        params, X, y = two_layer_problem(rng, examples, features, classes, hidden, absent)
        yield params, X, y.astype(np.uint8) if number == 2 else y, reg
