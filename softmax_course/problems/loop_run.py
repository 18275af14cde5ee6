"""One run of a student's ``train``, read from what an observed model saw."""

from collections.abc import Callable
from typing import Any

import numpy as np

from softmax_course.problems.not_as_asked import NotAsAsked, kind_of
from softmax_course.problems.observed_model import Arrays, ObservedModel, Shown, copied
from softmax_course.problems.rows import count_rows, right_rows, row_numbers, unshuffled

HISTORY = ("train_loss", "train_accuracy", "test_accuracy")
_THREE_NAMES = "Which three names does the statement give, letter by letter?"
_HOLDS_NONE = "Which function did that entry come from, and does it end in a `return`? Call it by itself."


class Run:
    """One run of a student's ``train``, read from what the model saw.

    A step is a change of the parameters. It belongs to the call of loss_and_grads that explains it best among those
    made since the step before.

    Parameters
    ----------
    train
        What the student wrote.
    model
        The model that is trained, and writes down what it is shown.
    train_set, test_set
        Pairs (X, y).
    epochs, batch_size, lr, rng
        As for ``train``.
    watched
        Whether ``on_epoch`` is passed.

    Attributes
    ----------
    steps, after
        What was shown before each step, and the parameters after it.
    history
        The three lists that came back.
    begins_with
        By which factor the parameters had changed before the first batch came.
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
        rng: np.random.Generator,
        watched: bool,
    ) -> None:
        self.train_set, self.test_set, self.epochs, self.lr = train_set, test_set, epochs, lr
        self.per_epoch = -(-len(train_set[1]) // batch_size)
        self.model = model
        self.announced: list[tuple[Any, list[int]]] = []
        options = {"on_epoch": self._on_epoch} if watched else {}
        settings = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "rng": rng}
        given = copied(model.params)
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
        states = [*(shown.params for shown in self.model.shown), copied(self.model.params)]
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
        rows = [row_numbers(step.X, self.train_set[0]) for step in self.steps[self.epoch(number)]]
        return np.concatenate(rows) if rows else np.zeros(0, dtype=int)

    def times_each_row(self) -> np.ndarray:
        """(epochs, N)."""
        return np.array([count_rows(self.order(e), len(self.train_set[1])) for e in range(self.epochs)])

    def wrong_labels(self) -> int:
        """How many rows were shown with another label than their own."""
        X, y = self.train_set
        wrong = 0
        for step in self.steps:
            rows = row_numbers(step.X, X)
            wrong += int((step.y.reshape(-1)[: len(rows)] != y[rows])[rows >= 0].sum())
        return wrong

    def test_rows(self) -> int:
        """How many rows of the test set were trained on."""
        return sum(int((row_numbers(step.X, self.test_set[0]) >= 0).sum()) for step in self.steps)

    def different_orders(self) -> int:
        """How many orders there are among the epochs; that of X does not count."""
        orders = [self.order(e) for e in range(self.epochs)]
        as_given = tuple(range(len(self.train_set[1])))
        return 0 if unshuffled(*orders) else len({tuple(order.tolist()) for order in orders} - {as_given})

    def same_rows_together(self) -> bool:
        """Whether in every epoch the same rows share a batch."""
        X = self.train_set[0]
        groups = [
            {frozenset(row_numbers(s.X, X).tolist()) for s in self.steps[self.epoch(e)]} for e in range(self.epochs)
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

    def told_and_true(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """For each list of the history what it says, and what the model showed, epoch by epoch."""
        true = np.array([self._true(e) for e in range(self.epochs)]).T
        return list(zip(self.history, true, strict=True))

    def told_over_true(self) -> list[np.ndarray]:
        """What the history says, divided by what the model showed, epoch by epoch: 1 where it is right."""
        return [
            _ratio(told, shown) if told.shape == shown.shape else np.full(len(shown), np.nan)
            for told, shown in self.told_and_true()
        ]

    def _true(self, number: int) -> tuple[float, float, float]:
        steps, after = self.steps[self.epoch(number)], self.after[self.epoch(number)]
        if not steps:
            return np.nan, np.nan, np.nan
        sizes = np.array([len(step.y) for step in steps])
        losses = np.array([step.loss for step in steps])
        hits = sum(right_rows(self._scores(step.params, step.X), step.y).sum() for step in steps)
        X_test, y_test = self.test_set
        held_back = right_rows(self._scores(after[-1], X_test), y_test).sum() / len(y_test)
        return float(losses @ sizes / sizes.sum()), hits / sizes.sum(), held_back

    def _scores(self, params: Arrays, X: np.ndarray) -> np.ndarray:
        weights, bias = (params[name] for name in self.model.names)
        return X @ weights + bias

    def announcements(self) -> tuple[np.ndarray, np.ndarray]:
        """The epochs that on_epoch was called with, and how long the three lists were then."""
        numbers = np.array([float(epoch) for epoch, _lengths in self.announced])
        return numbers, np.array([lengths for _epoch, lengths in self.announced], dtype=float).reshape(-1, len(HISTORY))


def _checked_history(history: Any) -> list[np.ndarray]:
    """The three lists of a history, or an exception that says what is missing."""
    if not isinstance(history, dict):
        raise NotAsAsked(f"The history is {kind_of(history)}, and should be a dictionary with {', '.join(HISTORY)}.")
    missing = [name for name in HISTORY if name not in history]
    if missing:
        found = ", ".join(map(str, list(history)[:6])) or "nothing at all"
        raise NotAsAsked(f"The history has no {', '.join(missing)}. It has {found}.\n{_THREE_NAMES}")
    return [_checked_list(name, history[name]) for name in HISTORY]


def _checked_list(name: str, values: Any) -> np.ndarray:
    try:
        numbers = [None if value is None else float(value) for value in values]
    except (TypeError, ValueError):
        raise NotAsAsked(f"{name} in the history is not a list of numbers, one for each epoch so far.") from None
    if None in numbers:
        raise NotAsAsked(f"{name} in the history holds None where a number should be.\n{_HOLDS_NONE}")
    return np.array(numbers)


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
