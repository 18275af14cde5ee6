"""What a check costs the student who waits for it: passing, and failing with the mistake named."""

import contextlib
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.measuring import Clock, Result, Row, in_turns, row, seconds
from grader.build.notebook import grade_cell_text
from grader.build.source import Source, read_sources
from softmax_course.checks import NotPassed
from softmax_course.checks.naming import name_mistake
from solutions.mistakes import LIBRARY, Implementation
from solutions.reference import reference

CHECKS, NAMING = "checks", "naming"
ROOT = Path(__file__).resolve().parents[1]
CHECK_BUDGET, NAMING_BUDGET = 1.0, 0.05  # seconds
SAMPLE = 2  # mistakes of every exercise


@dataclass(frozen=True)
class GradedCell:
    """A check cell or a hidden grade cell.

    Parameters
    ----------
    source
        The notebook's source.
    exercise
        The exercise's name.
    kind
        "check" or "grade".
    text
        The cell.
    """

    source: Source
    exercise: str
    kind: str
    text: str

    def run(self, names: dict[str, Any]) -> NotPassed | None:
        """Run the cell among these names.

        Parameters
        ----------
        names
            What the notebook defines; they are not changed.

        Returns
        -------
        NotPassed or None
            The failure.
        """
        namespace = {**names, "__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                exec(self.text, namespace)
            except NotPassed as failure:
                return failure
        return namespace["check"].failure if "check" in namespace else None


def cells_of(sources: Sequence[Source], kinds: Sequence[str] = ("check", "grade")) -> Iterator[GradedCell]:
    """The test cells of these notebooks.

    Parameters
    ----------
    sources
        The notebooks' sources.
    kinds
        Which kinds of cell.
    """
    for source in sources:
        checks = {cell.name: cell.text for cell in source.cells if cell.kind == "check"}
        for name, exercise in source.exercises.items():
            if "check" in kinds:
                yield GradedCell(source, name, "check", checks[name])
            if "grade" in kinds and exercise.points[1]:
                yield GradedCell(source, name, "grade", grade_cell_text(source, exercise))


def run_checks(turns: int, only: Sequence[str] | None = None, clock: Clock = Clock.WALL) -> Result:
    """Every check cell with the reference solutions, the slowest first, against the budget of a second.

    Parameters
    ----------
    turns
        How often each runs.
    only
        Exercises; by default all.
    clock
        Which seconds are counted.
    """
    rows, left_out = [], []
    for cell in cells_of(_sources(), ["check"]):
        if only is not None and cell.exercise not in only:
            continue
        names = reference(cell.source.name)
        if (why := _not_passing(cell, names)) is not None:
            left_out.append(why)
            continue
        (times,) = in_turns([partial(seconds, partial(cell.run, names), clock)], turns)
        what = f"{cell.source.name}: {cell.exercise}"
        rows.append(row(CHECKS, what, "the budget, 1 s", times, [CHECK_BUDGET] * turns, goal=1.0))
    return Result(sorted(rows, key=lambda each: -each.ratio), left_out)


def run_naming(
    turns: int, only: Sequence[str] | None = None, sample: int = SAMPLE, clock: Clock = Clock.WALL
) -> Result:
    """Check and grade cells with mistakes of the library minus the same cells with the solution, against 50 ms.

    Parameters
    ----------
    turns
        How often each runs, once with the mistake and once with the solution.
    only
        Exercises; by default all.
    sample
        How many mistakes of an exercise are tried, drawn with a fixed seed.
    clock
        Which seconds are counted.
    """
    rows, left_out, without = [], [], []
    for cell in cells_of(_sources()):
        if only is not None and cell.exercise not in only:
            continue
        mistakes = [entry for entry in LIBRARY if entry.exercise == cell.exercise and not entry.right]
        names = reference(cell.source.name)
        if not mistakes:
            without.append(cell.exercise)
        elif (why := _not_passing(cell, names)) is not None:
            left_out.append(why)
        else:
            drawn = random.Random(3).sample(mistakes, min(sample, len(mistakes)))
            rows += [each for entry in drawn if (each := _added(cell, entry, names, turns, clock)) is not None]
    if without:
        left_out.append(f"The library has no mistake of {', '.join(dict.fromkeys(without))}.")
    return Result(sorted(rows, key=lambda each: -each.ratio), left_out)


def _sources() -> list[Source]:
    sources, problems = read_sources(ROOT)
    if problems:
        raise RuntimeError("\n".join(problems))
    return sources


def _not_passing(cell: GradedCell, names: dict[str, Any]) -> str | None:
    """Why a cell cannot be measured, None where it can."""
    try:
        failure = cell.run(names)
    except LookupError as error:
        return f"{cell.exercise}, {cell.kind}: {error}"
    return f"{cell.exercise}, {cell.kind}: the solution does not pass ({failure.message.headline})" if failure else None


def _added(cell: GradedCell, entry: Implementation, names: dict[str, Any], turns: int, clock: Clock) -> Row | None:
    """The line for one mistake in one cell, None where this cell does not fail."""
    mistaken = dict(names)
    exec(entry.cell(cell.source.exercises[cell.exercise].defines), mistaken)
    naming: list[float] = []

    def timed(*args: Any) -> Any:
        found: list[Any] = []
        naming.append(seconds(lambda: found.append(name_mistake(*args)), clock))
        return found[0]

    with mock.patch("softmax_course.checks.check.name_mistake", timed):
        if cell.run(mistaken) is None:
            return None
        naming.clear()
        ways = [partial(seconds, partial(cell.run, who), clock) for who in (mistaken, names)]
        failing, passing = in_turns(ways, turns)
    added = [wrong - right for wrong, right in zip(failing, passing, strict=True)]
    note = f"naming itself {1000 * sorted(naming)[len(naming) // 2]:.1f} ms" if naming else "said without the library"
    what = f"{cell.exercise}, {cell.kind}: {entry.name}"
    return row(NAMING, what, "the budget, 50 ms", added, [NAMING_BUDGET] * turns, goal=1.0, note=note)
