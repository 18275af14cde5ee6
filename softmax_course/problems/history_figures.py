"""The numbers of a history that are not right, beside those that the model showed."""

from collections.abc import Callable

import numpy as np

from softmax_course.checks.calling import quiet
from softmax_course.checks.comparing import show_both
from softmax_course.problems.exercise import EXERCISES, VISIBLE
from softmax_course.problems.loop_run import HISTORY
from softmax_course.problems.training_loop import run_of
from softmax_course.tolerances import GRADIENTS

RATIO = "told_over_true_"  # what begins the name of a fact that compares a list of the history with the truth


def history_figures(train: Callable) -> Callable[[str], str | None]:
    """For the facts about the history: its first number that is not right, and what the model showed.

    Parameters
    ----------
    train
        What the student wrote.

    Returns
    -------
    callable
        From a fact to two lines of text, None for other facts; see ``figures`` of :func:`watching.watch`.
    """

    def figures(fact: str) -> str | None:
        if not fact.startswith(RATIO):
            return None
        name = fact.removeprefix(RATIO)
        for problem in EXERCISES["train"].draw(VISIBLE):
            with quiet():
                told, true = run_of(train, *problem.args, **problem.options).told_and_true()[HISTORY.index(name)]
            if told.shape != true.shape:
                continue
            wrong = np.flatnonzero(~(np.abs(told - true) <= GRADIENTS * np.abs(true)))
            if wrong.size:
                epoch = int(wrong[0])
                expected, got = show_both(true[epoch], told[epoch])
                return f"  expected  {name}[{epoch}] = {expected}, as the model showed\n  got       {name}[{epoch}] = {got}"
        return None

    return figures
