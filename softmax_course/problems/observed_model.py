"""A model that writes down what it is shown: by it a training loop is judged, and not by one trajectory."""

from dataclasses import dataclass

import numpy as np

from softmax_course.problems.rows import right_rows

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Shown:
    """One call of :meth:`ObservedModel.loss_and_grads`: what came in, what the parameters were, what went out."""

    X: np.ndarray
    y: np.ndarray
    params: Arrays
    loss: float
    grads: Arrays


class ObservedModel:
    """Linear scores with a made-up loss: half the mean squared distance of the scores from a code of the label.

    Parameters
    ----------
    weights, bias
        The parameters at the start, shapes (D, C) and (C,); they are copied.
    names
        What the two are called in ``params``.
    """

    VISIBLE = ("params", "scores", "loss_and_grads")  # to a student's code in another process

    def __init__(self, weights: np.ndarray, bias: np.ndarray, names: str = "W b") -> None:
        self.names = tuple(names.split())
        self.params: Arrays = dict(zip(self.names, (weights.copy(), bias.copy()), strict=True))
        self.shown: list[Shown] = []

    def scores(self, X: np.ndarray) -> np.ndarray:
        """(N, D) -> (N, C)."""
        weights, bias = (self.params[name] for name in self.names)
        return X @ weights + bias

    def loss_and_grads(self, X: np.ndarray, y: np.ndarray) -> tuple[float, Arrays]:
        """The mean loss of these examples, and a dictionary like ``params``."""
        before = copied(self.params)
        code = 2.0 * np.eye(len(before[self.names[1]])) - 0.5
        gap = (self.scores(X) - code[y]) / len(y)
        loss = float((gap**2).sum() * len(y) / 2)
        grads = dict(zip(self.names, (np.einsum("nd,nc->dc", X, gap), gap.sum(axis=0)), strict=True))
        self.shown.append(Shown(np.array(X, dtype=float), np.array(y), before, loss, copied(grads)))
        return loss, grads


def copied(arrays: Arrays) -> Arrays:
    """A dictionary of copies, in float64."""
    return {name: np.array(array, dtype=float) for name, array in arrays.items()}


def labelled_rows(rng: np.random.Generator, N: int, D: int, C: int, last: int | None = None) -> tuple[np.ndarray, ...]:
    """X, y, weights and bias such that some rows are scored right, some wrong, and none is a tie.

    Among the ``last`` rows, if that is given, one at least is scored right.
    """
    while True:
        X, y = rng.normal(size=(N, D)), rng.integers(0, C, N)
        weights, bias = rng.normal(size=(D, C)) * 0.5, rng.normal(size=C) * 0.5
        top = np.sort(X @ weights + bias, axis=1)[:, ::-1]
        hits = right_rows(X @ weights + bias, y).sum()
        if last and not right_rows(X[-last:] @ weights + bias, y[-last:]).sum():
            continue
        if (top[:, 0] - top[:, 1]).min() > 1e-3 and 3 <= hits <= N - 3 and len(set(y)) > 1:
            return X, y, weights, bias
