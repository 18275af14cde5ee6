"""What a wrong answer looks like, as a few numbers: enough to recognise a mistake, useless as an answer.

Of each array of a result four seeded random projections are kept. They are linear, so that a factor or a sum of two mistakes shows; two
different arrays agree in all four with probability 0; and no entry can be read off them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from softmax_course.checks.comparing import NotANumber
from softmax_course.tolerances import NOTHING

PROJECTIONS = 4
AGREEMENT = 1e-5  # of the largest projection: a mistake made in float32 is the same mistake


@dataclass(frozen=True)
class Known:
    """A mistake of the library, as it shows on some problems.

    Parameters
    ----------
    name
        The id; mistakes that cannot be told apart are listed under one, joined in ``others``.
    message, hint
        What the student reads.
    signature
        See :func:`signature_of`.
    others
        The ids that look the same.
    """

    name: str
    message: str
    hint: str
    signature: list
    others: tuple[str, ...] = ()


def project(array: np.ndarray, *, logarithmic: bool = False) -> dict[str, Any]:
    """Shape and projections of an array.

    Parameters
    ----------
    array
        float64, any shape.
    logarithmic
        Whether to take sign and logarithm of the entries first: in tails small entries matter as much as large ones.

    Returns
    -------
    dict
        "shape", "projections" of the finite entries, and "odd", the same of the pattern of nan, inf and −inf.
    """
    flat = array.reshape(-1)
    finite = np.isfinite(flat)
    values = np.where(finite, flat, 0.0)
    if logarithmic:
        values = np.sign(values) * np.log1p(np.abs(values) / NOTHING) / 100
    odd = np.where(finite, 0.0, np.where(np.isnan(flat), 1.0, np.where(flat > 0, 2.0, 3.0)))
    directions = np.random.default_rng([20, flat.size]).normal(size=(PROJECTIONS, flat.size)) / np.sqrt(
        max(flat.size, 1)
    )
    return {
        "shape": list(array.shape),
        "projections": _rounded(directions @ values),
        "odd": _rounded(directions @ odd) if odd.any() else None,
    }


def _rounded(numbers: np.ndarray) -> list[float]:
    return [float(f"{number:.9g}") for number in numbers]


def signature_of(results: Sequence[Sequence[np.ndarray | NotANumber] | str]) -> list:
    """The signature of results: one entry a problem.

    Parameters
    ----------
    results
        For each problem the parts of the result, or a word for what happened instead ("raised ValueError", "changed X").
    """
    return [
        r if isinstance(r, str) else [p.why if isinstance(p, NotANumber) else project(p) for p in r] for r in results
    ]


def same(first: list, second: list) -> bool:
    """Whether two signatures are those of the same mistake: equal on every problem."""
    return len(first) == len(second) and all(map(_same_result, first, second))


def _same_result(first: Any, second: Any) -> bool:
    if isinstance(first, str) or isinstance(second, str):
        return first == second
    return len(first) == len(second) and all(map(_same_part, first, second))


def _same_part(first: Any, second: Any) -> bool:
    if isinstance(first, str) or isinstance(second, str):
        return first == second
    if first["shape"] != second["shape"] or (first["odd"] is None) != (second["odd"] is None):
        return False
    return all(
        np.allclose(first[key], second[key], rtol=0, atol=AGREEMENT * max(np.abs(second[key]).max(), 1e-7))
        for key in ("projections", "odd")
        if first[key] is not None
    )
