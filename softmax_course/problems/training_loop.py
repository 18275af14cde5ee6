"""The problems of 05_training_loop, and what is observed of loops, iterators and objects that are changed in place.

A loop is judged by what it does and not by one trajectory: a model that writes down what it is shown tells which rows
it saw, how often, in which order and with which labels, and what every step did to its parameters.
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from softmax_course.problems.drawing import SIZES
from softmax_course.problems.exercise import Problem, exercise
from softmax_course.tolerances import GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator
Arrays = dict[str, np.ndarray]


class NotAsAsked(TypeError):
    """What a student's function gives is no such thing as the exercise asks for; the text is a sentence on why."""


# ---- a model that writes down what it is shown ----------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One call of :meth:`ObservedModel.loss_and_grads`: what came in, what the parameters were, what went out."""

    X: np.ndarray
    y: np.ndarray
    params: Arrays
    loss: float
    grads: Arrays


class ObservedModel:
    """Linear scores with a made-up loss: half the mean squared distance of the scores from a code of the label.

    Parameters
    ----------
    weights, bias
        The parameters at the start, shapes (D, C) and (C,); they are copied.
    names
        What the two are called in ``params``.
    """

    VISIBLE = ("params", "scores", "loss_and_grads")  # to a student's code in another process

    def __init__(self, weights: np.ndarray, bias: np.ndarray, names: str = "W b") -> None:
        self.names = tuple(names.split())
        self.params: Arrays = dict(zip(self.names, (weights.copy(), bias.copy()), strict=True))
        self.shown: list[Shown] = []

    def scores(self, X: np.ndarray) -> np.ndarray:
        """(N, D) -> (N, C)."""
        weights, bias = (self.params[name] for name in self.names)
        return X @ weights + bias

    def loss_and_grads(self, X: np.ndarray, y: np.ndarray) -> tuple[float, Arrays]:
        """The mean loss of these examples, and a dictionary like ``params``."""
        before = _copied(self.params)
        code = 2.0 * np.eye(len(before[self.names[1]])) - 0.5
        gap = (self.scores(X) - code[y]) / len(y)
        loss = float((gap**2).sum() * len(y) / 2)
        grads = dict(zip(self.names, (np.einsum("nd,nc->dc", X, gap), gap.sum(axis=0)), strict=True))
        self.shown.append(Shown(np.array(X, dtype=float), np.array(y), before, loss, _copied(grads)))
        return loss, grads


def _copied(arrays: Arrays) -> Arrays:
    return {name: np.array(array, dtype=float) for name, array in arrays.items()}


def _hits(Z: Any, y: np.ndarray) -> int:
    return int((np.asarray(Z).argmax(axis=1) == y).sum())


def _row_numbers(shown: np.ndarray, X: np.ndarray) -> np.ndarray:
    """For each row that was shown, which row of X it is; −1 for one that is nowhere in X. It may be in float32."""
    if shown.ndim != 2 or shown.shape[1] != X.shape[1]:
        return np.full(len(shown) if shown.ndim else 0, -1)
    gaps = np.abs(shown[:, None, :] - X[None, :, :]).max(axis=2)
    return np.where(gaps.min(axis=1, initial=np.inf) < 1e-5, gaps.argmin(axis=1), -1)


def _counts(rows: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(rows[rows >= 0], minlength=size).astype(float)


def _in_pieces(X: np.ndarray, y: np.ndarray, sizes: tuple[int, ...]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pieces of the given sizes, in the order of the rows: an iterator, which can be gone through once."""
    start = 0
    for size in sizes:
        yield X[start : start + size], y[start : start + size]
        start += size


# ---- minibatches ----------------------------------------------------------------------------------------------


def _one_epoch(minibatches: Callable, X: np.ndarray, y: np.ndarray, batch_size: int, rng: Rng) -> list[tuple]:
    """Everything that one call gives, with copies made at once: (X_batch, y_batch, its copy, its copy)."""
    batches: list[tuple] = []
    given = minibatches(X, y, batch_size, rng)
    if given is None:
        raise NotAsAsked("minibatches gives None: there is neither a `yield` nor a `return`.")
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], np.ndarray):
        raise NotAsAsked(f"minibatches gives a single pair, {_kind(given[0])} first, and not one batch after another.")
    for batch in given:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            raise NotAsAsked(f"minibatches hands out {_kind(batch)}, and not a pair (X_batch, y_batch).")
        X_batch, y_batch = batch
        batches.append((X_batch, y_batch, *_copied_batch(X_batch, y_batch)))
        if len(batches) > len(X):
            raise NotAsAsked(f"minibatches made more than {len(X)} batches of {len(X)} examples, and was stopped.")
    return batches


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    sized = f" of {len(value)}" if isinstance(value, (tuple, list)) else ""
    return f"a {type(value).__name__}{sized}"


def _copied_batch(X_batch: Any, y_batch: Any) -> tuple[np.ndarray, np.ndarray]:
    try:
        rows, labels = np.array(X_batch, dtype=float), np.array(y_batch)
    except (TypeError, ValueError):
        raise NotAsAsked("A batch of minibatches is not made of numbers alone.") from None
    if rows.ndim != 2 or labels.ndim != 1:
        raise NotAsAsked(
            f"A batch of minibatches has the shapes {rows.shape} and {labels.shape}, where (n, D) and (n,) are asked for."
        )
    return rows, labels


def _order(batches: Iterable[tuple], X: np.ndarray) -> np.ndarray:
    rows = [_row_numbers(seen, X) for _X, _y, seen, _labels in batches]
    return np.concatenate(rows) if rows else np.zeros(0, dtype=int)


def _unshuffled(*orders: np.ndarray) -> bool:
    """Whether every time most rows come after their neighbour in X: in its order, in long pieces of it, or rotated."""
    return all(2 * int((np.diff(order) == 1).sum()) >= len(order) > 0 for order in orders)


def _grouped(batches: Iterable[tuple], X: np.ndarray) -> set[frozenset]:
    """Which rows share a batch."""
    return {frozenset(_row_numbers(seen, X).tolist()) for _X, _y, seen, _labels in batches}


def _observe_minibatches(minibatches: Callable, X: np.ndarray, y: np.ndarray, batch_size: int, rng: Rng) -> tuple:
    equal_rng, another_rng = copy.deepcopy(rng), np.random.default_rng(copy.deepcopy(rng).integers(2**32))
    first = _one_epoch(minibatches, X, y, batch_size, rng)
    second = _one_epoch(minibatches, X, y, batch_size, rng)
    equal, another = (_one_epoch(minibatches, X, y, batch_size, other) for other in (equal_rng, another_rng))
    order = _order(first, X)
    labels = np.concatenate([labels for _X, _y, _seen, labels in first]) if first else np.zeros(0)
    paired = labels[: len(order)] == y[order[: len(labels)]]
    changed = sum(
        not (np.array_equal(X_batch, seen) and np.array_equal(y_batch, labels))
        for X_batch, y_batch, seen, labels in first
    )
    return (
        len(first),
        np.array([len(seen) for _X, _y, seen, _labels in first], dtype=float),
        _counts(order, len(X)),
        len(X) - int(paired.sum()),
        int(_unshuffled(order, _order(second, X), _order(another, X))),
        int(np.array_equal(order, _order(second, X))),
        int(np.array_equal(order, _order(equal, X))),
        int(np.array_equal(order, _order(another, X))),
        int(1 < batch_size < len(X) and _grouped(first, X) == _grouped(second, X) == _grouped(another, X)),
        changed,
    )


@exercise(
    "X y batch_size rng",
    tolerance=VALUES,
    returns="batches batch_sizes times_each_row rows_with_another_label in_the_order_of_X same_order_at_the_next_call "
    "same_order_from_an_equal_rng same_order_from_another_rng same_rows_together_at_every_call batches_changed_later",
    observe=_observe_minibatches,
)
def minibatches(rng: Rng) -> Problems:
    for N, batch_size, says in (
        (11, 4, ""),
        (15, 5, "a batch size that divides N"),
        (13, 1, "batches of one example"),
        (12, 30, "a batch size above N"),
        (13, 6, "labels of type uint8"),
    ):
        y = rng.permutation(N) if N != 13 else rng.integers(0, 5, N)
        if says == "labels of type uint8":
            y = (y + 200).astype(np.uint8)
        yield Problem((rng.normal(size=(N, 3)), y, batch_size, np.random.default_rng(rng.integers(2**32))), says)


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
)
def Accumulator(rng: Rng) -> Problems:
    for n, rows in ((3, 4), (1, 3), (5, 2)):
        yield Problem((n, rng.normal(size=(rows, n)), rng.integers(1, 50, (rows + 1, n))))


def _checked_number(what: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise NotAsAsked(f"{what} gives {_kind(value)}, and not a number.") from None


def _labelled(rng: Rng, N: int, D: int, C: int, last: int | None = None) -> tuple[np.ndarray, ...]:
    """X, y, weights and bias such that some rows are scored right, some wrong, and none is a tie.

    Among the ``last`` rows, if that is given, one at least is scored right.
    """
    while True:
        X, y = rng.normal(size=(N, D)), rng.integers(0, C, N)
        weights, bias = rng.normal(size=(D, C)) * 0.5, rng.normal(size=C) * 0.5
        top = np.sort(X @ weights + bias, axis=1)[:, ::-1]
        hits = _hits(X @ weights + bias, y)
        if last and not _hits(X[-last:] @ weights + bias, y[-last:]):
            continue
        if (top[:, 0] - top[:, 1]).min() > 1e-3 and 3 <= hits <= N - 3 and len(set(y)) > 1:
            return X, y, weights, bias


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
    """Logits and labels for which other readings of them do not happen to give the same count."""
    while True:
        X, y, weights, bias = _labelled(rng, N, D, C)
        Z = change(X @ weights + bias)
        others = (-Z, np.abs(Z), -np.abs(Z), Z > 0, np.roll(Z, 1, axis=1), np.roll(Z, -1, axis=1), np.zeros((N, C)))
        readings = [other for other in others if (other.argmax(axis=1) != Z.argmax(axis=1)).any()]
        hits = _hits(Z, y)
        if hits not in (N - hits, *(_hits(reading, y) for reading in readings)):
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
    batches: Any = _in_pieces(X, y, sizes)
    accuracy = evaluate_accuracy(model, list(batches) if as_list else batches)
    return accuracy, *model.params.values()


@exercise(
    "X y weights bias sizes",
    tolerance=VALUES,
    returns="accuracy weights_afterwards bias_afterwards",
    observe=_observe_evaluate,
)
def evaluate_accuracy(rng: Rng) -> Problems:
    for (N, D, C, _H), sizes in zip(SIZES, ((5, 2), (4, 4, 3), (6, 6, 1)), strict=True):
        yield Problem((*_labelled(rng, N, D, C, sizes[-1]), sizes), f"batches of {', '.join(map(str, sizes))} rows")
    yield Problem((*_labelled(rng, 17, 5, 4), (8, 8, 1)), "a list of batches", options={"as_list": True})
    yield Problem((*_labelled(rng, 9, 4, 3), (9,)), "a single batch")


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
    result = train_epoch(model, _in_pieces(X, y, sizes), lr)
    if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
        raise NotAsAsked(f"train_epoch returns {_kind(result)}, and not the pair (mean loss per example, accuracy).")
    return result[0], result[1], *(model.params[name] for name in names.split())


@exercise(
    "X y weights bias sizes lr",
    tolerance=GRADIENTS,
    returns="mean_loss accuracy weights_afterwards bias_afterwards",
    observe=_observe_epoch,
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
        X, y, weights, bias = _labelled(rng, N, D, C)
        model = ObservedModel(weights, bias)
        before = after = 0
        for X_batch, y_batch in _in_pieces(X, y, sizes):
            before += _hits(model.scores(X_batch), y_batch)
            grads = model.loss_and_grads(X_batch, y_batch)[1]
            for key in model.params:
                np.subtract(model.params[key], lr * grads[key], out=model.params[key])
            after += _hits(model.scores(X_batch), y_batch)
        at_the_end = _hits(model.scores(X), y)
        if before != after and (len(sizes) == 1 or at_the_end not in (before, after)):
            return X, y, weights, bias, sizes, lr


# ---- the loop -------------------------------------------------------------------------------------------------


class _Run:
    """One run of a student's ``train``, read from what the model saw.

    A step is a change of the parameters. It belongs to the call of loss_and_grads that explains it best among those
    made since the step before.
    """

    def __init__(
        self,
        train: Callable,
        model: ObservedModel,
        train_set: tuple[np.ndarray, np.ndarray],
        test_set: tuple[np.ndarray, np.ndarray],
        epochs: int,
        batch_size: int,
        lr: float,
        rng: Rng,
        watched: bool,
    ) -> None:
        self.train_set, self.test_set, self.epochs, self.lr = train_set, test_set, epochs, lr
        self.per_epoch = -(-len(train_set[1]) // batch_size)
        self.model = model
        self.announced: list[tuple[Any, list[int]]] = []
        options = {"on_epoch": self._on_epoch} if watched else {}
        settings = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "rng": rng}
        given = _copied(model.params)
        self.history = _checked_history(train(model, train_set, test_set, **settings, **options))
        self.steps, self.after = self._find_steps()
        self.begins_with = _share_of(given, model.shown[0].params) if model.shown else 1.0

    def _on_epoch(self, epoch: Any, history: Any) -> None:
        self.announced.append((epoch, [len(values) for values in _checked_history(history)]))

    def _find_steps(self) -> tuple[list[Shown], list[Arrays]]:
        """The steps, and the parameters after each."""
        steps: list[Shown] = []
        after: list[Arrays] = []
        candidates: list[Shown] = []
        states = [*(shown.params for shown in self.model.shown), _copied(self.model.params)]
        for shown, later in zip(self.model.shown, states[1:], strict=True):
            candidates.append(shown)
            if _moved(shown.params, later):
                steps.append(min(candidates, key=lambda each: self._unexplained(each, later)))
                after.append(later)
                candidates = []
        return steps, after

    def _unexplained(self, shown: Shown, later: Arrays) -> float:
        return sum(
            float(((later[k] - shown.params[k] + self.lr * shown.grads[k]) ** 2).sum())
            for k in shown.grads
            if k in later and later[k].shape == shown.grads[k].shape
        )

    # ---- facts

    def epoch(self, number: int) -> slice:
        """The steps of an epoch; whatever is too many counts to the last one."""
        end = None if number == self.epochs - 1 else (number + 1) * self.per_epoch
        return slice(number * self.per_epoch, end)

    def order(self, number: int) -> np.ndarray:
        """The rows of an epoch, in the order in which they were seen."""
        rows = [_row_numbers(step.X, self.train_set[0]) for step in self.steps[self.epoch(number)]]
        return np.concatenate(rows) if rows else np.zeros(0, dtype=int)

    def times_each_row(self) -> np.ndarray:
        """(epochs, N)."""
        return np.array([_counts(self.order(e), len(self.train_set[1])) for e in range(self.epochs)])

    def wrong_labels(self) -> int:
        """How many rows were shown with another label than their own."""
        X, y = self.train_set
        wrong = 0
        for step in self.steps:
            rows = _row_numbers(step.X, X)
            wrong += int((step.y.reshape(-1)[: len(rows)] != y[rows])[rows >= 0].sum())
        return wrong

    def test_rows(self) -> int:
        """How many rows of the test set were trained on."""
        return sum(int((_row_numbers(step.X, self.test_set[0]) >= 0).sum()) for step in self.steps)

    def different_orders(self) -> int:
        """How many orders there are among the epochs; that of X does not count."""
        orders = [self.order(e) for e in range(self.epochs)]
        unshuffled = tuple(range(len(self.train_set[1])))
        return 0 if _unshuffled(*orders) else len({tuple(order.tolist()) for order in orders} - {unshuffled})

    def same_rows_together(self) -> bool:
        """Whether in every epoch the same rows share a batch."""
        X = self.train_set[0]
        groups = [
            {frozenset(_row_numbers(s.X, X).tolist()) for s in self.steps[self.epoch(e)]} for e in range(self.epochs)
        ]
        return all(group == groups[0] for group in groups)

    def step_sizes(self) -> np.ndarray:
        """By which multiple of its gradient each step went down, in the parameter where that is farthest from lr."""
        found = []
        for step, later in zip(self.steps, self.after, strict=True):
            sizes = [_multiple(step.params[k], later.get(k), step.grads[k]) for k in step.grads]
            found.append(max(sizes, key=lambda size: abs(size - self.lr)))
        return np.array(found)

    def steps_off_the_gradient(self) -> int:
        """How many steps went, in some parameter, anywhere else than up or down along their gradient."""
        return sum(
            any(not _along(step.params[k], later.get(k), step.grads[k]) for k in step.grads)
            for step, later in zip(self.steps, self.after, strict=True)
        )

    def told_over_true(self) -> list[np.ndarray]:
        """What the history says, divided by what the model saw, epoch by epoch: 1 where it is right."""
        true = np.array([self._true(e) for e in range(self.epochs)]).T
        return [
            _ratio(told, seen) if told.shape == seen.shape else np.full(len(seen), np.nan)
            for told, seen in zip(self.history, true, strict=True)
        ]

    def _true(self, number: int) -> tuple[float, float, float]:
        steps, after = self.steps[self.epoch(number)], self.after[self.epoch(number)]
        if not steps:
            return np.nan, np.nan, np.nan
        sizes = np.array([len(step.y) for step in steps])
        losses = np.array([step.loss for step in steps])
        hits = sum(_hits(self._scores(step.params, step.X), step.y) for step in steps)
        X_test, y_test = self.test_set
        held_back = _hits(self._scores(after[-1], X_test), y_test) / len(y_test)
        return float(losses @ sizes / sizes.sum()), hits / sizes.sum(), held_back

    def _scores(self, params: Arrays, X: np.ndarray) -> np.ndarray:
        weights, bias = (params[name] for name in self.model.names)
        return X @ weights + bias

    def announcements(self) -> tuple[np.ndarray, np.ndarray]:
        """The epochs that on_epoch was called with, and how long the three lists were then."""
        numbers = np.array([float(epoch) for epoch, _lengths in self.announced])
        return numbers, np.array([lengths for _epoch, lengths in self.announced], dtype=float).reshape(-1, len(HISTORY))


HISTORY = ("train_loss", "train_accuracy", "test_accuracy")


def _checked_history(history: Any) -> list[np.ndarray]:
    """The three lists of a history, or an exception that says what is missing."""
    if not isinstance(history, dict):
        raise NotAsAsked(f"The history is {_kind(history)}, and should be a dictionary with {', '.join(HISTORY)}.")
    missing = [name for name in HISTORY if name not in history]
    if missing:
        raise NotAsAsked(f"The history has no {', '.join(missing)}.")
    return [_checked_list(name, history[name]) for name in HISTORY]


def _checked_list(name: str, values: Any) -> np.ndarray:
    try:
        return np.array([float(value) for value in values])
    except TypeError:
        raise NotAsAsked(f"{name} in the history is not a list of numbers, one for each epoch so far.") from None


def _share_of(given: Arrays, now: Arrays) -> float:
    """The number m for which m · given comes closest to the parameters now: 1 where they are as they were."""
    if any(name not in now or now[name].shape != array.shape for name, array in given.items()):
        return np.inf
    square = sum(float((array**2).sum()) for array in given.values())
    return round(sum(float((array * now[name]).sum()) for name, array in given.items()) / square, 6)


def _moved(before: Arrays, later: Arrays) -> bool:
    return before.keys() != later.keys() or any(not np.array_equal(before[name], later[name]) for name in before)


def _multiple(before: np.ndarray, later: np.ndarray | None, gradient: np.ndarray) -> float:
    """The number m for which m · gradient comes closest to the step down; inf for an array that has another shape."""
    if later is None or later.shape != gradient.shape:
        return np.inf
    return round(float(((before - later) * gradient).sum() / (gradient**2).sum()), 9)


def _along(before: np.ndarray, later: np.ndarray | None, gradient: np.ndarray) -> bool:
    if later is None or later.shape != gradient.shape:
        return False
    step, multiple = before - later, _multiple(before, later, gradient)
    return bool(np.abs(step - multiple * gradient).max() <= 1e-3 * np.abs(step).max())


def _ratio(told: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Rounded, so that the last bits of a sum do not make two runs of the same code look different."""
    return np.array([1.0 if t == s else (np.round(t / s, 9) if s else 1e6) for t, s in zip(told, true, strict=True)])


def _observe_train(
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
) -> tuple:
    equal_rng, another_rng = copy.deepcopy(rng), np.random.default_rng(copy.deepcopy(rng).integers(2**32))

    def run(rng: Rng) -> _Run:
        model = ObservedModel(weights, bias, names)
        return _Run(train, model, (X, y), (X_test, y_test), epochs, batch_size, lr, rng, watched)

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
)
def train(rng: Rng) -> Problems:
    yield _training_problem(rng, 11, 4, 6, epochs=3, batch_size=4, lr=0.2)
    yield _training_problem(rng, 13, 5, 3, epochs=4, batch_size=6, lr=0.3, names="slope level")
    yield _training_problem(rng, 12, 6, 5, epochs=3, batch_size=3, lr=0.1, watched=False)


def _training_problem(
    rng: Rng, N: int, D: int, C: int, *, epochs: int, batch_size: int, lr: float, **options: Any
) -> Problem:
    X, y, weights, bias = _labelled(rng, N + 8, D, C)
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
