"""What ships about the visible problems, as numbers: expected results and signatures of mistakes.

The build makes assets/expected/NOTEBOOK.json; nothing in it is code, and of a mistake only projections are kept.
"""

import json
from functools import cache

import numpy as np

from softmax_course.assets import asset
from softmax_course.checks.recognising import Library, Match
from softmax_course.checks.signatures import Known
from softmax_course.checks.terms import Term, Terms
from softmax_course.problems.exercise import EXERCISES, VISIBLE


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


def terms_of(exercise: str) -> Terms:
    """Of which terms the results of an exercise are made, as these show on the visible problems.

    Parameters
    ----------
    exercise
        The exercise's name.
    """
    table = _entry(exercise).get("terms", {"terms": [], "scales": []})
    terms = (Term(t["result"], t["says"], tuple(t["factors"]), tuple(t["projections"])) for t in table["terms"])
    return Terms(tuple(terms), tuple(table["scales"]))


def recognise_visible(exercise: str, signature: list) -> Match | None:
    """What is known of an answer that looks like this on the visible problems.

    Parameters
    ----------
    exercise
        The exercise's name.
    signature
        What the student's answer looks like there.
    """
    asked = EXERCISES[exercise]
    problems = asked.draw(VISIBLE)
    library = Library(asked, known_mistakes(exercise), problems, visible(exercise), terms_of(exercise))
    return library.recognise(signature)


@cache
def _entry(exercise: str) -> dict:
    if exercise not in _lines():
        raise LookupError(
            f"There are no expected numbers for {exercise!r}: build the course with `softmax-course build`."
        )
    return json.loads(_lines()[exercise])


@cache
def _lines() -> dict[str, str]:
    """The entry of each exercise as text: the build writes one line an exercise, and only what is asked for is parsed."""
    lines = {}
    for file in sorted(asset("expected").iterdir(), key=lambda path: path.name):
        for line in file.read_text(encoding="utf-8").splitlines():
            exercise, separator, entry = line.partition('": ')
            if separator:
                lines[exercise.removeprefix('"')] = entry.removesuffix(",")
    return lines


def forget() -> None:
    """Read the numbers again when they are next asked for: the build has written new ones."""
    _entry.cache_clear()
    _lines.cache_clear()


def to_json(array: np.ndarray) -> dict:
    """An array as shape and values; numbers that JSON cannot hold are written as text."""
    values = [v if np.isfinite(v) else str(v) for v in array.astype(float).reshape(-1).tolist()]
    return {"shape": list(array.shape), "values": values}


def from_json(entry: dict) -> np.ndarray:
    """The inverse of :func:`to_json`."""
    return np.array([float(v) for v in entry["values"]]).reshape(entry["shape"])
