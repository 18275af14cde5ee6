"""Hidden grading of 01_logistic: one function an exercise."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.problems.counterexample import counterexample
from solutions.grading.fresh import check_fresh

_fresh = partial(check_fresh, notebook="01_logistic")


def grade_logit(check: Check, logit: Any) -> None:
    """Fresh probabilities, also near 0 and 1."""
    _fresh(check, function=logit)


def grade_sigmoid(check: Check, sigmoid: Any) -> None:
    """Fresh log-odds, also far out in both tails."""
    _fresh(check, function=sigmoid)


def grade_logistic_loss(check: Check, logistic_loss: Any) -> None:
    """Fresh data, also with log-odds up to 10 000."""
    _fresh(check, function=logistic_loss)


def grade_numerical_gradient(check: Check, numerical_gradient: Any) -> None:
    """Fresh points for functions from which the step can be read off."""
    _fresh(check, function=numerical_gradient)


def grade_logistic_derivation(check: Check, logistic_derivation: Any) -> None:
    """Every line at fresh points; a single function is a list of one line, and too short."""
    has_lines = hasattr(logistic_derivation, "__len__")
    _fresh(check, function=logistic_derivation if has_lines else [logistic_derivation])


def grade_logistic_gradient(check: Check, logistic_gradient: Any) -> None:
    """Fresh data, also where differences lose their digits."""
    _fresh(check, function=logistic_gradient)


def grade_fit_logistic(check: Check, fit_logistic: Any) -> None:
    """Fresh data."""
    _fresh(check, function=fit_logistic)


def grade_best_step(check: Check, best_step: Any) -> None:
    """The same functions at fresh points."""
    _fresh(check, function=best_step)


def grade_exposes_wrong_likelihood(check: Check, exposes_wrong_likelihood: Callable[[], Any]) -> None:
    """The two formulas side by side, at what comes back from two calls."""
    first, second = (_difference(*counterexample(check, exposes_wrong_likelihood())) for _call in range(2))
    check.require(
        abs(first) > 0.1,
        "At these w, X and y the two formulas differ by no more than 0.1.",
        f"  expected  a difference above 0.1\n  got       {abs(first):.4g}",
        look="For which label do they differ at all, and for which p is the difference large?",
    )
    check.require(
        np.isclose(first, second, rtol=1e-9, atol=1e-12),
        "exposes_wrong_likelihood gives another problem when it is called again.",
        look="Does it keep something from one call to the next, or draw random numbers?",
    )


def _difference(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> float:
    """The right mean negative log-likelihood less the circulating one: only examples with label 0 differ."""
    z = X @ w
    log_p, log_1_minus_p = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    return float(np.mean((1 - y) * (np.log1p(-log_p) - log_1_minus_p)))
