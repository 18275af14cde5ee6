"""Two mistakes at once: a result that deviates from the truth by the sum of what two mistakes of the library deviate."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from softmax_course.checks.signatures import AGREEMENT, Known, same, same_part

MOST = 12  # pairs that are looked at in full: where more are left over, nothing is certain


class Pair(NamedTuple):
    """Two mistakes of the library that together look like this."""

    first: Known
    second: Known


def find_pair(known: Sequence[Known], truth: list, signature: list) -> Pair | None:
    """The only two mistakes that explain a signature together, on every problem.

    In each part of a result on each problem the signature has to be that of one mistake where the other is right, or to
    deviate from the truth as far as both together. In tails, where that cannot be told, it has to be wrong.

    Where several pairs explain it, that one is taken whose mistakes show in different parts (one in the loss, one in the
    gradient); if that leaves more than one, none is.

    Parameters
    ----------
    known
        The mistakes.
    truth
        The signature of the right results.
    signature
        What is to be explained.
    """
    left = np.triu(np.ones((len(known), len(known)), dtype=bool), 1)
    shown = np.zeros((len(known), max(map(len, truth))), dtype=bool)  # in which part each mistake shows
    # Ordinary problems first.
    for number in sorted(range(len(truth)), key=lambda i: any(part["logarithmic"] for part in truth[i])):
        alive = np.flatnonzero(left.any(axis=0) | left.any(axis=1)).tolist()
        if not alive:
            return None
        results = [known[i].signature[number] for i in alive]
        table, wrong = _explained(results, truth[number], signature[number], shown[alive])
        left[np.ix_(alive, alive)] &= table
        shown[alive, : wrong.shape[1]] |= wrong
    found = [Pair(known[i], known[j]) for i, j in np.argwhere(left)]
    if len(found) > MOST:
        return None
    found = _without_twins([pair for pair in found if not _parallel(pair, truth)])
    if len(found) > 1:
        found = [pair for pair in found if not _shown_in(pair.first, truth) & _shown_in(pair.second, truth)]
    return found[0] if len(found) == 1 else None


def _explained(results: Sequence[list], true: list, got: list, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which two of these results on one problem explain what came there, a symmetric table, and which of their parts are wrong."""
    wrong = np.zeros((len(results), len(true)), dtype=bool)
    if not _is_plain(got, true):  # an exception, or not the parts that are due: one of the two alone does that
        alike = np.array([len(r) == len(got) and all(map(same_part, r, got)) for r in results])
        return alike[:, None] | alike[None, :], wrong
    plain = [i for i, result in enumerate(results) if _is_plain(result, true)]
    explained = np.ones((len(plain), len(plain)), dtype=bool)
    for part, (truth, came) in enumerate(zip(true, got, strict=True)):
        parts = [results[i][part] for i in plain]
        right = np.array([same_part(one, truth) for one in parts], dtype=bool)
        explained &= _part_explained(parts, truth, came, right, shown[plain, part])
        wrong[plain, part] = ~right
    table = np.zeros((len(results), len(results)), dtype=bool)
    table[np.ix_(plain, plain)] = explained
    return table, wrong


def _is_plain(result: list, true: list) -> bool:
    """Whether a result has its parts and nothing else: no exception, no changed argument."""
    return len(result) == len(true) and all(isinstance(part, dict) for part in result)


def _part_explained(parts: Sequence[dict], truth: dict, came: dict, right: np.ndarray, shown: np.ndarray) -> np.ndarray:
    alike = np.array([same_part(part, came) for part in parts], dtype=bool)
    table = alike[:, None] & right[None, :]
    table = table | table.T
    finite = [i for i, part in enumerate(parts) if _are_finite(part, truth)]
    if not finite or not _are_finite(came, truth):
        return table
    if truth["logarithmic"]:
        # Logarithms do not add up. Where both were seen, and added up, on ordinary problems, it is enough that nothing is right here.
        both = (shown & ~right)[finite]
        fits = both[:, None] & both[None, :] & (not same_part(came, truth))
    else:
        deviations = np.array([parts[i]["projections"] for i in finite]) - truth["projections"]
        deviation = np.array(came["projections"]) - truth["projections"]
        gaps = np.abs(deviations[:, None] + deviations[None, :] - deviation).max(axis=-1)
        fits = gaps <= AGREEMENT * max(_size(came), _size(truth))
    table[np.ix_(finite, finite)] |= fits
    return table


def _are_finite(part: dict, truth: dict) -> bool:
    return part["shape"] == truth["shape"] and part["odd"] is None and truth["odd"] is None


def _without_twins(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, without those whose mistakes look the same as those of one before."""
    kept: list[Pair] = []
    for pair in pairs:
        if not any(_twins(pair.first, k.first) and _twins(pair.second, k.second) for k in kept):
            kept.append(pair)
    return kept


def _twins(first: Known, second: Known) -> bool:
    return first is second or same(list(first.signature), list(second.signature))


def _shown_in(mistake: Known, truth: list) -> set[int]:
    """The parts of the result in which a mistake shows, on any problem."""
    shown: set[int] = set()
    for result, true in zip(mistake.signature, truth, strict=True):
        plain = _is_plain(result, true)
        shown |= {i for i, part in enumerate(true) if not plain or not same_part(result[i], part)}
    return shown


def _parallel(pair: Pair, truth: list) -> bool:
    """Whether the two deviate in one direction in some part: then one alone, made longer or shorter, would do as well."""
    for part in _shown_in(pair.first, truth) & _shown_in(pair.second, truth):
        rows = [
            [
                (np.array(m.signature[i][part]["projections"]) - true[part]["projections"]) / _size(true[part])
                for m in pair
            ]
            for i, true in enumerate(truth)
            if all(_is_plain(m.signature[i], true) and _adds_up(m.signature[i][part], true[part]) for m in pair)
        ]
        a, b = (np.concatenate(column) for column in zip(*rows, strict=True)) if rows else (np.zeros(1), np.zeros(1))
        if abs(a @ b) > (1 - AGREEMENT) * np.linalg.norm(a) * np.linalg.norm(b) > 0:
            return True
    return False


def _adds_up(part: dict, truth: dict) -> bool:
    return _are_finite(part, truth) and not truth["logarithmic"]


def _size(part: dict) -> float:
    return max(float(np.abs(part["projections"]).max()), 1e-7)
