"""What ships about the visible problems, as numbers: expected results and signatures of mistakes.

The build makes assets/expected/NOTEBOOK.json; nothing in it is code, and of a mistake only projections are kept.
"""

import json
from functools import cache

import numpy as np

from softmax_course.assets import asset
from softmax_course.checks.signatures import Known, same


def visible(exercise: str) -> list[list[np.ndarray]]:
    """Expected results of an exercise on its visible problems: one list a problem, in it one array a part of the result.

    Parameters
    ----------
    exercise
        The exercise's name.

    Raises
    ------
    LookupError
        If the installed course holds no expected numbers for it.
    """
    return [[from_json(part) for part in problem] for problem in _entry(exercise)["expected"]]


def known_mistakes(exercise: str) -> list[Known]:
    """The library's mistakes of an exercise, as they show on the visible problems.

    Parameters
    ----------
    exercise
        The exercise's name.
    """
    return [Known(**mistake) for mistake in _entry(exercise).get("mistakes", [])]


def recognise_visible(exercise: str, signature: list) -> Known | None:
    """The mistake that looks exactly like this on the visible problems.

    Parameters
    ----------
    exercise
        The exercise's name.
    signature
        What the student's answer looks like there.
    """
    return next((mistake for mistake in known_mistakes(exercise) if same(signature, mistake.signature)), None)


@cache
def _entry(exercise: str) -> dict:
    for file in sorted(asset("expected").iterdir(), key=lambda path: path.name):
        table = json.loads(file.read_text(encoding="utf-8"))
        if exercise in table:
            return table[exercise]
    raise LookupError(f"There are no expected numbers for {exercise!r}: build the course with `softmax-course build`.")


def forget() -> None:
    """Read the numbers again when they are next asked for: the build has written new ones."""
    _entry.cache_clear()


def to_json(array: np.ndarray) -> dict:
    """An array as shape and values; numbers that JSON cannot hold are written as text."""
    values = [v if np.isfinite(v) else str(v) for v in array.astype(float).reshape(-1).tolist()]
    return {"shape": list(array.shape), "values": values}


def from_json(entry: dict) -> np.ndarray:
    """The inverse of :func:`to_json`."""
    return np.array([float(v) for v in entry["values"]]).reshape(entry["shape"])
