"""Grades that are given in parts: some results of an exercise on some of its problems, as if they were an exercise of their own."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from softmax_course.checks.check import Check
from softmax_course.checks.observing import observe as observe_all
from softmax_course.checks.observing import of_one_part
from softmax_course.checks.recognising import Match
from softmax_course.checks.signatures import signature_of
from softmax_course.problems import Problem
from softmax_course.problems.watching import in_words
from solutions.grading.fresh import expected_results


class Parts:
    """The parts of one grade.

    A mistake is named by all results on all problems: some of them alone may look like those of another mistake. The
    library is asked once, for the first part that is wrong, as only that part's message is shown.

    Parameters
    ----------
    check
        The check of the exercise.
    notebook
        The assignment in whose source the reference stands.
    answer
        What the student wrote.
    problems
        All problems of the grade.
    """

    def __init__(self, check: Check, notebook: str, answer: Any, problems: list[Problem]) -> None:
        self._check, self._notebook, self._answer, self._problems = check, notebook, answer, problems
        self._asked = False

    def grade(
        self, problems: Sequence[Problem], returns: Sequence[str], observe: Callable, *, analytic: bool = False
    ) -> None:
        """Decide on some results.

        Parameters
        ----------
        problems
            The problems that this part is about.
        returns, observe, analytic
            As for :class:`softmax_course.problems.Exercise`.

        Raises
        ------
        NotPassed
            With the message that the student reads.
        """
        exercise = replace(self._check.exercise, returns=tuple(returns), observe=observe, analytic=analytic)
        part = copy(self._check)
        part.exercise, part.lines = exercise, []

        def recognise(_signature_of_the_part: list) -> Match | None:
            if self._asked:
                return None
            self._asked = True
            return self._mistake()

        expected = expected_results(exercise, self._notebook, list(problems))
        with in_words(part):
            part.values(self._answer, problems, expected, recognise)

    def grade_some(self, problems: Sequence[Problem], returns: Sequence[str]) -> None:
        """Decide on some of the results that the exercise's own observer gives.

        Parameters
        ----------
        problems, returns
            As for :meth:`grade`.
        """
        exercise = self._check.exercise

        def observe(answer: Any, *args: Any, **options: Any) -> Any:
            results = dict(zip(exercise.returns, exercise.observe(answer, *args, **options), strict=True))
            chosen = tuple(results[name] for name in returns)
            return chosen if len(chosen) > 1 else chosen[0]

        self.grade(problems, returns, observe)

    def _mistake(self) -> Match | None:
        # The whole library: loaded only where something is wrong.
        from solutions.mistakes.signatures import recognise_on

        exercise = self._check.exercise
        expected = expected_results(exercise, self._notebook, self._problems)
        pairs = zip(self._problems, expected, strict=True)
        seen = [observe_all(exercise, self._answer, *pair) for pair in pairs]
        signature = signature_of([o and o.result for o in of_one_part(seen)], self._problems)
        return recognise_on(exercise, self._problems, expected, signature)
