"""From how a wrong answer looks to what is known of it: one mistake of the library, two together, or what a gradient is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from softmax_course.checks.pairs import Pair, find_pair
from softmax_course.checks.signatures import Known, same, signature_of
from softmax_course.checks.terms import MadeOf, Terms, fit_terms
from softmax_course.problems.exercise import Exercise, Problem
from softmax_course.tolerances import GRADIENTS

Match = Known | Pair | MadeOf
Recognise = Callable[[list], Match | None]  # from a signature to what is known of it


@dataclass(frozen=True)
class Library:
    """What is known of the wrong answers to an exercise, on some problems.

    Parameters
    ----------
    exercise
        The exercise.
    known
        The library's mistakes, each with its signature.
    problems, expected
        The problems and the right results.
    terms
        Of which terms its results are made.
    """

    exercise: Exercise
    known: Sequence[Known]
    problems: Sequence[Problem]
    expected: Sequence[Sequence[np.ndarray]]
    terms: Terms = field(default_factory=Terms)

    def recognise(self, signature: list) -> Match | None:
        """What is known of an answer with this signature; the first of: one mistake, two together, its terms.

        More than one mistake is looked for in losses and gradients only: their deviations add up. Counts and labels, and what is
        observed of a loop (how many orders there were), would add up by chance.

        Parameters
        ----------
        signature
            How the answer looks on these problems; of an exercise that asks for several things, on those about one of them.
        """
        truth = signature_of([list(parts) for parts in self.expected], self.problems)
        begun = next(i for i, result in enumerate(signature) if result is not None)
        signature = [*truth[:begun], *signature[begun:]]  # a mistake in what comes before would show there first
        single = next((mistake for mistake in self.known if same(signature, mistake.signature)), None)
        if single is not None or self.exercise.words or self.exercise.tolerance != GRADIENTS or None in signature:
            return single
        pair = find_pair(self.known, truth, signature)
        return pair or fit_terms(self.terms, self.exercise.returns, truth, signature)
