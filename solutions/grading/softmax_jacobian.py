"""Hidden grading of 02_softmax_jacobian: one function an exercise."""

from collections.abc import Callable
from functools import partial

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.problems import Problem
from softmax_course.problems.many_classes import many_classes, require_no_jacobian
from softmax_course.problems.temperatures import in_words
from solutions.grading.fresh import check_fresh
from solutions.reference import reference

_check = partial(check_fresh, notebook="02_softmax_jacobian")


def grade_softmax(check: Check, softmax: Callable) -> None:
    """Fresh logits of all shapes, levels and sizes."""
    _check(check, function=softmax)


def grade_log_softmax(check: Check, log_softmax: Callable) -> None:
    """Fresh logits of all shapes, levels and sizes."""
    _check(check, function=log_softmax)


def grade_softmax_derivation(check: Check, softmax_derivation: list) -> None:
    """All lines at fresh points."""
    _check(check, function=softmax_derivation)


def grade_softmax_jacobian(check: Check, softmax_jacobian: Callable) -> None:
    """Fresh logits, where a formula keeps its digits and a difference loses them."""
    _check(check, function=softmax_jacobian)


def grade_softmax_jacobians(check: Check, softmax_jacobians: Callable) -> None:
    """Fresh batches, and no Python loop over the examples."""
    _check(check, function=softmax_jacobians)
    Z = np.random.default_rng(20261).normal(size=(24, 5))
    check.no_growth(softmax_jacobians, (Z[:6],), (Z,), "N")


def grade_softmax_vjp(check: Check, softmax_vjp: Callable) -> None:
    """Fresh batches, then many classes: so many that a Jacobian is noticed, then so many that none would fit."""
    _check(check, function=softmax_vjp)
    require_no_jacobian(check, softmax_vjp)
    _require_right(check, softmax_vjp, *many_classes(1, 100_000))


def _require_right(check: Check, softmax_vjp: Callable, Z: np.ndarray, G: np.ndarray) -> None:
    problem = Problem((Z, G), f"{Z.shape[1]:,} classes".replace(",", " "))
    truth = reference("02_softmax_jacobian")["softmax_vjp"](Z, G)
    check.values(softmax_vjp, [problem], [[truth]])


def grade_jacobian_half_l1(check: Check, jacobian_half_l1: Callable) -> None:
    """Fresh probabilities of all shapes."""
    _check(check, function=jacobian_half_l1)


def grade_vanishing_temperature(check: Check, vanishing_temperature: Callable) -> None:
    """Fresh logits and targets, close to both ends too, and targets that no temperature reaches."""
    with in_words(check, vanishing_temperature):
        _check(check, function=vanishing_temperature)


def grade_squared_error_gradient(check: Check, squared_error_gradient: Callable) -> None:
    """Fresh logits and labels, confidently wrong ones among them."""
    _check(check, function=squared_error_gradient)
