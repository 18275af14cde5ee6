"""The problems on which exercises are checked."""

from softmax_course.problems import autodiff as autodiff
from softmax_course.problems import inside_frameworks as inside_frameworks
from softmax_course.problems import iterators as iterators
from softmax_course.problems import logistic as logistic
from softmax_course.problems import sessions as sessions
from softmax_course.problems import softmax as softmax
from softmax_course.problems import training_loop as training_loop
from softmax_course.problems import two_layer_network as two_layer_network
from softmax_course.problems import vectorized_gradient as vectorized_gradient
from softmax_course.problems.exercise import EXERCISES, ORDINARY, TAIL, VISIBLE, Exercise, Problem

__all__ = ["EXERCISES", "ORDINARY", "TAIL", "VISIBLE", "Exercise", "Problem", "exercise_named"]


def exercise_named(name: str) -> Exercise:
    """The exercise of that name.

    Raises
    ------
    LookupError
        If the course has no such exercise.
    """
    if name not in EXERCISES:
        raise LookupError(f"The course has no exercise {name!r}; it has {', '.join(sorted(EXERCISES))}.")
    return EXERCISES[name]
