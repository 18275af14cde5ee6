"""The promise of a failing check: what it says can be tried in a new cell, on the arguments that the check had."""

import textwrap

import numpy as np
import pytest

from softmax_course import central_gradient, check_arguments
from softmax_course.checks import Check, NotPassed
from softmax_course.checks.calling import same_bits
from softmax_course.checks.trying import lines_to_try
from softmax_course.problems import EXERCISES, VISIBLE
from softmax_course.problems.exercise import call_it
from softmax_course.problems.verdicts import judge
from solutions.reference import reference

PLAIN = sorted(name for name, exercise in EXERCISES.items() if exercise.observe is call_it and exercise.draw(VISIBLE))
THREE = reference("03_vectorized_gradient")


def failure_of(name, function) -> str:
    """The message of a failing check of one function."""
    with pytest.raises(NotPassed) as failed:
        Check(name).values(function)
    return str(failed.value)


@pytest.mark.parametrize("name", [*PLAIN, "train_softmax"])
def test_the_lines_in_a_message_call_the_function_as_the_check_did(name):
    for number, problem in enumerate(EXERCISES[name].draw(VISIBLE), start=1):
        passed = []

        def student(*args, passed=passed, **options):
            passed.append((args, options))

        exec(textwrap.dedent(lines_to_try(EXERCISES[name], number, name).partition("\n")[2]), {name: student})
        ((args, options),) = passed
        assert len(args) == len(problem.args)
        assert all(callable(true) or same_bits(true, got) for true, got in zip(problem.args, args, strict=True))
        rng = options.pop("rng", None)
        assert (rng is not None) == ("seed" in problem.options)
        assert options == {key: value for key, value in problem.options.items() if key != "seed"}


def test_a_failing_check_shows_the_lines_of_the_problem_that_failed():
    message = failure_of("cross_entropy", lambda Z, y: np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]))
    assert "Problem 7 of 12" in message
    assert '    Z, y = check_arguments("cross_entropy", 7)\n    cross_entropy(Z, y)' in message


def test_what_is_done_to_the_arguments_is_undone_at_the_next_asking():
    Z, _y = check_arguments("cross_entropy", 1)
    Z *= 0
    assert np.abs(check_arguments("cross_entropy", 1)[0]).max() > 0


@pytest.mark.parametrize(("name", "number"), [("cross_entropie", 1), ("cross_entropy", 0), ("cross_entropy", 13)])
def test_what_there_is_not_is_said(name, number):
    with pytest.raises(LookupError):
        check_arguments(name, number)


def test_results_in_another_order_are_named_as_such():
    def exchanged(*args):
        return tuple(reversed(THREE["softmax_loss_naive"](*args)))

    message = failure_of("softmax_loss_naive", exchanged)
    assert message.startswith("The results of softmax_loss_naive come in another order than asked for.")
    assert "what came  dW, loss" in message


def test_a_comparison_is_not_spoilt_by_what_a_function_does_to_its_arguments():
    def spoiling(x, scale):
        value = float(scale[0] * (x**2).sum())
        scale *= 2
        return value

    x = np.array([1.0, -2.0])
    assert np.allclose(central_gradient(spoiling, x, np.array([3.0])), 6 * x)


# ---- catches_bug ----------------------------------------------------------------------------------------------------


def right(W, X, y, reg):
    return THREE["softmax_loss_vectorized"](W, X, y, reg)


def with_nan(W, X, y, reg):
    return np.nan, right(W, X, y, reg)[1]


def failing(W, X, y, reg):
    raise ZeroDivisionError("on purpose")


def judged(catches_bug, **wrong) -> str:
    with pytest.raises(NotPassed) as failed:
        judge(Check("catches_bug"), catches_bug, {"the right one": right}, wrong)
    return str(failed.value)


def by_gaps(loss_fn):
    rng = np.random.default_rng(0)
    problem = rng.normal(size=(4, 3)), rng.normal(size=(5, 4)), rng.integers(0, 3, 5), 0.1
    return abs(loss_fn(*problem)[0] - right(*problem)[0]) > 1e-3


def test_a_nan_that_a_comparison_lets_pass_is_shown():
    message = judged(by_gaps, twice=lambda *args: (2 * right(*args)[0], right(*args)[1]), nan=with_nan)
    assert "finds 1 of 2" in message
    assert "loss  = nan" in message
    assert "Every comparison with nan is False" in message


def test_an_exception_of_a_loss_is_told_from_one_of_the_test():
    assert "lets an exception of loss_fn through: ZeroDivisionError: on purpose" in judged(by_gaps, failing=failing)
    transposed = {"dW is transposed": lambda *args: (right(*args)[0], right(*args)[1].T)}

    def by_gradients(loss_fn):
        problem = np.zeros((4, 3)), np.ones((5, 4)), np.zeros(5, dtype=int), 0.0
        return np.abs(loss_fn(*problem)[1] - np.ones((4, 3))).max() > 5

    message = judged(by_gradients, **transposed)
    assert "catches_bug stopped with ValueError: operands could not be broadcast" in message
    assert "this loss: dW is transposed" in message
