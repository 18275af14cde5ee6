"""Which rows of the data were shown, how often and in which order."""

from collections.abc import Iterator
from typing import Any

import numpy as np


def row_numbers(shown: np.ndarray, X: np.ndarray) -> np.ndarray:
    """For each row that was shown, which row of X it is; −1 for one that is nowhere in X. It may be in float32."""
    if shown.ndim != 2 or shown.shape[1] != X.shape[1]:
        return np.full(len(shown) if shown.ndim else 0, -1)
    gaps = np.abs(shown[:, None, :] - X[None, :, :]).max(axis=2)
    return np.where(gaps.min(axis=1, initial=np.inf) < 1e-5, gaps.argmin(axis=1), -1)


def count_rows(rows: np.ndarray, size: int) -> np.ndarray:
    """How often each of ``size`` rows stands among these numbers; −1 does not count."""
    return np.bincount(rows[rows >= 0], minlength=size).astype(float)


def in_pieces(X: np.ndarray, y: np.ndarray, sizes: tuple[int, ...]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pieces of the given sizes, in the order of the rows: an iterator, which can be gone through once."""
    start = 0
    for size in sizes:
        yield X[start : start + size], y[start : start + size]
        start += size


def unshuffled(*orders: np.ndarray) -> bool:
    """Whether every time most rows come after their neighbour in X: in its order, in long pieces of it, or rotated."""
    return all(2 * int((np.diff(order) == 1).sum()) >= len(order) > 0 for order in orders)


def right_rows(Z: Any, y: np.ndarray) -> np.ndarray:
    """Whether the largest logit of each row is its label: (N, C), (N,) -> (N,) bool."""
    return np.asarray(Z).argmax(axis=1) == y
