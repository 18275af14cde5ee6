"""Hidden grading of 06_inside_frameworks: one function an exercise."""

from collections.abc import Callable
from typing import Any

from softmax_course.checks.check import Check
from softmax_course.problems.layers import USES
from softmax_course.problems.watching import in_words
from solutions.grading.fresh import FRESH, check_fresh
from solutions.grading.parts import Parts

NOTEBOOK = "06_inside_frameworks"


def _fresh(check: Check, answer: Any) -> None:
    with in_words(check):
        check_fresh(check, NOTEBOOK, answer)


def grade_SoftmaxOutput(check: Check, SoftmaxOutput: Callable) -> None:
    """Forward, then backward as it is by default, divided, and with rows that are ignored: a point each."""
    problems = check.exercise.draw(FRESH)
    ignoring = [problem for problem in problems if "ignore_label" in problem.options]
    divided = [
        problem for problem in problems if set(problem.options) & {"normalization", "ignore_label"} == {"normalization"}
    ]
    by_default = [problem for problem in problems if "normalization" not in problem.options]
    parts = Parts(check, NOTEBOOK, SoftmaxOutput, problems)
    backward = ("dZ", "dZ_with_out_grad", *USES)
    with check.part("forward", 1):
        parts.grade_some(problems, ("P",))
    with check.part("backward, with no normalization", 1):
        parts.grade_some(by_default, backward)
    with check.part("backward, normalization batch and valid", 1):
        parts.grade_some(divided, backward)
    with check.part("backward, with rows that are ignored", 1):
        parts.grade_some(ignoring, backward)


def grade_LogisticRegressionOutput(check: Check, LogisticRegressionOutput: Callable) -> None:
    """Fresh inputs of several shapes, labels of several kinds."""
    _fresh(check, LogisticRegressionOutput)


def grade_MakeLoss(check: Check, MakeLoss: Callable) -> None:
    """Fresh losses of several shapes."""
    _fresh(check, MakeLoss)


def grade_unfused_layers(check: Check, SoftmaxLayer: Callable, LogLayer: Callable, PickLayer: Callable) -> None:
    """Each layer on fresh inputs of its own, with a random gradient from above."""
    _fresh(check, (SoftmaxLayer, LogLayer, PickLayer))


def grade_SoftmaxWithLoss(check: Check, SoftmaxWithLoss: Callable) -> None:
    """Fresh logits, with margins on both sides of the clamp."""
    _fresh(check, SoftmaxWithLoss)


def grade_breaking_margin(check: Check, breaking_margin: Callable) -> None:
    """All three types again: there is nothing to draw."""
    _fresh(check, breaking_margin)


def grade_critic_loss_gradient(check: Check, critic_loss_gradient: Callable) -> None:
    """Fresh logits and labels, labels of next to no probability among them."""
    _fresh(check, critic_loss_gradient)
