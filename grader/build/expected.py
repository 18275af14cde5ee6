"""What ships about the visible problems, as numbers: the expected results, and how mistakes look on them."""

import json
from dataclasses import asdict
from math import isclose
from typing import Any

from grader.build.source import Source
from softmax_course.checks.shipped import to_json
from softmax_course.problems import EXERCISES, VISIBLE

NOISE = 1e-8


def expected_text(source: Source) -> str:
    """The JSON text of assets/expected/NOTEBOOK.json, one line an exercise.

    Parameters
    ----------
    source
        The notebook's source, in the checkout that is on Python's path.
    """
    lines = [
        f"{json.dumps(name)}: {json.dumps(_entry(source, name), allow_nan=False)}"
        for name in source.exercises
        if name in EXERCISES
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n" if lines else "{}\n"


def _entry(source: Source, name: str) -> dict[str, Any]:
    from solutions.grading.fresh import expected_results
    from solutions.mistakes.signatures import known_on
    from solutions.mistakes.terms import terms_on

    exercise = EXERCISES[name]
    problems = exercise.draw(VISIBLE)
    results = expected_results(exercise, source.name, problems)
    terms = terms_on(exercise, problems)
    return {
        "expected": [[to_json(part) for part in parts] for parts in results],
        "mistakes": [asdict(mistake) for mistake in known_on(exercise, problems, results)],
        **({"terms": asdict(terms)} if terms.terms else {}),
    }


def same_numbers(first: str, second: str) -> bool:
    """Whether two texts hold the same numbers: another processor rounds the last digits otherwise.

    Parameters
    ----------
    first, second
        JSON texts.
    """
    return first == second or _same(json.loads(first), json.loads(second))


def _same(first: Any, second: Any, noise: float = 0.0) -> bool:
    """Whether two numbers agree to 1e-7, or to ``noise``; containers, entry by entry."""
    if isinstance(first, float) and isinstance(second, float):
        return isclose(first, second, rel_tol=1e-7, abs_tol=noise)
    if isinstance(first, dict) and isinstance(second, dict):
        return list(first) == list(second) and all(
            # What a wrong solution gives where the truth is near 0 may be nothing but rounding.
            _same(first[key], second[key], NOISE if key == "mistakes" else noise)
            for key in first
        )
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(_same(*pair, noise) for pair in zip(first, second, strict=True))
    return bool(first == second)
