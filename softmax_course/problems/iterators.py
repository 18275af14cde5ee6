"""The problems of ``minibatches``, and what is observed of an iterator: which rows it gives, in which order, from which rng."""

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from softmax_course.problems.exercise import Problem, exercise
from softmax_course.problems.loop_words import WORDS
from softmax_course.problems.not_as_asked import NotAsAsked, kind_of
from softmax_course.problems.rows import count_rows, row_numbers, unshuffled
from softmax_course.tolerances import VALUES

Rng = np.random.Generator


def _one_epoch(minibatches: Callable, X: np.ndarray, y: np.ndarray, batch_size: int, rng: Rng) -> list[tuple]:
    """Everything that one call gives, with copies made at once: (X_batch, y_batch, its copy, its copy)."""
    batches: list[tuple] = []
    given = minibatches(X, y, batch_size, rng)
    if given is None:
        raise NotAsAsked("minibatches gives None: there is neither a `yield` nor a `return`.")
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], np.ndarray):
        raise NotAsAsked(
            f"minibatches gives a single pair, {kind_of(given[0])} first, and not one batch after another."
        )
    for batch in given:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            raise NotAsAsked(f"minibatches hands out {kind_of(batch)}, and not a pair (X_batch, y_batch).")
        X_batch, y_batch = batch
        batches.append((X_batch, y_batch, *_copied_batch(X_batch, y_batch)))
        if len(batches) > len(X):
            raise NotAsAsked(f"minibatches made more than {len(X)} batches of {len(X)} examples, and was stopped.")
    return batches


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
    rows = [row_numbers(seen, X) for _X, _y, seen, _labels in batches]
    return np.concatenate(rows) if rows else np.zeros(0, dtype=int)


def _grouped(batches: Iterable[tuple], X: np.ndarray) -> set[frozenset]:
    """Which rows share a batch."""
    return {frozenset(row_numbers(seen, X).tolist()) for _X, _y, seen, _labels in batches}


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
        count_rows(order, len(X)),
        len(X) - int(paired.sum()),
        int(unshuffled(order, _order(second, X), _order(another, X))),
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
    words=WORDS["minibatches"],
)
def minibatches(rng: Rng) -> Iterator[Problem]:
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
