"""Hidden grading of 02_softmax_jacobian: one function an exercise."""

import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np

from softmax_course.checks.calling import call, executed_lines
from softmax_course.checks.check import Check
from softmax_course.checks.explaining import explain_exception
from softmax_course.problems import Problem
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
    _require_no_jacobian(check, softmax_vjp, *_many_classes(2, 2000))
    few, many = (executed_lines(softmax_vjp, _many_classes(1, C)) for C in (50, 200))
    check.require(
        many < 8 * few,
        f"{check.name} loops over all pairs of classes.",
        f"It executes {few} lines and calls for 50 classes, and {many} for 200: sixteen times as many make 100 000 classes too many.",
        look="Which sum is the same for every j, and need be taken once only?",
    )
    _require_right(check, softmax_vjp, *_many_classes(1, 100_000))


def _many_classes(N: int, C: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(C)
    return rng.normal(size=(N, C)), rng.normal(size=(N, C))


def _require_no_jacobian(check: Check, softmax_vjp: Callable, Z: np.ndarray, G: np.ndarray) -> None:
    """Fail if the memory taken in one call would hold a quarter of one Jacobian."""
    C = Z.shape[1]
    tracemalloc.start()
    try:
        result = call(softmax_vjp, (Z, G))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if result.raised is not None:
        raise explain_exception(check.name, result.raised, f"N = {Z.shape[0]}, C = {C}.")
    check.require(
        peak < C * C * 8 / 4,
        f"{check.name} builds the Jacobian.",
        f"With N = {Z.shape[0]} and C = {C} its arrays take {peak / 1e6:.0f} MB at once. One Jacobian is "
        f"{C * C * 8 / 1e6:.0f} MB; Z, G and the result together are {3 * Z.nbytes / 1e6:.1f} MB. "
        "For C = 100 000 one Jacobian is 80 GB.",
        look="In (Jᵀg)ⱼ = Σᵢ (δᵢⱼ pᵢ − pᵢ pⱼ) gᵢ, which factor does not depend on i and may be taken out of the sum? "
        "What is left is one number.",
    )


def _require_right(check: Check, softmax_vjp: Callable, Z: np.ndarray, G: np.ndarray) -> None:
    problem = Problem((Z, G), f"{Z.shape[1]:,} classes".replace(",", " "))
    truth = reference("02_softmax_jacobian")["softmax_vjp"](Z, G)
    check.values(softmax_vjp, [problem], [[truth]])


def grade_jacobian_half_l1(check: Check, jacobian_half_l1: Callable) -> None:
    """Fresh probabilities of all shapes."""
    _check(check, function=jacobian_half_l1)


def grade_vanishing_temperature(check: Check, vanishing_temperature: Callable) -> None:
    """Fresh logits and targets, close to both ends too, and targets that no temperature reaches."""
    _check(check, function=vanishing_temperature)


def grade_squared_error_gradient(check: Check, squared_error_gradient: Callable) -> None:
    """Fresh logits and labels, confidently wrong ones among them."""
    _check(check, function=squared_error_gradient)
