"""So many classes that a Jacobian is noticed, for the check and the grade of softmax_vjp."""

from collections.abc import Callable

import numpy as np

from softmax_course.checks.calling import call, executed_lines, peak_memory
from softmax_course.checks.check import Check
from softmax_course.checks.explaining import explain_exception
from softmax_course.text import translate as _

FEW, MANY, MOST = 50, 200, 2000


def many_classes(N: int, C: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits and gradients from above, of shape (N, C) each."""
    rng = np.random.default_rng(C)
    return rng.normal(size=(N, C)), rng.normal(size=(N, C))


def require_no_jacobian(check: Check, softmax_vjp: Callable) -> None:
    """Fail if a function loops over all pairs of classes, or takes memory in which a quarter of one Jacobian has room.

    Parameters
    ----------
    check
        The check of the exercise.
    softmax_vjp
        What the student wrote.
    """
    few, many = (executed_lines(softmax_vjp, many_classes(1, C)) for C in (FEW, MANY))
    check.require(
        many < 8 * few,
        _("{name} loops over all pairs of classes.").format(name=check.name),
        _(
            "It executes {few} lines and calls for {FEW} classes, and {many} for {MANY}: sixteen times as many make "
            "100 000 classes too many."
        ).format(few=few, many=many, FEW=FEW, MANY=MANY),
        look=_("Which sum is the same for every j, and need be taken once only?"),
    )
    Z, G = many_classes(2, MOST)
    result = call(softmax_vjp, (Z, G))
    if result.raised is not None:
        raise explain_exception(check.name, result.raised, f"N = {Z.shape[0]}, C = {MOST}.")
    peak = peak_memory(softmax_vjp, (Z, G))
    jacobian = MOST * MOST * 8
    check.require(
        peak < jacobian / 4,
        _("{name} builds the Jacobian.").format(name=check.name),
        _(
            "With N = {N} and C = {C} its arrays take {peak:.0f} MB at once. One Jacobian is {jacobian:.0f} MB; Z, G and "
            "the result together are {needed:.1f} MB. For C = 100 000 one Jacobian is 80 GB."
        ).format(N=Z.shape[0], C=MOST, peak=peak / 1e6, jacobian=jacobian / 1e6, needed=3 * Z.nbytes / 1e6),
        look=_(
            "In (Jᵀg)ⱼ = Σᵢ (δᵢⱼ pᵢ − pᵢ pⱼ) gᵢ, which factor does not depend on i and may be taken out of the sum? "
            "What is left is one number."
        ),
    )
