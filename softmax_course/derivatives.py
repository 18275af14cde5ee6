"""Derivatives by central differences, which every gradient of the course is compared with.

The error of ``(f(x + h) - f(x - h)) / 2h`` is about ``eps |f| / h`` from rounding plus ``h**2 |f'''| / 6`` from truncation. With h = 1e-5
and values of order one both are about 1e-11. All perturbed inputs are made first and evaluated together, so that a function that lives
in another process is asked once.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

STEP = 1e-5


def evaluate_all(f: Callable, inputs: Sequence[tuple]) -> list:
    """``[f(*args) for args in inputs]``, in one message where ``f`` can take one (it has a ``call_many``)."""
    call_many = getattr(f, "call_many", None)
    if call_many is not None:
        return call_many(inputs)
    return [f(*args) for args in inputs]


def central_gradient(f: Callable, *args: Any, wrt: int = 0, part: Any = None) -> np.ndarray:
    """Gradient of the number ``f(*args)`` in one of its arguments, by central differences over every entry.

    Parameters
    ----------
    f
        Function that returns a number, or a tuple or dictionary of which ``part`` is one.
    args
        The arguments at which to differentiate; they are not changed.
    wrt
        Which argument to differentiate in.
    part
        Which part of the result is the number.

    Returns
    -------
    numpy.ndarray
        float64, of the shape of ``args[wrt]``.
    """
    x = np.asarray(args[wrt], dtype=np.float64)
    moved = _perturbed(args, wrt, _unit_steps(x))
    values = [float(_pick(value, part)) for value in evaluate_all(f, moved)]
    return _quotients(np.array(values)).reshape(x.shape)


def central_jacobian(f: Callable, *args: Any, wrt: int = 0) -> np.ndarray:
    """Jacobian of the array ``f(*args)`` in one of its arguments, by central differences.

    Parameters
    ----------
    f, args, wrt
        As for :func:`central_gradient`, with an array for a result.

    Returns
    -------
    numpy.ndarray
        float64, of the shape of the result followed by the shape of ``args[wrt]``: entry ``[i, j]`` is ∂f_i / ∂x_j.
    """
    x = np.asarray(args[wrt], dtype=np.float64)
    values = np.array([np.asarray(v, dtype=np.float64) for v in evaluate_all(f, _perturbed(args, wrt, _unit_steps(x)))])
    return np.moveaxis(_quotients(values), 0, -1).reshape(values.shape[1:] + x.shape)


def directional_derivatives(
    f: Callable, *args: Any, directions: np.ndarray, wrt: int = 0, part: Any = None
) -> np.ndarray:
    """Derivatives of the number ``f(*args)`` along directions: what large shapes are checked with.

    A wrong gradient G agrees with the true one T along a random Gaussian direction only if G - T is orthogonal to it, which has
    probability 0; three directions cost six evaluations, however many entries there are.

    Parameters
    ----------
    f, args, wrt, part
        As for :func:`central_gradient`.
    directions
        Shape (K, *args[wrt].shape).

    Returns
    -------
    numpy.ndarray
        Shape (K,), to be compared with ``[(G * d).sum() for d in directions]``.
    """
    lengths = np.sqrt((directions**2).reshape(len(directions), -1).sum(axis=1))
    steps = STEP * directions / lengths.reshape(-1, *[1] * (directions.ndim - 1))
    values = [float(_pick(v, part)) for v in evaluate_all(f, _perturbed(args, wrt, steps))]
    return _quotients(np.array(values)) * lengths


def random_directions(shape: tuple[int, ...], rng: np.random.Generator, count: int = 3) -> np.ndarray:
    """``count`` Gaussian directions of the given shape, stacked: shape (count, *shape)."""
    return rng.normal(size=(count, *shape))


def _unit_steps(x: np.ndarray) -> np.ndarray:
    return STEP * np.eye(x.size).reshape(x.size, *x.shape)


def _perturbed(args: Sequence, wrt: int, steps: np.ndarray) -> list[tuple]:
    x = np.asarray(args[wrt], dtype=np.float64)
    moved = [x + sign * step for step in steps for sign in (1, -1)]
    # Each call has arrays of its own: what one does to its arguments is not seen by the next.
    return [(*_copies(args[:wrt]), x, *_copies(args[wrt + 1 :])) for x in moved]


def _copies(args: Sequence) -> list:
    return [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]


def _quotients(values: np.ndarray) -> np.ndarray:
    return (values[0::2] - values[1::2]) / (2 * STEP)


def _pick(value: Any, part: Any) -> Any:
    return value if part is None else value[part]
