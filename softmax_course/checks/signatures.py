"""What a wrong answer looks like, as a few numbers: enough to recognise a mistake, useless as an answer.

Of each array of a result four seeded random projections are kept. They are linear, so that a factor or a sum of two mistakes shows; two
different arrays agree in all four with probability 0; and no entry can be read off them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from softmax_course.checks.comparing import NotANumber
from softmax_course.problems.exercise import TAIL, Problem
from softmax_course.tolerances import NOTHING

PROJECTIONS = 4
AGREEMENT = 1e-5  # of the largest projection: a mistake made in float32 is the same mistake
LOGARITHMIC_AGREEMENT = 1e-6  # in tails, of every entry


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
        See :func:`signature_of`: one entry a problem.
    others
        The ids that look the same.
    """

    name: str
    message: str
    hint: str
    signature: Sequence[list]
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
        "shape", "projections" of the finite entries, "odd", the same of the pattern of nan, inf and −inf, and "logarithmic".
    """
    flat = array.reshape(-1)
    finite = np.isfinite(flat)
    values = np.where(finite, flat, 0.0)
    if logarithmic:
        values = np.sign(values) * (np.log(np.maximum(np.abs(values), NOTHING)) - np.log(NOTHING))
    odd = np.where(finite, 0.0, np.where(np.isnan(flat), 1.0, np.where(flat > 0, 2.0, 3.0)))
    directions = np.random.default_rng([20, flat.size]).normal(size=(PROJECTIONS, flat.size)) / np.sqrt(
        max(flat.size, 1)
    )
    return {
        "shape": list(array.shape),
        "projections": _rounded(directions @ values),
        "odd": _rounded(directions @ odd) if odd.any() else None,
        "logarithmic": logarithmic,
    }


def _rounded(numbers: np.ndarray) -> list[float]:
    return [float(f"{number:.12g}") for number in numbers]


def signature_of(
    results: Sequence[Sequence[np.ndarray | NotANumber | str] | None], problems: Sequence[Problem]
) -> list:
    """The signature of results: one entry a problem.

    Parameters
    ----------
    results
        For each problem words for what is wrong in kind ("raised ValueError"), then the parts of the result; None where it
        does not matter.
    problems
        The problems.
    """
    return [
        None if result is None else [_of_part(part, logarithmic=problem.kind == TAIL) for part in result]
        for result, problem in zip(results, problems, strict=True)
    ]


def _of_part(part: np.ndarray | NotANumber | str, *, logarithmic: bool) -> Any:
    if isinstance(part, str):
        return part
    return part.why if isinstance(part, NotANumber) else project(part, logarithmic=logarithmic)


def same(first: Sequence[list], second: Sequence[list]) -> bool:
    """Whether two signatures are those of the same mistake: equal on every problem that matters to the first.

    Problems after a difference are not read.
    """
    if len(first) != len(second):
        return False
    return all(_same_result(result, second[i]) for i, result in enumerate(first) if result is not None)


def _same_result(first: list, second: list) -> bool:
    return len(first) == len(second) and all(map(same_part, first, second))


def same_part(first: Any, second: Any) -> bool:
    """Whether two entries of a result's signature are the same: words, or projections that agree."""
    if isinstance(first, str) or isinstance(second, str):
        return first == second
    if any(first[key] != second[key] for key in ("shape", "odd", "logarithmic")):
        return False
    largest = max(1e-7, *map(abs, second["projections"]))
    tolerance = LOGARITHMIC_AGREEMENT if second["logarithmic"] else AGREEMENT * largest
    both = zip(first["projections"], second["projections"], strict=True)
    return all(one == other or abs(one - other) <= tolerance for one, other in both)
