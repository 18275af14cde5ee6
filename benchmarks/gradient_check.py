"""Checking a large gradient: three random directions against a difference for every entry."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.measuring import Clock, Result, in_turns, row, seconds
from softmax_course import directional_derivatives, random_directions
from softmax_course.derivatives import STEP
from softmax_course.tolerances import GRADIENTS
from solutions.reference import reference

NAME = "gradient-check"
DIRECTIONS = 3
CALLS = 20  # of the quick one in a turn


@dataclass
class Regression:
    """A softmax regression with random inputs, at random weights, with a penalty.

    Parameters
    ----------
    examples, features, classes
        N, D and C.
    """

    examples: int
    features: int
    classes: int
    reg: float = 0.05
    W: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(7)
        self.X = rng.normal(size=(self.examples, self.features))
        self.y = rng.integers(0, self.classes, self.examples)
        self.W = rng.normal(size=(self.features, self.classes)) / np.sqrt(self.features)
        self._loss_and_gradient = reference("03_vectorized_gradient")["softmax_loss_vectorized"]

    def loss(self, W: np.ndarray) -> float:
        """The loss at other weights, from the function that gives loss and gradient, as in a check."""
        return self._loss_and_gradient(W, self.X, self.y, self.reg)[0]

    def gradients(self) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The right gradient, and wrong ones by what is wrong with them."""
        _loss, right = self._loss_and_gradient(self.W, self.X, self.y, self.reg)
        one_entry = right.copy()
        one_entry[0, 0] += 0.01 * np.abs(right).max()
        return right, {
            "of the sum instead of the mean": self.examples * (right - 2 * self.reg * self.W) + 2 * self.reg * self.W,
            "without the factor 2 of the penalty": right - self.reg * self.W,
            "the sign turned round": -right,
            "one entry off by a hundredth of the largest": one_entry,
        }


def by_directions(f: Callable, W: np.ndarray) -> Callable[[np.ndarray], bool]:
    """Differences along random directions; whether a gradient agrees with them.

    Parameters
    ----------
    f
        The loss as a function of the weights.
    W
        The weights.

    Returns
    -------
    callable
        Tells whether a gradient agrees.
    """
    directions = random_directions(W.shape, np.random.default_rng(11), DIRECTIONS)
    found = directional_derivatives(f, W, directions=directions)

    def agrees(gradient: np.ndarray) -> bool:
        given = directions.reshape(DIRECTIONS, -1) @ gradient.reshape(-1)
        return bool(np.abs(given - found).max() <= GRADIENTS * np.abs(found).max())

    return agrees


def by_entries(f: Callable, W: np.ndarray) -> Callable[[np.ndarray], bool]:
    """The plain loop: a central difference for each entry; whether a gradient agrees with them.

    Parameters
    ----------
    f, W
        See :func:`by_directions`.

    Returns
    -------
    callable
        Tells whether a gradient agrees.
    """
    moved, found = W.copy(), np.zeros_like(W)
    for place in np.ndindex(*W.shape):
        moved[place] = W[place] + STEP
        above = f(moved)
        moved[place] = W[place] - STEP
        found[place] = (above - f(moved)) / (2 * STEP)
        moved[place] = W[place]
    return lambda gradient: bool(np.abs(gradient - found).max() <= GRADIENTS * np.abs(found).max())


def run(turns: int, problem: Regression | None = None, clock: Clock = Clock.WALL) -> Result:
    """Measure both, and make sure that both tell the right gradient from each wrong one.

    Parameters
    ----------
    turns
        How often the plain loop runs.
    problem
        By default 64 examples, 784 features and 10 classes.
    clock
        Which seconds are counted.

    Raises
    ------
    RuntimeError
        If one of them does not.
    """
    problem = problem or Regression(64, 784, 10)
    right, wrong = problem.gradients()
    for check in (by_directions, by_entries):
        agrees = check(problem.loss, problem.W)
        if not agrees(right):
            raise RuntimeError(f"{check.__name__} refuses the right gradient.")
        for what, gradient in wrong.items():
            if agrees(gradient):
                raise RuntimeError(f"{check.__name__} accepts a gradient that is wrong ({what}).")
    ours, theirs = in_turns(
        [
            lambda: seconds(lambda: by_directions(problem.loss, problem.W)(right), clock, CALLS),
            lambda: seconds(lambda: by_entries(problem.loss, problem.W)(right), clock),
        ],
        turns,
    )
    rival = f"a central difference for each entry, {2 * right.size} evaluations"
    what = f"{DIRECTIONS} random directions, W of {problem.features} × {problem.classes}, N = {problem.examples}"
    note = f"both accept the right gradient and refuse {len(wrong)} wrong ones"
    return Result([row(NAME, what, rival, ours, theirs, goal=1 / 1000, note=note)])
