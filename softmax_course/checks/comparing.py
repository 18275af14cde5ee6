"""Comparing what came with what was expected: which shape, which type, which entry, by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from softmax_course.tolerances import EXACT as EXACT
from softmax_course.tolerances import FLOOR, NOTHING, TAILS
from softmax_course.tolerances import GRADIENTS as GRADIENTS
from softmax_course.tolerances import VALUES as VALUES


@dataclass(frozen=True)
class NotANumber:
    """A result that cannot be compared, and why."""

    why: str


def as_numbers(value: Any) -> np.ndarray | NotANumber:
    """The result as a float64 array of its own shape, or the reason why it is not numbers.

    Parameters
    ----------
    value
        A number, an array of numbers or booleans, or a list or tuple of them.
    """
    if value is None:
        return NotANumber("None came back; no `return` with a result was reached")
    if callable(value):
        return NotANumber("a function came back where numbers are expected")
    try:
        array = np.asarray(value)
    except ValueError:
        return NotANumber(f"{_kind(value)} whose entries have different shapes came back where one array is expected")
    if array.dtype.kind == "O" and all(isinstance(entry, Real) for entry in array.flat):
        array = array.astype(np.float64)
    if array.dtype.kind == "c":
        return NotANumber("complex numbers came back where real ones are expected")
    if array.dtype.kind not in "biuf":
        return NotANumber(f"{_kind(value)} came back where numbers are expected")
    return array.astype(np.float64)


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    sized = f" of {len(value)}" if isinstance(value, (tuple, list)) else ""
    return f"a {type(value).__name__}{sized}"


@dataclass(frozen=True)
class Difference:
    """The first thing in which a result differs from the expected one."""

    kind: str  # "type", "shape", "nan" or "value"
    got: Any
    expected: np.ndarray
    at: tuple[int, ...] = ()
    size: float = 0.0


def compare(got: np.ndarray | NotANumber, expected: np.ndarray, tolerance: float) -> Difference | None:
    """Compare ``|got - expected|`` in the maximum norm with ``tolerance`` of the largest expected entry.

    Parameters
    ----------
    got, expected
        float64 arrays; a result of another shape is a difference of kind "shape".
    tolerance
        Relative to the largest entry of ``expected``, and never below 1e-12 in absolute value.

    Returns
    -------
    Difference or None
        None where the two agree.
    """
    if isinstance(got, NotANumber):
        return Difference("type", got, expected)
    if got.shape != expected.shape:
        return Difference("shape", got, expected)
    if got.size == 0:
        return None
    wrong = ~np.isfinite(got) & ~(got == expected)
    if wrong.any():
        return Difference("nan", got, expected, _index(np.argmax(wrong), got.shape))
    with np.errstate(invalid="ignore"):
        gap = np.where(got == expected, 0.0, np.abs(got - expected))
    if gap.max() <= allowed(expected, tolerance):
        return None
    return Difference("value", got, expected, _index(np.argmax(gap), got.shape), float(gap.max()))


def allowed(expected: np.ndarray, tolerance: float) -> float:
    """The largest difference that rounding may explain."""
    finite = np.abs(expected[np.isfinite(expected)])
    return max(tolerance * float(finite.max(initial=0.0)), FLOOR)


def compare_tails(got: np.ndarray, expected: np.ndarray) -> Difference | None:
    """Compare entry by entry, each relative to its own size: what matters far out, where entries differ by powers of ten.

    Parameters
    ----------
    got, expected
        float64 arrays. Entries under 1e-300 count as 0.
    """
    if got.shape != expected.shape:
        return Difference("shape", got, expected)
    wrong = ~np.isfinite(got) & ~(got == expected)
    if wrong.any():
        return Difference("nan", got, expected, _index(np.argmax(wrong), got.shape))
    seen, true = (np.where(np.abs(a) < NOTHING, 0.0, a) for a in (got, expected))
    with np.errstate(invalid="ignore", over="ignore"):
        excess = np.where(seen == true, 0.0, np.abs(seen - true) / np.maximum(np.abs(true), NOTHING))
    if excess.size == 0 or excess.max() <= TAILS:
        return None
    at = _index(np.argmax(excess), got.shape)
    return Difference("value", got, expected, at, float(abs(got[at] - expected[at])))


def _index(flat: Any, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(flat), shape))


def show_number(value: float) -> str:
    """A number as a reader wants it: four significant digits, a true minus sign."""
    if np.isnan(value):
        return "nan"
    return f"{float(value) + 0.0:.4g}".replace("-", "−")  # and −0 is 0


def show_both(expected: float, got: float) -> tuple[str, str]:
    """Two different numbers with as many digits as it takes to see the difference."""
    for digits in (4, 6, 9, 12):
        pair = tuple(f"{float(value):.{digits}g}".replace("-", "−") for value in (expected, got))
        if pair[0] != pair[1]:
            return pair[0], pair[1]
    return repr(float(expected)), repr(float(got))


MOST_SHOWN = 5


def show_array(array: np.ndarray, at: tuple[int, ...] = (), most: int = MOST_SHOWN) -> str:
    """The row of ``array`` in which ``at`` stands, shortened to ``most`` entries around it."""
    if array.ndim == 0:
        return show_number(float(array))
    row = array[at[:-1]] if array.ndim > 1 and at else array.reshape(-1)
    place = at[-1] if at else 0
    start = max(0, min(place - most // 2, row.size - most))
    shown = ", ".join(show_number(v) for v in row[start : start + most])
    return "[" + ("…, " if start else "") + shown + (", …" if start + most < row.size else "") + "]"


def show_index(at: Sequence[int]) -> str:
    """``[2, 1]`` for an entry, nothing for a number."""
    return f"[{', '.join(map(str, at))}]" if at else ""


def show_shape(shape: tuple[int, ...]) -> str:
    """The shape of an array, in words where there is none."""
    return str(shape) if shape else "() – a single number"
