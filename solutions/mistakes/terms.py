"""The terms of which gradients are made by nature, and those that come in by mistake: for least squares where the library knows nothing."""

from collections.abc import Callable, Sequence

import numpy as np

from softmax_course.checks.signatures import project
from softmax_course.checks.terms import Term, Terms
from softmax_course.problems import TAIL, Exercise, Problem

# For each result: what a part is called after "the part", its factor in the right result, the part itself.
Parts = dict[str, list[tuple[str, float, np.ndarray]]]

PENALTY = "of the penalty"
TERMS: dict[str, Callable[..., Parts]] = {}


def _terms_of(*exercises: str) -> Callable[[Callable], Callable]:
    def register(parts: Callable) -> Callable:
        TERMS.update(dict.fromkeys(exercises, parts))
        return parts

    return register


def terms_on(exercise: Exercise, problems: Sequence[Problem]) -> Terms:
    """The terms of an exercise's results with their projections on problems; none where the exercise has no such table.

    Parameters
    ----------
    exercise
        The exercise.
    problems
        The problems; on those far out, where projections are not linear, the terms have none.
    """
    if exercise.name not in TERMS:
        return Terms()
    tables = [TERMS[exercise.name](*problem.args) for problem in problems]
    far = [problem.kind == TAIL for problem in problems]
    terms = []
    for result, parts in tables[0].items():
        for number, (says, _factor, _array) in enumerate(parts):
            column = [table[result][number] for table in tables]
            projections = [
                None if out else project(part[2])["projections"] for part, out in zip(column, far, strict=True)
            ]
            terms.append(Term(result, says, tuple(part[1] for part in column), tuple(projections)))
    return Terms(tuple(terms), tuple(_scales(problem.args) for problem in problems))


def _scales(args: tuple) -> dict[str, float]:
    """N, C and reg, as far as the arguments show them."""
    reg = {"reg": float(args[3])} if len(args) == 4 else {}
    if len(args) == 3:
        return {"N": float(args[0].shape[0]), "C": float(args[0].shape[1])}
    weights = args[0]["W2"] if isinstance(args[0], dict) else args[0]
    return {"N": float(len(args[1])), "C": float(weights.shape[1])} | reg


def _probabilities(Z: np.ndarray) -> np.ndarray:
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


@_terms_of("softmax_loss_naive", "softmax_loss_vectorized")
def _softmax_loss(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> Parts:
    N, C = len(y), W.shape[1]
    P, Y = _probabilities(X @ W), np.eye(C)[y]
    return {
        "dW": [
            ("with P", 1 / N, X.T @ P),
            ("with Y", -1 / N, X.T @ Y),
            (PENALTY, 2 * reg, W),
            ("with P ∘ Y", 0.0, X.T @ (P * Y)),
            ("with P ∘ P", 0.0, X.T @ (P * P)),
            ("with 1 for every class", 0.0, X.T @ np.ones((N, C))),
        ]
    }


@_terms_of("linear_backward")
def _linear_backward(dZ: np.ndarray, X: np.ndarray, W: np.ndarray) -> Parts:
    return {
        "dX": [("with dZ and W", 1.0, dZ @ W.T), ("with X alone", 0.0, X)],
        "dW": [("with X and dZ", 1.0, X.T @ dZ), ("with W alone", 0.0, W)],
    }


@_terms_of("two_layer_loss")
def _two_layer_loss(params: dict[str, np.ndarray], X: np.ndarray, y: np.ndarray, reg: float) -> Parts:
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N, C = len(y), W2.shape[1]
    S = X @ W1 + b1
    on = S > 0
    A = S * on
    P, Y = _probabilities(A @ W2 + b2), np.eye(C)[y]
    from_P, from_Y = P @ W2.T, Y @ W2.T
    residual = from_P - from_Y
    return {
        "dW1": [
            ("with P", 1 / N, X.T @ (from_P * on)),
            ("with Y", -1 / N, X.T @ (from_Y * on)),
            (PENALTY, 2 * reg, W1),
            ("with P − Y where units are off", 0.0, X.T @ (residual * ~on)),
        ],
        "db1": [
            ("with P", 1 / N, (from_P * on).sum(axis=0)),
            ("with Y", -1 / N, (from_Y * on).sum(axis=0)),
            ("with P − Y where units are off", 0.0, (residual * ~on).sum(axis=0)),
            ("with b1 itself", 0.0, b1),
        ],
        "dW2": [
            ("with P", 1 / N, A.T @ P),
            ("with Y", -1 / N, A.T @ Y),
            (PENALTY, 2 * reg, W2),
            ("with P ∘ Y", 0.0, A.T @ (P * Y)),
            ("with P − Y where units are off", 0.0, (S * ~on).T @ (P - Y)),
        ],
        "db2": [
            ("with P", 1 / N, P.sum(axis=0)),
            ("with Y", -1 / N, Y.sum(axis=0)),
            ("with P ∘ Y", 0.0, (P * Y).sum(axis=0)),
            ("with b2 itself", 0.0, b2),
        ],
    }
