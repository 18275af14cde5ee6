"""The page: from what was graded to one HTML file."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.report.exercises import ENOUGH, Exercise, exercises
from grader.report.failures import Group, named, unnamed
from grader.report.plots import FEW, Plots
from grader.report.reading import GradedAssignment, GradedClass
from grader.report.running import (
    Durations,
    Event,
    changes,
    confined,
    durations,
    kinds_of_repair,
    repaired,
    stopped,
    unreadable,
)
from grader.report.samples import Mask, code_of, no_mask, printable

MOST = 0.5  # of the class
A_CLASS = 5  # notebooks from which on "most of them" says something
HARDEST = 6  # exercises to show first
SLOWEST = 15  # exercises and students to show
SHOWN = 12  # mistakes and groups that are not folded
MANY, BANDS = 100, 50  # students from which on a heat map has a row for several, and so many rows


def make_report(graded: GradedClass, out: Path, *, anonymous: bool = False) -> str:
    """Write a report about a class.

    Parameters
    ----------
    graded
        The class.
    out
        The grading folder, where students' code is looked up.
    anonymous
        Whether to leave out names, and whatever they could follow from.

    Returns
    -------
    str
        An HTML page. The same class gives the same page.
    """
    mask = Mask(graded.names) if anonymous else no_mask
    plots = Plots()
    every = [exercise for assignment in graded.assignments for exercise in exercises(assignment)]
    usual = [e for e in every if e.tried >= A_CLASS] or every
    hardest = sorted(usual, key=lambda e: e.share)[:HARDEST]
    times = durations(graded.assignments)
    mistakes = named(graded.assignments)
    common = [mistake for mistake in mistakes if len(mistake.students) > 1][:SHOWN]
    totals = _totals(graded.assignments)
    groups = unnamed(graded.assignments)
    bad, halted, mended = (find(graded.assignments) for find in (unreadable, stopped, repaired))
    if anonymous:
        bad = [replace(event, words=tuple(mask(_first_sentence(words)) for words in event.words)) for event in bad]
        bad, halted, mended = (sorted(events, key=_without_student) for events in (bad, halted, mended))
    environment = Environment(
        loader=PackageLoader("grader.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    environment.filters |= {"prose": _prose, "percent": _percent, "many": _many, "number": _number}
    return environment.get_template("page.html").render(
        names=not anonymous,
        few=FEW,
        enough=ENOUGH,
        shown=SHOWN,
        graded=graded,
        notebooks=sum(len(assignment.handed_in) for assignment in graded.assignments),
        totals=totals,
        score_columns=[{one.student: one.marks.score for one in a.handed_in} for a in graded.assignments],
        mean=float(np.mean(list(totals.values()))),
        median=float(np.median(list(totals.values()))),
        exercises=every,
        missed=[e for e in sorted(usual, key=lambda e: -e.missed / e.tried) if e.missed],
        most=MOST,
        hardest=plots.difficulty(hardest, "The exercises of which the smallest share of points was earned.")
        if every
        else None,
        distributions=_distributions(plots, graded.assignments, totals),
        heat_map=_heat_map(plots, graded.assignments, totals, every, named_rows=not anonymous),
        difficulties=_difficulties(plots, graded.assignments, every),
        correlated=any(exercise.discrimination is not None for exercise in every),
        common=common,
        rare=[mistake for mistake in mistakes if mistake not in common],
        groups=[_sample(group, out, mask) for group in groups],
        unreadable=bad,
        stopped=halted,
        repaired=mended,
        repairs=kinds_of_repair(mended),
        confined=confined(graded.assignments),
        waiting=sum(one.marks.waits for assignment in graded.assignments for one in assignment.handed_in),
        outdated=sum(one.outdated for assignment in graded.assignments for one in assignment.handed_in),
        unrecorded=sum(one.kept is None for assignment in graded.assignments for one in assignment.handed_in),
        durations=_durations(plots, times),
        slow=_slow(times),
        changes=(found := changes(graded.assignments)),
        changed=sum(len(change.students) for change in found),
    )


def _totals(assignments: Sequence[GradedAssignment]) -> dict[str, float]:
    """What each student earned, as a share of what the notebooks that she handed in are worth."""
    earned: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for assignment in assignments:
        for one in assignment.handed_in:
            earned[one.student] += one.marks.score
            most[one.student] += assignment.most
    return {student: earned[student] / most[student] if most[student] else 0.0 for student in sorted(earned)}


def _distributions(
    plots: Plots, assignments: Sequence[GradedAssignment], totals: dict[str, float]
) -> list[tuple[str, Any, str]]:
    """Heading, plot and lesson of each histogram: of the totals, then of each assignment."""
    every = {"Everything handed in": list(totals.values())} if len(assignments) > 1 else {}
    every |= {a.name: [one.marks.score / a.most if a.most else 0.0 for one in a.handed_in] for a in assignments}
    found = []
    for heading, shares in every.items():
        low, middle, high = np.quantile(shares, [0.25, 0.5, 0.75])
        what = "student" if heading not in {a.name for a in assignments} else "notebook"
        lesson = f"{_many(len(shares), what)}: the median (dashed) is {_percent(middle)}"
        if len(shares) > 3:
            lesson += f", half of them lie between {_percent(low)} and {_percent(high)}"
        found.append((heading, plots.distribution(shares, f"{lesson}.", what), f"{lesson}."))
    return found


def _difficulties(
    plots: Plots, assignments: Sequence[GradedAssignment], every: Sequence[Exercise]
) -> list[tuple[str, list[Exercise], Any, str]]:
    found = []
    for assignment in assignments:
        own = [exercise for exercise in every if exercise.assignment == assignment.name]
        if own:
            hardest, easiest = min(own, key=lambda e: e.share), max(own, key=lambda e: e.share)
            lesson = f"{_many(own[0].tried, 'notebook')}: "
            if hardest.share == easiest.share:
                lesson += f"{_percent(hardest.share)} of the points of every exercise."
            else:
                lesson += (
                    f"{hardest.name} is the hardest with {_percent(hardest.share)} of its points earned, "
                    f"{easiest.name} the easiest with {_percent(easiest.share)}."
                )
            gap = max(own, key=_gap)
            if _gap(gap) >= 0.1:
                lesson += f" {gap.name} passes the visible check more often than the hidden tests."
            found.append((assignment.name, own, plots.difficulty(own, lesson), lesson))
    return found


def _gap(exercise: Exercise) -> float:
    """By how much more of the visible points were earned than of the hidden ones."""
    if exercise.visible is None or exercise.hidden is None:
        return 0.0
    return exercise.visible - exercise.hidden


def _heat_map(
    plots: Plots,
    assignments: Sequence[GradedAssignment],
    totals: dict[str, float],
    every: Sequence[Exercise],
    *,
    named_rows: bool,
) -> tuple[Any, str] | None:
    if not every:
        return None
    students = sorted(totals, key=lambda student: (-totals[student], student))
    row = {student: number for number, student in enumerate(students)}
    shares = np.full((len(students), len(every)), np.nan)
    column = 0
    groups = []
    for assignment in assignments:
        if not assignment.ran:
            continue
        for cells in assignment.exercises.values():
            most = sum(assignment.cells[cell] for cell in cells)
            for one in assignment.ran:
                shares[row[one.student], column] = (
                    sum(one.marks.points.get(cell, 0.0) for cell in cells) / most if most else 0
                )
            column += 1
        groups.append((assignment.name, list(assignment.exercises)))
    who = "One row a student, those"
    if len(students) > MANY:
        size = math.ceil(len(students) / BANDS)
        shares, who = _bands(shares, size), f"One row is the mean of {size} students with similar scores, those"
        students = []
    lesson = (
        f"{who} with the largest share of their points on top; one column an exercise. Yellow is all of the points, dark blue "
        "none. Hatched is what was not handed in or could not be run. A dark column is a hard exercise."
    )
    return plots.heat_map(shares, students if named_rows else (), groups, lesson), lesson


def _bands(shares: np.ndarray, size: int) -> np.ndarray:
    """The means of so many rows at a time, whatever is nan left out."""
    parts = [shares[begin : begin + size] for begin in range(0, len(shares), size)]
    return np.array(
        [np.where(np.isnan(p).all(0), np.nan, np.nansum(p, 0) / np.maximum((~np.isnan(p)).sum(0), 1)) for p in parts]
    )


def _durations(plots: Plots, times: Sequence[Durations]) -> tuple[Any, str] | None:
    slowest = sorted(times, key=lambda one: -float(np.quantile(one.seconds, 0.9)))[:SLOWEST]
    if not slowest or not slowest[0].seconds.max():
        return None
    first = slowest[0]
    lesson = (
        f"{first.exercise} is the slowest: a median of {_number(first.median)} s, nine of ten within "
        f"{_number(float(np.quantile(first.seconds, 0.9)))} s, at most {_number(float(first.seconds.max()))} s."
    )
    return plots.durations(slowest, lesson), lesson


def _slow(times: Sequence[Durations]) -> list[tuple[str, Durations, float]]:
    found = [(student, one, seconds) for one in times for student, seconds in one.slow]
    return sorted(found, key=lambda item: (-item[2], item[0]))[:SLOWEST]


def _sample(group: Group, out: Path, mask: Any) -> tuple[Group, str]:
    code = code_of(out, group.assignment, group.exercise, group.students, mask)
    return replace(group, message=mask(group.message)), code


def _first_sentence(words: str) -> str:
    """A reason without the names of files that a student chose: those stand in what follows."""
    return words.partition(". ")[0]


def _without_student(event: Event) -> tuple[str, tuple[str, ...]]:
    return event.assignment, event.words


def _prose(text: str) -> Markup:
    """A text with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(printable(text)))))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"
