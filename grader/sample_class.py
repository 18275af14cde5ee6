"""A class of plausible students: notebooks made from the solutions, right variants and mistakes of the library."""

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode

from grader.build.source import read_sources
from solutions.mistakes import LIBRARY, Implementation

NAMES = (
    "ada amir anneli bao bruno chiara dmitri dora elif emeka fatima felix gita goran hana hugo ines ivan jana joao "
    "kaveh kim lars leila lucia mei milan nadia noor olga omar priya quentin rosa ravi sana sven tariq thea uma vera wei "
    "xenia yara yusuf zoe"
).split()
DUE = datetime.datetime(2026, 10, 5, 12, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Habits:
    """How one student works.

    Parameters
    ----------
    slips, blanks
        Probabilities that an exercise holds a mistake, or is left as the stub.
    own_way
        Probability that a right answer is written in another way than the reference.
    late, broken
        Whether the notebook comes late, or as a file that cannot be read.
    share
        How much of the course she has handed in so far; the first notebook always.
    """

    slips: float
    blanks: float
    own_way: float
    late: bool
    broken: bool
    share: float


def draw_habits(rng: np.random.Generator) -> Habits:
    """The habits of one student: most make a slip here and there, some many, a few hand in late or a broken file."""
    return Habits(
        slips=float(rng.beta(1.2, 4.0)),
        blanks=float(rng.choice([0.0, 0.05, 0.4], p=[0.6, 0.3, 0.1])),
        own_way=float(rng.uniform(0.1, 0.7)),
        late=bool(rng.random() < 0.1),
        broken=bool(rng.random() < 0.06),
        share=float(rng.beta(1.0, 2.5)),
    )


@dataclass(frozen=True)
class Assignment:
    """What is needed to hand in a notebook.

    Parameters
    ----------
    name
        The assignment's name.
    released
        The notebook as students get it.
    reference
        The solution cells, by exercise.
    defines
        The names that each exercise defines.
    """

    name: str
    released: NotebookNode
    reference: dict[str, str]
    defines: dict[str, tuple[str, ...]]


def read_assignment(root: Path, name: str) -> Assignment:
    """An assignment of a checkout.

    Parameters
    ----------
    root
        The checkout.
    name
        The assignment's name.
    """
    source = next(source for source in read_sources(root)[0] if source.name == name)
    return Assignment(
        name=name,
        released=nbformat.read(root / "notebooks" / name / f"{name}.ipynb", as_version=4),
        reference={exercise: cell.text for exercise, cell in source.exercises.items()},
        defines={exercise: cell.defines for exercise, cell in source.exercises.items()},
    )


def write_class(assignments: Sequence[Assignment], students: int, rng: np.random.Generator, folder: Path) -> list[str]:
    """Write the submissions of a class.

    Parameters
    ----------
    assignments
        What the class hands in.
    students
        How many.
    rng
        Source of all draws.
    folder
        Where ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`` are written.

    Returns
    -------
    list of str
        The students' ids.
    """
    ids = [_student_id(number, students) for number in range(students)]
    for student in ids:
        habits = draw_habits(rng)
        for assignment in assignments[: 1 + int(habits.share * len(assignments))]:
            _hand_in(folder / student / assignment.name, assignment, draw_answers(assignment, habits, rng), habits)
    return ids


def draw_answers(assignment: Assignment, habits: Habits, rng: np.random.Generator) -> dict[str, str]:
    """One student's solution cells, by exercise; what she left blank is not among them."""
    answers = {}
    for exercise, names in assignment.defines.items():
        wrong, right = implementations(exercise, right=False), implementations(exercise, right=True)
        luck, own_way = rng.random(2)
        if luck < habits.blanks:
            continue
        if luck < habits.blanks + habits.slips and wrong:
            answers[exercise] = wrong[rng.integers(len(wrong))].cell(names)
        elif right and own_way < habits.own_way:
            answers[exercise] = right[rng.integers(len(right))].cell(names)
        else:
            answers[exercise] = assignment.reference[exercise]
    return answers


def implementations(exercise: str, *, right: bool) -> list[Implementation]:
    """The library's implementations of an exercise."""
    return [entry for entry in LIBRARY if entry.exercise == exercise and entry.right is right]


def answered(assignment: Assignment, answers: dict[str, str]) -> NotebookNode:
    """The released notebook with solution cells filled in.

    Parameters
    ----------
    assignment
        What is handed in.
    answers
        Source of the solution cell, by exercise; the others keep their stub.
    """
    notebook = copy.deepcopy(assignment.released)
    for cell in notebook.cells:
        settings = cell.metadata.get("nbgrader", {})
        if settings.get("solution") and settings["grade_id"] in answers:
            cell.source = answers[settings["grade_id"]]
    return notebook


def _student_id(number: int, students: int) -> str:
    name = NAMES[number % len(NAMES)]
    return name if students <= len(NAMES) else f"{name}{number // len(NAMES) + 1:02d}"


def _hand_in(folder: Path, assignment: Assignment, answers: dict[str, str], habits: Habits) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(answered(assignment, answers))
    if habits.broken:
        text = text[: len(text) // 2]  # as an interrupted upload leaves it
    (folder / f"{assignment.name}.ipynb").write_text(text, encoding="utf-8")
    handed_in = DUE + datetime.timedelta(hours=30 if habits.late else -5)
    (folder / "timestamp.txt").write_text(handed_in.strftime("%Y-%m-%d %H:%M:%S UTC"), encoding="utf-8")
