"""What went wrong: mistakes that the library has a name for, and failures that it has none for, alike ones together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.records import Record, exercise_of
from grader.report.reading import GradedAssignment, HandedIn
from solutions.mistakes import LIBRARY

ALIKE = 0.7  # share of the words that two messages have in common, from which on they are one group
TEXTS = re.compile(r"`[^`\n]*`|'[^'\n]*'|\"[^\"\n]*\"")
NUMBER = re.compile(r"[-+−]?\d[\d.,]*(?:e[-+−]?\d+)?")
WORD = re.compile(r"\w+|#|…")


@dataclass(frozen=True)
class Named:
    """A mistake of the library, and who made it.

    Parameters
    ----------
    id
        Its id.
    assignment, exercise
        Where it was made.
    message, hint
        What a student reads about it; empty if the library does not hold it any more.
    students
        Who made it.
    tried
        How many notebooks of the assignment could be run.
    """

    id: str
    assignment: str
    exercise: str
    message: str
    hint: str
    students: Sequence[str]
    tried: int


@dataclass(frozen=True)
class Group:
    """Failures of one exercise that have no name, and whose messages are alike.

    Parameters
    ----------
    assignment, exercise
        Where they came up.
    message
        What one of the students read.
    students
        Whose they are; the first one's message it is.
    """

    assignment: str
    exercise: str
    message: str
    students: Sequence[str]


def named(assignments: Iterable[GradedAssignment]) -> list[Named]:
    """The named mistakes, the most common one first. Who makes one in the check and in the hidden tests makes it once."""
    library = {entry.name: entry for entry in LIBRARY}
    found = []
    for assignment in assignments:
        students: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for one in assignment.ran:
            for record in one.records:
                if record.mistake:
                    students[exercise_of(record.cell), record.mistake][one.student] = None
        for (exercise, mistake), made_by in students.items():
            entry = library.get(mistake)
            message, hint = (entry.message, entry.hint) if entry else ("", "")
            found.append(Named(mistake, assignment.name, exercise, message, hint, list(made_by), len(assignment.ran)))
    return sorted(found, key=lambda one: (-len(one.students), one.assignment, one.exercise, one.id))


def unnamed(assignments: Iterable[GradedAssignment]) -> list[Group]:
    """The failures without a name, in groups, the largest first."""
    groups = [group for assignment in assignments for group in _groups(assignment)]
    return sorted(groups, key=lambda group: (-len(group.students), group.assignment, group.exercise, group.message))


def _groups(assignment: GradedAssignment) -> Iterator[Group]:
    failures: dict[str, list[Record]] = defaultdict(list)
    for one in assignment.ran:
        for record in _without_name(one):
            failures[exercise_of(record.cell)].append(record)
    for exercise, records in failures.items():
        for alike in _alike(records):
            yield Group(assignment.name, exercise, alike[0].message, [record.student for record in alike])


def _without_name(one: HandedIn) -> Iterator[Record]:
    """One record an exercise that failed and has no name: what the student saw, if she saw it."""
    by_exercise: dict[str, list[Record]] = defaultdict(list)
    for record in one.records:
        by_exercise[exercise_of(record.cell)].append(record)
    for records in by_exercise.values():
        failed = [r for r in records if r.points < r.max_points and r.status in ("failed", "error")]
        if failed and not any(record.mistake for record in records):
            yield failed[0]


def _alike(records: Sequence[Record]) -> list[list[Record]]:
    """The records in groups, each begun by the most common message of those that were left."""
    words = [_words(record.message) for record in records]
    groups: dict[frozenset[str], list[Record]] = {}
    home: dict[frozenset[str], frozenset[str]] = {}
    for kind, _count in Counter(words).most_common():  # of equally common ones the first student's first
        home[kind] = next((first for first in groups if _likeness(first, kind) >= ALIKE), kind)
        groups.setdefault(home[kind], [])
    for own_first in (True, False):
        for record, kind in zip(records, words, strict=True):
            if (home[kind] == kind) is own_first:
                groups[home[kind]].append(record)
    return list(groups.values())


def _words(message: str) -> frozenset[str]:
    """The words of a message without what differs from student to student: numbers, quoted texts, lines of code."""
    sentences = [line for line in message.splitlines() if not line.startswith("  ")]
    return frozenset(WORD.findall(NUMBER.sub("#", TEXTS.sub("…", "\n".join(sentences))).lower()))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0
