"""The problems of 05_training_loop, and what is observed of counters, steps and loops; those of its iterator are in iterators.py.

A loop is judged by what it does and not by one trajectory: a model that writes down what it is shown tells which rows
it saw, how often, in which order and with which labels, and what every step did to its parameters.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from softmax_course.problems.drawing import SIZES
from softmax_course.problems.exercise import Problem, exercise
from softmax_course.problems.loop_run import Run
from softmax_course.problems.loop_words import WORDS
from softmax_course.problems.not_as_asked import NotAsAsked, kind_of
from softmax_course.problems.observed_model import Arrays, ObservedModel, labelled_rows
from softmax_course.problems.rows import in_pieces, right_rows
from softmax_course.tolerances import GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator


# ---- counting -------------------------------------------------------------------------------------------------


def _observe_accumulator(accumulator: Callable, n: int, first: np.ndarray, second: np.ndarray) -> tuple:
    """One is filled, emptied, filled and emptied again, while another of the same class stands beside it."""
    counter, bystander = accumulator(n), accumulator(n)

    def entries(of: Any) -> np.ndarray:
        return np.array([_checked_number(f"[{i}] of an Accumulator", of[i]) for i in range(n)])

    fresh = entries(counter)
    for row in first:
        counter.add(*map(float, row))
    sums = entries(counter)
    counter.reset()
    emptied = entries(counter)
    for row in second:
        counter.add(*map(int, row))
    again, beside = entries(counter), entries(bystander)
    counter.reset()
    return fresh, sums, emptied, again, entries(counter), beside


@exercise(
    "n first second",
    tolerance=VALUES,
    returns="at_the_start after_the_first_rows after_reset after_the_second_rows after_another_reset another_one",
    observe=_observe_accumulator,
    words=WORDS["Accumulator"],
)
def Accumulator(rng: Rng) -> Problems:
    for n, rows in ((3, 4), (1, 3), (5, 2)):
        yield Problem((n, rng.normal(size=(rows, n)), rng.integers(1, 50, (rows + 1, n))))


def _checked_number(what: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise NotAsAsked(f"{what} gives {kind_of(value)}, and not a number.") from None


@exercise("Z y", tolerance=VALUES, returns="count")
def count_correct(rng: Rng) -> Problems:
    for N, D, C, _H in (*SIZES, (29, 5, 4, 0)):
        yield Problem(_telling(rng, N, D, C, lambda Z: Z))
    yield Problem(_telling(rng, 23, 5, 4, lambda Z: Z - 50), "all logits negative")
    Z, y = _telling(rng, 23, 6, 5, lambda Z: Z * (1e4 / np.abs(Z).max()))
    yield Problem((Z, y.astype(np.uint8)), "logits up to 10000 in size, labels of type uint8")
    yield Problem(_telling(rng, 23, 6, 5, lambda Z: Z + 1000), "1000 added to every logit")
    yield Problem(_telling(rng, 23, 6, 5, lambda Z: np.round(1000 * Z).astype(int)), "whole-number logits")
    Z, y = _telling(rng, 7, 6, 5, lambda Z: Z)
    yield Problem((Z[:1], np.array([Z[0].argmax()])), "a single example")


def _telling(rng: Rng, N: int, D: int, C: int, change: Callable) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels for which other readings of them do not happen to give the same count.

    The largest logit of all stands in the first row, so that its place in the flat array is a class that occurs.
    """
    while True:
        X, y, weights, bias = labelled_rows(rng, N, D, C)
        Z = change(X @ weights + bias)
        from_the_largest = np.roll(np.arange(N), -int(Z.max(axis=1).argmax()))
        Z, y = Z[from_the_largest], y[from_the_largest]
        others = (-Z, np.abs(Z), -np.abs(Z), Z > 0, np.roll(Z, 1, axis=1), np.roll(Z, -1, axis=1), np.zeros((N, C)))
        readings = [other for other in others if (other.argmax(axis=1) != Z.argmax(axis=1)).any()]
        hits = right_rows(Z, y).sum()
        flat = int((y == Z.argmax()).sum())
        if flat and hits not in (N - hits, flat, *(right_rows(reading, y).sum() for reading in readings)):
            return Z, y


def _observe_evaluate(
    evaluate_accuracy: Callable,
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray,
    sizes: tuple,
    as_list: bool = False,
) -> tuple:
    model = ObservedModel(weights, bias)
    batches: Any = in_pieces(X, y, sizes)
    accuracy = evaluate_accuracy(model, list(batches) if as_list else batches)
    return accuracy, *model.params.values()


@exercise(
    "X y weights bias sizes",
    tolerance=VALUES,
    returns="accuracy weights_afterwards bias_afterwards",
    observe=_observe_evaluate,
    words=WORDS["evaluate_accuracy"],
)
def evaluate_accuracy(rng: Rng) -> Problems:
    for (N, D, C, _H), sizes in zip(SIZES, ((5, 2), (4, 4, 3), (6, 6, 1)), strict=True):
        yield Problem((*labelled_rows(rng, N, D, C, sizes[-1]), sizes), f"batches of {', '.join(map(str, sizes))} rows")
    yield Problem((*labelled_rows(rng, 17, 5, 4), (8, 8, 1)), "a list of batches", options={"as_list": True})
    yield Problem((*labelled_rows(rng, 9, 4, 3), (9,)), "a single batch")


# ---- steps ----------------------------------------------------------------------------------------------------


def _observe_sgd(sgd: Callable, params: Arrays, grads: Arrays, lr: float) -> tuple:
    """What somebody sees who holds the arrays since before the step, and what stands in the dictionary afterwards."""
    held = {name: array.copy(order="K") for name, array in params.items()}
    mine = dict(held)
    sgd(mine, grads, lr)
    lost = [name for name in held if name not in mine]
    if lost:
        raise NotAsAsked(f"After the step params has no {', '.join(lost)} any more.")
    return tuple(
        np.concatenate([np.reshape(arrays[name], -1) for name in held if held[name].ndim == axes])
        for arrays in (held, mine)
        for axes in (2, 1)
    )


@exercise(
    "params grads lr",
    tolerance=VALUES,
    returns="weights biases weights_in_params biases_in_params",
    observe=_observe_sgd,
    words=WORDS["sgd"],
)
def sgd(rng: Rng) -> Problems:
    shapes: dict[str, tuple[int, ...]] = {"W": (5, 3), "b": (3,)}
    yield Problem((_normal(rng, shapes), _normal(rng, shapes), 0.1), "params W and b")
    shapes = {"W1": (4, 6), "b1": (6,), "W2": (6, 3), "b2": (3,)}
    yield Problem((_normal(rng, shapes), _normal(rng, shapes), 0.37), "params W1, b1, W2 and b2")
    other_way_round = dict(reversed(_normal(rng, shapes).items()))
    yield Problem((_normal(rng, shapes), other_way_round, 2.0), "grads has its names in another order than params")
    params = {name: np.asfortranarray(array) for name, array in _normal(rng, {"slope": (4, 3), "level": (3,)}).items()}
    grads = _normal(rng, {"slope": (4, 3), "level": (3,)})
    yield Problem((params, grads, 0.5), "params called slope and level, slope stored column by column")


def _normal(rng: Rng, shapes: dict[str, tuple[int, ...]]) -> Arrays:
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def _observe_epoch(
    train_epoch: Callable,
    X: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray,
    sizes: tuple,
    lr: float,
    names: str = "W b",
) -> tuple:
    model = ObservedModel(weights, bias, names)
    result = train_epoch(model, in_pieces(X, y, sizes), lr)
    if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
        raise NotAsAsked(f"train_epoch returns {kind_of(result)}, and not the pair (mean loss per example, accuracy).")
    return result[0], result[1], *(model.params[name] for name in names.split())


@exercise(
    "X y weights bias sizes lr",
    tolerance=GRADIENTS,
    returns="mean_loss accuracy weights_afterwards bias_afterwards",
    observe=_observe_epoch,
    words=WORDS["train_epoch"],
)
def train_epoch(rng: Rng) -> Problems:
    yield Problem(_telling_epoch(rng, 7, 5, 3, (7,), 0.3), "a single batch of 7 rows")
    yield Problem(_telling_epoch(rng, 11, 4, 6, (4, 4, 3), 0.2), "batches of 4, 4, 3 rows")
    yield Problem(
        _telling_epoch(rng, 13, 6, 5, (6, 6, 1), 0.15),
        "batches of 6, 6, 1 rows; params called slope and level",
        options={"names": "slope level"},
    )


def _telling_epoch(rng: Rng, N: int, D: int, C: int, sizes: tuple[int, ...], lr: float) -> tuple:
    """An epoch in which it shows when the right answers are counted: before each step, after it, or at the end."""
    while True:
        X, y, weights, bias = labelled_rows(rng, N, D, C)
        model = ObservedModel(weights, bias)
        before = after = 0
        for X_batch, y_batch in in_pieces(X, y, sizes):
            before += right_rows(model.scores(X_batch), y_batch).sum()
            grads = model.loss_and_grads(X_batch, y_batch)[1]
            for key in model.params:
                np.subtract(model.params[key], lr * grads[key], out=model.params[key])
            after += right_rows(model.scores(X_batch), y_batch).sum()
        at_the_end = right_rows(model.scores(X), y).sum()
        if before != after and (len(sizes) == 1 or at_the_end not in (before, after)):
            return X, y, weights, bias, sizes, lr


# ---- the loop -------------------------------------------------------------------------------------------------


def run_of(
    train: Callable,
    X: np.ndarray,
    y: np.ndarray,
    X_test: np.ndarray,
    y_test: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray,
    epochs: int,
    batch_size: int,
    lr: float,
    rng: Rng,
    names: str = "W b",
    watched: bool = True,
) -> Run:
    """One run of a student's ``train`` on a problem, whose arguments and options follow it; ``rng`` moves on."""
    model = ObservedModel(weights, bias, names)
    return Run(train, model, (X, y), (X_test, y_test), epochs, batch_size, lr, rng, watched)


def _observe_train(train: Callable, *args: Any, **options: Any) -> tuple:
    *arguments, rng = args
    equal_rng, another_rng = copy.deepcopy(rng), np.random.default_rng(copy.deepcopy(rng).integers(2**32))

    def run(rng: Rng) -> Run:
        return run_of(train, *(*arguments, rng), **options)

    seen = run(rng)
    return (
        seen.test_rows(),
        len(seen.steps),
        np.array([len(step.y) for step in seen.steps], dtype=float),
        seen.times_each_row(),
        seen.wrong_labels(),
        seen.different_orders(),
        int(seen.same_rows_together()),
        int(np.array_equal(seen.order(0), run(equal_rng).order(0))),
        int(np.array_equal(seen.order(0), run(another_rng).order(0))),
        seen.begins_with,
        seen.step_sizes(),
        seen.steps_off_the_gradient(),
        np.array([len(values) for values in seen.history], dtype=float),
        *seen.told_over_true(),
        *seen.announcements(),
    )


@exercise(
    "X y X_test y_test weights bias epochs batch_size lr rng",
    tolerance=GRADIENTS,
    returns="test_rows_trained_on steps batch_sizes times_each_row rows_with_another_label different_orders "
    "same_rows_together_in_every_epoch same_order_from_an_equal_rng same_order_from_another_rng "
    "params_at_the_first_batch_over_given step_over_gradient steps_off_the_gradient lengths_of_the_lists "
    "told_over_true_train_loss told_over_true_train_accuracy told_over_true_test_accuracy epochs_announced "
    "lengths_when_announced",
    observe=_observe_train,
    words=WORDS["train"],
)
def train(rng: Rng) -> Problems:
    yield _training_problem(rng, 11, 4, 6, epochs=3, batch_size=4, lr=0.2)
    yield _training_problem(rng, 13, 5, 3, epochs=4, batch_size=6, lr=0.3, names="slope level")
    yield _training_problem(rng, 40, 6, 5, epochs=3, batch_size=8, lr=0.1, watched=False)


def _training_problem(
    rng: Rng, N: int, D: int, C: int, *, epochs: int, batch_size: int, lr: float, **options: Any
) -> Problem:
    X, y, weights, bias = labelled_rows(rng, N + 8, D, C)
    own_rng = np.random.default_rng(rng.integers(2**32))
    sets = (X[:N], y[:N], X[N:], y[N:])
    says = [f"{epochs} epochs in batches of {batch_size}"]
    if "names" in options:
        says.append(f"params called {options['names'].replace(' ', ' and ')}")
    if "watched" in options:
        says.append("on_epoch left out")
    return Problem((*sets, weights, bias, epochs, batch_size, lr, own_rng), "; ".join(says), options=options)


@exercise(tolerance=VALUES, returns="model")
def trained_digits_model(rng: Rng) -> Problems:
    yield from ()
