"""What a wrong gradient is made of: least squares on the terms that stand in it by nature, where no mistake of the library fits.

A gradient of softmax regression is a part with P, a part with Y and the penalty's part. What is wrong with it often is the factor of
one of them, or a part that does not belong. The terms are known by their projections, as mistakes are.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from softmax_course.checks.factors import WHOLE, read_factor
from softmax_course.checks.signatures import AGREEMENT, PROJECTIONS
from softmax_course.text import translate as _

NUMBERS = WHOLE | {3.0: "3", -3.0: "−3", 4.0: "4", -4.0: "−4", 0.25: "¼", -0.25: "−¼", 1.5: "3/2", -1.5: "−3/2"}
POWERS = {"N": (-2, -1, 0, 1), "C": (-1, 0, 1), "reg": (0, 1, 2)}
MOST = PROJECTIONS - 1  # terms with a wrong factor: one projection of each problem has to be left over to disagree


@dataclass(frozen=True)
class Term:
    """A part of which a result is made, or might be made by mistake.

    Parameters
    ----------
    result
        Which result it stands in: "dW".
    says
        What it is called after "the part".
    factors
        Its factor in the right result on each problem; 0 for a part that does not belong.
    projections
        Its projections on each problem; None in tails, where they are not linear.
    """

    result: str
    says: str
    factors: tuple[float, ...]
    projections: tuple[list[float] | None, ...]


@dataclass(frozen=True)
class Terms:
    """The terms of an exercise on some problems.

    Parameters
    ----------
    terms
        The terms of all its results.
    scales
        What N, C and reg are on each problem.
    """

    terms: tuple[Term, ...] = ()
    scales: tuple[Mapping[str, float], ...] = ()


@dataclass(frozen=True)
class MadeOf:
    """Which results are made of the known terms with other factors: by the result's name, a sentence on how."""

    sentences: Mapping[str, str]


def fit_terms(terms: Terms, returns: Sequence[str], truth: list, signature: list) -> MadeOf | None:
    """Say of each wrong result how it is made of its terms, if on every problem it is.

    Parameters
    ----------
    terms
        The terms.
    returns
        What the parts of a result are called.
    truth, signature
        Signatures of the right results and of those that came.
    """
    sentences = {}
    for index, result in enumerate(returns):
        own = [term for term in terms.terms if term.result == result]
        if own and (sentence := _sentence(own, terms.scales, index, len(returns), truth, signature)):
            sentences[result] = sentence
    return MadeOf(sentences) if sentences else None


def _sentence(
    terms: Sequence[Term], scales: Sequence[Mapping], index: int, count: int, truth: list, signature: list
) -> str | None:
    problems = [i for i in range(len(truth)) if terms[0].projections[i] is not None]
    pairs = [(_part(signature[i], index, count), truth[i][index]) for i in problems]
    if not all(_linear(got, true) for got, true in pairs):
        return None
    deviations = np.array([np.subtract(got["projections"], true["projections"]) for got, true in pairs])
    sizes = np.array([max(np.abs([g["projections"], t["projections"]]).max(), 1e-12) for g, t in pairs])
    deviations = deviations / sizes[:, None]
    if np.abs(deviations).max() <= AGREEMENT:
        return None
    columns = (
        np.array([[term.projections[i] for i in problems] for term in terms]) / sizes[:, None]
    )  # (terms, problems, 4)
    for number in range(1, min(MOST, len(terms)) + 1):
        subsets = np.array(list(itertools.combinations(range(len(terms)), number)))
        found = _fits(columns, deviations, subsets)
        if len(found) == 1:
            subset, factors, errors = found[0]
            return _in_words(
                terms[0].result, [terms[k] for k in subset], factors, errors, problems, [scales[i] for i in problems]
            )
        if found:
            return None
    return None


def _part(result: list, index: int, count: int) -> Any:
    return result[index] if len(result) == count else None


def _linear(got: Any, true: Any) -> bool:
    return isinstance(got, dict) and got["shape"] == true["shape"] and got["odd"] is None and not true["logarithmic"]


def _fits(columns: np.ndarray, deviations: np.ndarray, subsets: np.ndarray) -> list[tuple]:
    """Which subsets of the terms make up the deviations on every problem: subset, their factors (K, problems), errors of these."""
    A = np.moveaxis(columns[subsets], 1, -1)  # (subsets, problems, 4, K)
    lengths = np.maximum(
        np.linalg.norm(A, axis=-2, keepdims=True), 1e-300
    )  # features of size 1e-8 stand beside weights of 1e8
    inverse = np.linalg.pinv(A / lengths, rcond=1e-12) / np.swapaxes(lengths, -1, -2)
    factors = np.einsum("spkj,pj->spk", inverse, deviations)
    rest = np.abs(np.einsum("spjk,spk->spj", A, factors) - deviations).max(axis=(1, 2))
    errors = 3 * AGREEMENT * np.sqrt((inverse**2).sum(axis=-1))
    return [(subsets[s], factors[s].T, errors[s].T) for s in np.flatnonzero(rest <= AGREEMENT)]


def _in_words(
    result: str,
    terms: Sequence[Term],
    changes: np.ndarray,
    errors: np.ndarray,
    problems: Sequence[int],
    scales: Sequence[Mapping[str, float]],
) -> str | None:
    """The sentence, if all factors can be read; None otherwise."""
    said = []
    for term, change, error in zip(terms, changes, errors, strict=True):
        due = np.array([term.factors[i] for i in problems])
        came, expected = _read(due + change, error, scales), _read(due, 0 * error, scales)
        if came is None or expected is None:
            return None
        words = {"part": term.says, "came": came, "expected": expected}
        if expected == "0":
            said.append(_("a part {part}, with the factor {came}, does not belong there").format(**words))
        elif came == "0":
            said.append(_("the part {part} is missing").format(**words))
        else:
            said.append(_("the part {part} has the factor {came} where {expected} is expected").format(**words))
    return _(
        "Taken apart, {result} is the same on every ordinary problem: {what}. Everything else in it is right."
    ).format(result=result, what=_("; ").join(said))


def _read(values: np.ndarray, errors: np.ndarray, scales: Sequence[Mapping[str, float]]) -> str | None:
    """A factor as it is written: "0", or ±m · Nⁱ Cʲ regᵏ where enough problems tell."""
    errors = errors + AGREEMENT * np.abs(values) + 1e-9
    if np.count_nonzero(errors < 1e-3) < 2:
        return None
    if (np.abs(values) <= errors).all():
        return "0"
    if np.count_nonzero(np.abs(values) > 100 * errors) < 2:
        return None
    return read_factor(values, scales, errors, numbers=NUMBERS, powers=POWERS)
