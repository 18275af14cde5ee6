"""Measuring in turns: ours, the rival, ours, the rival …, so that a busy machine slows both, and a ratio a turn."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any


class Clock(StrEnum):
    """Which seconds are counted: those on the wall, or those that the process had a processor (for a busy machine)."""

    WALL = "wall"
    CPU = "cpu"


@dataclass(frozen=True)
class Row:
    """One line of the result: something of ours, a rival, and how their times compare.

    Parameters
    ----------
    benchmark
        The name under which it is asked for.
    what
        What is ours.
    rival
        What it is compared with: other code, or a budget.
    ours, theirs
        Median seconds.
    ratio, low, high
        Ours divided by theirs: the median over the turns, the smallest and the largest.
    turns
        How often both were measured.
    goal
        The ratio that is wanted at most, None where the line only informs.
    note
        What a reader has to know about this line.
    """

    benchmark: str
    what: str
    rival: str
    ours: float
    theirs: float
    ratio: float
    low: float
    high: float
    turns: int
    goal: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, None where there is none."""
        return None if self.goal is None else self.ratio <= self.goal


@dataclass(frozen=True)
class Result:
    """What a benchmark found.

    Parameters
    ----------
    rows
        Its lines.
    left_out
        Sentences on what could not be measured here, and why.
    """

    rows: Sequence[Row]
    left_out: Sequence[str] = ()


def seconds(action: Callable[[], Any], clock: Clock = Clock.WALL, calls: int = 1) -> float:
    """How long one call takes.

    Parameters
    ----------
    action
        What is called.
    clock
        Which seconds are counted, of this process.
    calls
        How often it is called in a row; the seconds are the mean.
    """
    now = time.process_time if clock is Clock.CPU else time.perf_counter
    started = now()
    for _call in range(calls):
        action()
    return (now() - started) / calls


def in_turns(actions: Sequence[Callable[[], float]], turns: int) -> list[list[float]]:
    """Measure in turns, after a first turn that does not count: it loads what is loaded once.

    Parameters
    ----------
    actions
        Each gives the seconds that it took.
    turns
        How often each is asked.

    Returns
    -------
    list of list of float
        The seconds of each action.
    """
    for action in actions:
        action()
    columns = [[action() for action in actions] for _turn in range(turns)]
    return [list(times) for times in zip(*columns, strict=True)]


def row(
    benchmark: str,
    what: str,
    rival: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    goal: float | None = None,
    note: str = "",
) -> Row:
    """The line for seconds that were measured in turns.

    Parameters
    ----------
    benchmark, what, rival, goal, note
        See :class:`Row`.
    ours, theirs
        Seconds, one of each a turn.
    """
    ratios = [own / other for own, other in zip(ours, theirs, strict=True)]
    low, high, turns = min(ratios), max(ratios), len(ratios)
    return Row(
        benchmark, what, rival, median(ours), median(theirs), median(ratios), low, high, turns, goal=goal, note=note
    )
