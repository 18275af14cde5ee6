"""How hard the exercises are, and which of them tell who knows her way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.report.reading import GradedAssignment

ENOUGH = 30  # submissions from which on a correlation says something: below, chance alone moves it by more than 0.37


@dataclass(frozen=True)
class Exercise:
    """What the class did with one exercise. Shares are of the points, among the notebooks that could be run.

    Parameters
    ----------
    assignment, name
        Which one.
    most
        What it is worth.
    share
        Share of its points that were earned.
    visible, hidden
        The same for the visible check and for the hidden tests apart; None where there is none.
    discrimination
        Item-rest correlation: of its points with those of the rest of the notebook. None where it is not defined.
    tried
        How many notebooks.
    missed
        In how many of them points are missing.
    unwritten
        In how many of them it was left as the stub.
    """

    assignment: str
    name: str
    most: float
    share: float
    visible: float | None
    hidden: float | None
    discrimination: float | None
    tried: int
    missed: int
    unwritten: int


def exercises(assignment: GradedAssignment) -> list[Exercise]:
    """The exercises of an assignment, in the order of the notebook; none if no notebook could be run."""
    if not assignment.ran:
        return []
    cells = assignment.exercises
    earned = {
        cell: np.array([one.marks.points.get(cell, 0.0) for one in assignment.ran]) for cell in assignment.cells
    }  # each of shape (notebooks,)
    points = np.column_stack([sum(earned[cell] for cell in of_it) for of_it in cells.values()])
    most = [sum(assignment.cells[cell] for cell in of_it) for of_it in cells.values()]
    unwritten = [
        sum(any(r.status == "missing" and r.cell in of_it for r in one.records) for one in assignment.ran)
        for of_it in cells.values()
    ]

    def share(kind: str, of_it: Sequence[str]) -> float | None:
        worth = sum(assignment.cells[cell] for cell in of_it if cell.startswith(kind))
        return sum(earned[cell].mean() for cell in of_it if cell.startswith(kind)) / worth if worth else None

    return [
        Exercise(
            assignment.name,
            name,
            most[k],
            float(points[:, k].mean() / most[k]) if most[k] else 0.0,
            share("check_", of_it),
            share("grade_", of_it),
            item_rest(points, k),
            len(points),
            int((points[:, k] < most[k] - 1e-9).sum()),
            unwritten[k],
        )
        for k, (name, of_it) in enumerate(cells.items())
    ]


def item_rest(points: np.ndarray, item: int) -> float | None:
    """The correlation of one item with the sum of the others.

    Parameters
    ----------
    points : array of shape (notebooks, items)
        What was earned.
    item
        Which one.

    Returns
    -------
    float or None
        None where there are fewer than ENOUGH notebooks, or where all have the same.
    """
    rest = points.sum(axis=1) - points[:, item]
    if len(points) < ENOUGH or np.ptp(points[:, item]) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(points[:, item], rest)[0, 1])
