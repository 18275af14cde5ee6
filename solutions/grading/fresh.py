"""Fresh problems at grading, with the reference and the library of mistakes beside them."""

from typing import Any

from softmax_course.checks.calling import copy_argument
from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers
from softmax_course.checks.recognising import Match
from softmax_course.problems import Exercise, Problem, exercise_named
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

    def recognise(signature: list) -> Match | None:
        # The whole library: loaded only where something is wrong.
        from solutions.mistakes.signatures import recognise_on

        return recognise_on(exercise, problems, expected, signature)

    decide = check.derivation if isinstance(reference(notebook)[exercise.name], list) else check.values
    decide(function, problems, expected, recognise)


def prepare(notebook: str) -> None:
    """Compute how every mistake of a notebook looks on the fresh problems, which a grader otherwise does when the first one comes.

    To be called where many submissions will be judged, and never in a process in which a student's code will run: what is kept holds the
    fresh problems and their true results.

    Parameters
    ----------
    notebook
        The assignment's name, such as "01_logistic".
    """
    from solutions.mistakes import LIBRARY
    from solutions.mistakes.signatures import library_on

    module = notebook.partition("_")[2]
    for name in dict.fromkeys(e.exercise for e in LIBRARY if e.definition.__module__.rpartition(".")[2] == module):
        exercise = exercise_named(name)
        problems = exercise.draw(FRESH)
        library_on(exercise, problems, expected_results(exercise, notebook, problems)).complete()


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
