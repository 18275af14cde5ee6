"""What an exercise is for the checks: its problems, its tolerance, what its result is called."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from softmax_course.tolerances import EXACT

ORDINARY, TAIL = "ordinary", "tail"
Words = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Origin:
    """Which call gives a part of a result, where it is not the exercise's name that is called.

    Parameters
    ----------
    source
        What is called, as a message names it: "MakeLoss.backward".
    lines
        Lines that show the part, written with the exercise's arguments; ``{options}`` stands for those passed by name.
    """

    source: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One set of arguments.

    Parameters
    ----------
    args
        The positional arguments of one call.
    says
        What is special about it, as it appears in a message after "for": "p near 0 and 1".
    kind
        ORDINARY problems are compared in the maximum norm; a TAIL entry by entry, of solutions in float64 only.
    options
        Keyword arguments of the call.
    raises
        The exception that is due instead of a result; ``says`` then tells why.
    part
        Of an exercise that asks for several things, each judged apart: which one it is about.
    names
        What the parts of the result are called here, where that differs from problem to problem.
    origin
        Which call shows the result here, likewise.
    """

    args: tuple
    says: str = ""
    kind: str = ORDINARY
    options: dict[str, Any] = field(default_factory=dict)
    raises: type[Exception] | None = None
    part: str = ""
    names: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True)
class Demand:
    """How a right result has to come about, where the exercise asks for more than the result.

    Parameters
    ----------
    holds
        From the student's object and a problem, as ``observe`` gets them, to whether it does.
    headline, look
        What to say if it does not.
    """

    holds: Callable[..., bool]
    headline: str
    look: str


@dataclass(frozen=True)
class Exercise:
    """How one exercise is checked.

    Parameters
    ----------
    name
        The exercise's name, as in COURSE.md.
    problems
        Draws the problems from a random generator.
    tolerance
        Relative to the largest true entry: GRADIENTS for losses and gradients, VALUES for others, EXACT for derivations.
    returns
        What the result is called in messages; several names for a tuple.
    arguments
        The names of the positional arguments.
    observe
        Turns the student's object and a problem into the result that is compared; by default the object is called. Of an
        exercise that defines several names it gets the tuple of them.
    analytic
        Whether the exercise is a gradient, for which differences are refused.
    words
        Where parts of the result are facts about what was seen: by the part's name, what is wrong in words, and a hint.
    plain
        Whether the student's function is called with a problem's arguments as they are, so that she can do the same.
    origins
        Of an exercise that is a class, or several: by the part's name, which call gives it.
    demand
        What is asked of an answer whose results are right; tried on the first problem.
    """

    name: str
    problems: Callable[[np.random.Generator], Iterable[Problem]]
    tolerance: float
    returns: tuple[str, ...]
    arguments: tuple[str, ...]
    observe: Callable[..., Any]
    analytic: bool = False
    words: Words = field(default_factory=dict)
    plain: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict)
    demand: Demand | None = None

    @property
    def derivation(self) -> bool:
        """Whether its answer is a list of lines, each compared with the one before it."""
        return self.tolerance == EXACT

    def draw(self, seed: int) -> list[Problem]:
        """The problems of this exercise for a seed: 0 for those that everybody sees, another for fresh ones."""
        return list(self.problems(np.random.default_rng([seed, zlib.crc32(self.name.encode())])))


VISIBLE = 0
EXERCISES: dict[str, Exercise] = {}


def call_it(function: Callable, *args: Any, **options: Any) -> Any:
    """Observe a function by calling it."""
    return function(*args, **options)


def exercise(
    arguments: str = "",
    *,
    tolerance: float,
    returns: str = "result",
    observe: Callable[..., Any] = call_it,
    analytic: bool = False,
    words: Words | None = None,
    plain: bool = False,
    origins: Mapping[str, Origin] | None = None,
    demand: Demand | None = None,
) -> Callable[[Callable], Callable]:
    """Register the decorated generator of problems under its own name.

    Parameters
    ----------
    arguments
        Names of the positional arguments, separated by spaces.
    tolerance
        See :class:`Exercise`.
    returns
        Names of the parts of the result, separated by spaces.
    observe, analytic, words, plain, origins, demand
        See :class:`Exercise`; what is observed by calling it is plain.
    """

    def register(problems: Callable) -> Callable:
        EXERCISES[problems.__name__] = Exercise(
            problems.__name__,
            problems,
            tolerance,
            tuple(returns.split()),
            tuple(arguments.split()),
            observe,
            analytic,
            words or {},
            plain or observe is call_it,
            origins or {},
            demand,
        )
        return problems

    return register
