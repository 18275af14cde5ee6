"""Naming a mistake: an exact factor, or what the library knows of it. Where nothing is certain, nothing is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from softmax_course.checks.factors import POWERS, read_factor, sizes_of
from softmax_course.checks.observing import Observation, first_wrong, of_one_part
from softmax_course.checks.pairs import Pair
from softmax_course.checks.recognising import Recognise
from softmax_course.checks.signatures import Known, signature_of
from softmax_course.checks.terms import MadeOf
from softmax_course.problems.exercise import ORDINARY, Exercise
from softmax_course.text import translate as _
from softmax_course.tolerances import FLOOR, GRADIENTS


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
        What is known of an answer with a signature.
    """
    if seen[first_wrong(seen)].stub:
        return Name()
    asked = of_one_part(seen)
    looked_at = [observation for observation in asked if observation]
    factors = {
        label: fact for part, label in enumerate(exercise.returns) if (fact := exact_factor(exercise, looked_at, part))
    }
    facts = tuple(factors.values())
    match = recognise(signature_of([o.result if o else None for o in asked], [o.problem for o in seen]))
    if isinstance(match, Known):
        lead = _("Your results are exactly those of a common mistake:")
        return Name((*facts, f"{lead} {match.message}"), match.hint, match.name)
    if isinstance(match, Pair):
        return Name((*facts, *_pair_in_words(match)), f"{match.first.hint} {match.second.hint}")
    if isinstance(match, MadeOf):
        made_of = [match.sentences[label] for label in exercise.returns if label in match.sentences.keys() - factors]
        return Name((*facts, *made_of))
    return Name(facts, _("Which line brings that factor in, or which one leaves it out?") if facts else None)


def _pair_in_words(pair: Pair) -> tuple[str, ...]:
    """That an answer is consistent with two mistakes, and not that it is them.

    Their ids stand in the text. The message as a whole has none: neither alone is the mistake.
    """
    return (
        _("Your results are consistent with {first} together with {second}. Each of the two, if it were alone:").format(
            first=pair.first.name, second=pair.second.name
        ),
        f"– {pair.first.message}",
        f"– {pair.second.message}",
    )


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
            sizes.append(sizes_of(exercise, observation.problem.args))
    if len(ratios) < 2 or np.allclose(ratios, 1.0, rtol=GRADIENTS):
        return None
    values = np.array(ratios)
    factor = read_factor(values, sizes, GRADIENTS * np.abs(values), powers=dict.fromkeys("NDC", POWERS))
    if factor is None:
        return None
    label = seen[0].name_of(exercise, part) if len(exercise.returns) > 1 else _("the result")
    return _("On every problem {label} is exactly {factor} times the expected one.").format(label=label, factor=factor)


def _ratio(got: object, expected: np.ndarray) -> float | None:
    """``got / expected`` if that is one number (nan where both are zero), else None."""
    if not isinstance(got, np.ndarray) or got.shape != expected.shape or not np.isfinite(got).all():
        return None
    largest = float(np.abs(expected).max(initial=0.0))
    if largest < FLOOR:
        return np.nan if np.abs(got).max(initial=0.0) < FLOOR else None
    ratio = float((got * expected).sum()) / float((expected * expected).sum())
    fits = np.abs(got - ratio * expected).max() <= GRADIENTS * largest * max(abs(ratio), FLOOR)
    return ratio if fits else None
