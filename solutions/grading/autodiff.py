"""Hidden grading of 07_autodiff: one function an exercise. What is ``given`` are names of the graph page, from the notebook."""

from collections.abc import Callable
from typing import Any

from softmax_course.checks.check import Check
from softmax_course.problems.graphs import with_graph
from softmax_course.problems.watching import in_words
from solutions.grading.fresh import FRESH, check_fresh
from solutions.grading.parts import Parts

NOTEBOOK = "07_autodiff"


def _fresh(check: Check, answer: Any) -> None:
    with in_words(check):
        check_fresh(check, NOTEBOOK, answer)


def grade_reduce_like(check: Check, reduce_like: Callable) -> None:
    """Fresh gradients."""
    _fresh(check, reduce_like)


def grade_topological_order(check: Check, topological_order: Callable, **given: Any) -> None:
    """Fresh random graphs, and the deep one."""
    _fresh(check, with_graph(topological_order, **given))


def grade_Session(check: Check, Session: Any, **given: Any) -> None:
    """Fresh numbers."""
    _fresh(check, with_graph(Session, **given))


def grade_train_graph_softmax(check: Check, train_graph_softmax: Callable) -> None:
    """Fresh data, other seeds."""
    _fresh(check, train_graph_softmax)


def grade_graph_ops(check: Check, *classes: Any, **given: Any) -> None:
    """Op by op, on fresh arrays and gradients from above."""
    grade = _in_parts(check, with_graph(classes, **given))
    with check.part("MatMul", 1):
        grade(lambda op, _settings: op == "MatMul")
    with check.part("ReduceSum without keepdims", 1):
        grade(lambda op, settings: op == "ReduceSum" and "keepdims" not in settings)
    with check.part("ReduceSum with keepdims", 1):
        grade(lambda op, settings: op == "ReduceSum" and "keepdims" in settings)
    with check.part("Log", 1):
        grade(lambda op, _settings: op == "Log")
    with check.part("Softmax", 2):
        grade(lambda op, _settings: op == "Softmax")


def grade_gradients(check: Check, gradients: Callable, **given: Any) -> None:
    """Fresh numbers in programs of one way, of several ways, and of many."""
    grade = _in_parts(check, with_graph(gradients, **given))
    with check.part("one way from each node to the output, or none", 1):
        grade(lambda program, _a: program.__name__ in ("product", "unreachable", "itself"))
    with check.part("several ways, which add up", 2):
        grade(lambda program, _a: program.__name__ in ("two_paths", "diamond"))
    with check.part("deeper programs", 1):
        grade(lambda program, _a: program.__name__ in ("quotient", "ladder"))


def _in_parts(check: Check, answer: Any) -> Callable[[Callable[..., bool]], None]:
    """Decides on those fresh problems that are chosen by their first two arguments."""
    exercise, problems = check.exercise, check.exercise.draw(FRESH)
    parts = Parts(check, NOTEBOOK, answer, problems)

    def grade(chosen: Callable[..., bool]) -> None:
        parts.grade([problem for problem in problems if chosen(*problem.args[:2])], exercise.returns, exercise.observe)

    return grade
