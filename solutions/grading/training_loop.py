"""Hidden grading of 05_training_loop: one function an exercise."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.data import load_digits_split
from softmax_course.problems.watching import in_words
from solutions.grading.fresh import check_fresh

LIMIT = 20  # seconds
NEEDED = 342  # of 360: an accuracy of 0.95
_PLACES = "Does the model read pixels, or know digits by their place? If it was close, train a little longer."
_COMPANY = "Do the scores of a digit depend on which others it is shown with?"


def _fresh(check: Check, function: Any) -> None:
    with in_words(check):
        check_fresh(check, "05_training_loop", function)


def grade_minibatches(check: Check, minibatches: Callable) -> None:
    """Fresh data, judged by what the batches are."""
    _fresh(check, function=minibatches)


def grade_Accumulator(check: Check, Accumulator: Any) -> None:
    """Fresh numbers."""
    _fresh(check, function=Accumulator)


def grade_count_correct(check: Check, count_correct: Callable) -> None:
    """Fresh logits and labels."""
    _fresh(check, function=count_correct)


def grade_evaluate_accuracy(check: Check, evaluate_accuracy: Callable) -> None:
    """Fresh uneven batches, as a list and as an iterator."""
    _fresh(check, function=evaluate_accuracy)


def grade_sgd(check: Check, sgd: Callable) -> None:
    """Fresh parameters and gradients."""
    _fresh(check, function=sgd)


def grade_train_epoch(check: Check, train_epoch: Callable) -> None:
    """Fresh uneven batches for a model that writes down what it is shown."""
    _fresh(check, function=train_epoch)


def grade_train(check: Check, train: Callable) -> None:
    """Fresh sets for a model that writes down what it is shown."""
    _fresh(check, function=train)


def grade_trained_digits_model(check: Check, trained_digits_model: Callable[[], Any]) -> None:
    """The held-back digits in another order, a few at a time, and with a breath of noise.

    So nothing can be looked up by place or by pixel, and no digit's scores can lean on the others of its batch.
    """
    _training, (X, y) = load_digits_split()
    rng = np.random.default_rng(20261)
    order = rng.permutation(len(y))
    noise = rng.uniform(-1e-4, 1e-4, X.shape)
    begin = time.monotonic()
    model = trained_digits_model()
    seconds = time.monotonic() - begin
    check.require(seconds <= LIMIT, f"It took {seconds:.0f} seconds, and {LIMIT} are allowed.")
    for says, pixels, pieces, look in (
        ("in another order", X[order], 1, _PLACES),
        ("with every pixel changed by less than 1/1000", (X + noise)[order], 1, _PLACES),
        ("six at a time", X[order], 60, _COMPANY),
    ):
        scores = []
        for piece in np.array_split(pixels, pieces):
            scores.append(np.asarray(model.scores(piece)))
            expected, got = (len(piece), 10), scores[-1].shape
            check.require(
                expected == got, "The scores have the wrong shape.", f"  expected  {expected}\n  got       {got}"
            )
        Z = np.concatenate(scores)
        correct = int((Z.argmax(axis=1) == y[order]).sum())
        check.require(
            correct >= NEEDED,
            f"{correct} of the 360 held-back digits are right, {says}; {NEEDED} are needed.",
            look=look,
        )
        check.say(f"{correct} of the 360 held-back digits are read correctly, {says}.")
