"""How the notebooks ran: time, what was stopped, repaired or not readable, and what is new since the grading before."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from grader.engine.sandbox.layers import LAYERS
from grader.records import exercise_of
from grader.report.reading import STOPPED, GradedAssignment, HandedIn

MANY_TIMES, A_WHILE = 5.0, 2.0  # slow is what takes so many times the median, and so many seconds
CELL = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Event:
    """Something that happened to one submission.

    Parameters
    ----------
    student, assignment
        Whose, and which.
    words
        What happened, as sentences.
    """

    student: str
    assignment: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Durations:
    """How long the check and the hidden tests of an exercise took together.

    Parameters
    ----------
    assignment, exercise
        Which one.
    seconds : array of shape (notebooks,)
        In each notebook.
    students
        Whose they are.
    """

    assignment: str
    exercise: str
    seconds: np.ndarray
    students: list[str]

    @property
    def median(self) -> float:
        """Half of the notebooks take longer."""
        return float(np.median(self.seconds))

    @property
    def slow(self) -> Iterator[tuple[str, float]]:
        """The students whose code takes many times as long as that of most, and how long."""
        for student, seconds in zip(self.students, self.seconds, strict=True):
            if seconds >= max(A_WHILE, MANY_TIMES * self.median):
                yield student, float(seconds)


@dataclass(frozen=True)
class Moved:
    """An exercise whose points differ from those of the grading before.

    Parameters
    ----------
    assignment, exercise
        Which one.
    up, down
        In how many notebooks they are more, or fewer.
    """

    assignment: str
    exercise: str
    up: int
    down: int


@dataclass(frozen=True)
class Changes:
    """What the last grading of an assignment changed.

    Parameters
    ----------
    assignment
        Its name.
    new
        How many submissions were graded for the first time in it.
    again
        How many were graded again.
    moved
        The exercises in which points changed.
    students
        The submissions in which they did.
    """

    assignment: str
    new: int
    again: int
    moved: list[Moved]
    students: list[Event]


def unreadable(assignments: Iterable[GradedAssignment]) -> list[Event]:
    """Submissions that could not be run, with the reason."""
    return [
        Event(one.student, assignment.name, (one.not_run.message,))
        for assignment in assignments
        for one in assignment.handed_in
        if one.not_run and one.not_run.status not in STOPPED
    ]


def stopped(assignments: Iterable[GradedAssignment]) -> list[Event]:
    """Submissions in which something took too long, or ended its process."""
    words = {"timeout": "took too long", "killed": "ended its process"}
    found = []
    for assignment in assignments:
        for one in assignment.handed_in:
            what = {(r.status, exercise_of(r.cell)): None for r in one.records if r.status in STOPPED}
            if one.not_run and what:
                found.append(Event(one.student, assignment.name, (f"The notebook {words[one.not_run.status]}.",)))
            elif what:
                found.append(
                    Event(one.student, assignment.name, tuple(f"{exercise} {words[s]}." for s, exercise in what))
                )
    return found


def repaired(assignments: Iterable[GradedAssignment]) -> list[Event]:
    """Submissions that were repaired, and what was."""
    return [
        Event(one.student, assignment.name, tuple(one.kept.repairs))
        for assignment in assignments
        for one in assignment.handed_in
        if one.kept and one.kept.repairs
    ]


def kinds_of_repair(events: Iterable[Event]) -> list[tuple[str, int]]:
    """How often each kind of repair was made, whatever the cell, and in how many submissions."""
    counts = Counter(kind for event in events for kind in {CELL.sub("…", words) for words in event.words})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def confined(assignments: Iterable[GradedAssignment]) -> list[tuple[str, int]]:
    """The sandboxes with a layer missing in which submissions ran, and how many did."""
    levels = Counter(one.records[0].sandbox for a in assignments for one in a.ran if one.records)
    return sorted((level, count) for level, count in levels.items() if level != "+".join(LAYERS))


def durations(assignments: Iterable[GradedAssignment]) -> list[Durations]:
    """The time of every exercise, in the order of the notebooks."""
    found = []
    for assignment in assignments:
        seconds: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for one in assignment.ran:
            for record in one.records:
                seconds[exercise_of(record.cell)][one.student] += record.seconds
        found += [
            Durations(assignment.name, exercise, np.array(list(of_it.values())), list(of_it))
            for exercise, of_it in seconds.items()
        ]
    return found


def changes(assignments: Iterable[GradedAssignment]) -> list[Changes]:
    """What the last grading of each assignment changed; of assignments that were graded once there is nothing to say."""
    return [found for assignment in assignments if (found := _changes(assignment)).again]


def _changes(assignment: GradedAssignment) -> Changes:
    last = max((one.kept.run for one in assignment.handed_in if one.kept), default=0)
    up: Counter[str] = Counter()
    down: Counter[str] = Counter()
    new = again = 0
    students = []
    for one in assignment.handed_in:
        if one.kept is None or one.kept.run != last:
            continue
        if one.kept.before is None:
            new += 1
            continue
        again += 1
        differences = _differences(one)
        up.update(exercise for exercise, (before, now) in differences.items() if now > before)
        down.update(exercise for exercise, (before, now) in differences.items() if now < before)
        if differences:
            words = tuple(f"{exercise} {before:g} → {now:g}" for exercise, (before, now) in differences.items())
            students.append(Event(one.student, assignment.name, words))
    moved = [Moved(assignment.name, e, up[e], down[e]) for e in assignment.exercises if up[e] or down[e]]
    return Changes(assignment.name, new, again, moved, students)


def _differences(one: HandedIn) -> dict[str, tuple[float, float]]:
    assert one.kept is not None
    before: dict[str, float] = defaultdict(float)
    now: dict[str, float] = defaultdict(float)
    for points, records in ((before, one.kept.before or ()), (now, one.records)):
        for record in records:
            points[exercise_of(record.cell)] += record.points
    return {exercise: (before[exercise], now[exercise]) for exercise in now if before[exercise] != now[exercise]}
