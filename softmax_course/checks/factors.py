"""Reading a number as ±m · Nⁱ Dʲ Cᵏ, from its values on problems whose sizes are all different."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from softmax_course.problems.exercise import Exercise

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
WHOLE = {1.0: "", -1.0: "−", 2.0: "2", -2.0: "−2", 0.5: "½", -0.5: "−½"}
POWERS = (-2, -1, 0, 1, 2)


def sizes_of(exercise: Exercise, args: tuple) -> dict[str, float]:
    """The sizes N, D and C of a problem, as far as its arguments show them.

    Parameters
    ----------
    exercise
        The exercise, which names the arguments.
    args
        The arguments.
    """
    sizes: dict[str, float] = {}
    for name, value in zip(exercise.arguments, args, strict=False):
        axes = AXES.get(name, ())
        if isinstance(value, np.ndarray) and value.ndim == len(axes):
            sizes.update(zip(axes, map(float, value.shape), strict=True))
    return sizes


def read_factor(
    values: np.ndarray,
    scales: Sequence[Mapping[str, float]],
    errors: np.ndarray,
    *,
    numbers: Mapping[float, str] = WHOLE,
    powers: Mapping[str, Sequence[int]],
) -> str | None:
    """The simplest ±m · Nⁱ Dʲ Cᵏ that has these values, as it is written; None where there is none.

    Parameters
    ----------
    values
        The number on each problem.
    scales
        What the letters stand for on each problem.
    errors
        How far off each value may be.
    numbers
        The m that are tried, and how each is written.
    powers
        The powers that are tried of each letter; a letter that some problem lacks is left out.
    """
    letters = [letter for letter in powers if all(letter in each for each in scales)]
    columns = {letter: np.array([each[letter] for each in scales]) for letter in letters}
    raised = {letter: {power: column**power for power in powers[letter]} for letter, column in columns.items()}
    tried = np.array(list(numbers))[:, None]
    choices = itertools.product(*(powers[letter] for letter in letters))
    for power in sorted(choices, key=lambda choice: sum(map(abs, choice))):
        scale = np.ones(len(values))
        for letter, exponent in zip(letters, power, strict=True):
            scale = scale * raised[letter][exponent]
        fits = (np.abs(values - tried * scale) <= errors).all(axis=1)
        if fits.any():
            return _written(list(numbers.values())[int(fits.argmax())], letters, power)
    return None


def _written(number: str, letters: Sequence[str], power: Sequence[int]) -> str:
    raised = {1: "", 2: "²"}
    above = " ".join(s + raised[p] for s, p in zip(letters, power, strict=True) if p > 0)
    below = " ".join(s + raised[-p] for s, p in zip(letters, power, strict=True) if p < 0)
    text = f"{number} {above}".strip() if number not in ("", "−") else number + above
    if text in ("", "−"):
        text += "1"
    if " " in below:
        below = f"({below})"
    return f"{text}/{below}" if below else text
