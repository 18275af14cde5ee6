"""Fresh problems at grading, with the reference beside them."""

from typing import Any

from softmax_course.checks.calling import copy_argument
from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers
from softmax_course.checks.signatures import Known
from softmax_course.problems import Exercise, Problem
from solutions.reference import reference

FRESH = 20261


def check_fresh(check: Check, notebook: str, function: Any) -> None:
    """Compare a student's function with the reference on fresh problems.

    Parameters
    ----------
    check
        The check of the exercise.
    notebook
        The assignment in whose source the reference stands.
    function
        What the student wrote.

    Raises
    ------
    NotPassed
        With the message that the student reads.
    """
    exercise = check.exercise
    problems = exercise.draw(FRESH)
    expected = expected_results(exercise, notebook, problems)

    def recognise(signature: list) -> Known | None:
        # The whole library: loaded only where something is wrong.
        from solutions.mistakes.signatures import recognise_on

        return recognise_on(exercise, problems, expected, signature)

    decide = check.derivation if isinstance(reference(notebook)[exercise.name], list) else check.values
    decide(function, problems, expected, recognise)


def expected_results(exercise: Exercise, notebook: str, problems: list[Problem]) -> list[list]:
    """The reference's results, one list a problem, in it one array a part."""
    truth = reference(notebook)[exercise.name]
    function = truth[-1] if isinstance(truth, list) else truth
    results: list[list] = []
    for problem in problems:
        if problem.raises is not None:
            results.append([])
            continue
        value = exercise.observe(function, *map(copy_argument, problem.args), **problem.options)
        parts = value if len(exercise.returns) > 1 else (value,)
        results.append([as_numbers(part) for part in parts])
    return results
