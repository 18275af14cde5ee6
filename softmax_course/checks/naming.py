"""Naming a mistake: an exact factor, or a match with the library. Where neither is certain, nothing is said."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from softmax_course.checks.observing import Observation
from softmax_course.checks.signatures import Recognise, signature_of
from softmax_course.problems.exercise import ORDINARY, Exercise
from softmax_course.text import translate as _
from softmax_course.tolerances import FLOOR, GRADIENTS

# The axes of the arguments by the names that the notation table gives them.
AXES = {
    "X": ("N", "D"),
    "y": ("N",),
    "w": ("D",),
    "W": ("D", "C"),
    "Z": ("N", "C"),
    "P": ("N", "C"),
    "G": ("N", "C"),
    "z": ("C",),
}
NUMBERS = {1.0: "", -1.0: "−", 2.0: "2", -2.0: "−2", 0.5: "½", -0.5: "−½"}


@dataclass(frozen=True)
class Name:
    """What is certain about a wrong answer.

    Parameters
    ----------
    facts
        Sentences for the message.
    look
        The hint, where the library has one.
    mistake
        The library's id, where one matches.
    """

    facts: tuple[str, ...] = ()
    look: str | None = None
    mistake: str | None = None


def name_mistake(exercise: Exercise, seen: Sequence[Observation], recognise: Recognise) -> Name:
    """Name what a wrong answer does, from all problems together.

    Parameters
    ----------
    exercise
        Which exercise it answers.
    seen
        What every problem showed.
    recognise
        Finds the library's mistake with a signature.
    """
    facts = [fact for part in range(len(exercise.returns)) if (fact := exact_factor(exercise, seen, part))]
    match = recognise(signature_of([o.result for o in seen], [o.problem for o in seen]))
    if match is None:
        return Name(tuple(facts))
    lead = _("Your results are exactly those of a common mistake:")
    return Name((*facts, f"{lead} {match.message}"), match.hint, match.name)


def exact_factor(exercise: Exercise, seen: Sequence[Observation], part: int) -> str | None:
    """A sentence, if a part of the result is the true one times the same ±m · Nⁱ Dʲ Cᵏ on every ordinary problem.

    The sizes of the problems are all different, so that N, D, C and plain numbers cannot be taken for each other.
    """
    ratios, sizes = [], []
    for observation in seen:
        if observation.problem.kind != ORDINARY or observation.call.raised or part >= len(observation.parts):
            continue
        ratio = _ratio(observation.parts[part], observation.expected[part])
        if ratio is None:
            return None
        if not np.isnan(ratio):
            ratios.append(ratio)
            sizes.append(_sizes(exercise, observation.problem.args))
    if len(ratios) < 2 or np.allclose(ratios, 1.0, rtol=GRADIENTS):
        return None
    factor = _formula(np.array(ratios), sizes)
    if factor is None:
        return None
    label = exercise.returns[part] if len(exercise.returns) > 1 else _("the result")
    return _("On every problem {label} is exactly {factor} times the expected one.").format(label=label, factor=factor)


def _ratio(got: object, expected: np.ndarray) -> float | None:
    """``got / expected`` if that is one number (nan where both are zero), else None."""
    if not isinstance(got, np.ndarray) or got.shape != expected.shape or not np.isfinite(got).all():
        return None
    norm = float((expected * expected).sum())
    if norm < FLOOR:
        return np.nan if np.abs(got).max(initial=0.0) < FLOOR else None
    ratio = float((got * expected).sum()) / norm
    return (
        ratio
        if np.abs(got - ratio * expected).max() <= GRADIENTS * np.abs(expected).max() * max(abs(ratio), FLOOR)
        else None
    )


def _sizes(exercise: Exercise, args: tuple) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for name, value in zip(exercise.arguments, args, strict=False):
        axes = AXES.get(name, ())
        if isinstance(value, np.ndarray) and value.ndim == len(axes):
            sizes.update(zip(axes, value.shape, strict=True))
    return sizes


def _formula(ratios: np.ndarray, sizes: list[dict[str, int]]) -> str | None:
    letters = [s for s in ("N", "D", "C") if all(s in each for each in sizes)]
    powers = sorted(itertools.product((-2, -1, 0, 1, 2), repeat=len(letters)), key=lambda p: sum(map(abs, p)))
    for power in powers:
        scale = np.array(
            [np.prod([float(each[s]) ** p for s, p in zip(letters, power, strict=True)]) for each in sizes]
        )
        for number, text in NUMBERS.items():
            if np.allclose(ratios, number * scale, rtol=GRADIENTS):
                return _written(text, letters, power)
    return None


def _written(number: str, letters: Sequence[str], power: Sequence[int]) -> str:
    raised = {1: "", 2: "²"}
    above = " ".join(s + raised[p] for s, p in zip(letters, power, strict=True) if p > 0)
    below = " ".join(s + raised[-p] for s, p in zip(letters, power, strict=True) if p < 0)
    text = f"{number} {above}".strip() if number not in ("", "−") else number + above
    if text in ("", "−"):
        text += "1"
    return f"{text}/{below}" if below else text
