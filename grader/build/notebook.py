"""From cells of a source to the notebook that nbgrader takes as its source."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.build.figures import embed_figures
from grader.build.names import names_of
from grader.build.regions import BEGIN_HIDDEN, END_HIDDEN
from grader.build.source import Cell, Source

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SCHEMA_VERSION = 3  # of nbgrader's metadata
IN_PARTS = 4  # from this many points on, a grade is given in parts and the grade cell ends in its value


def to_notebook(source: Source) -> NotebookNode:
    """The notebook of a source, with nbgrader's metadata and with the grade cells.

    Parameters
    ----------
    source
        A source without problems.
    """
    counts: Counter[str] = Counter()
    cells = []
    for cell in source.cells:
        counts[cell.kind] += 1
        identity = cell_id(source.name, cell.kind, cell.name or str(counts[cell.kind]))
        if cell.kind == "markdown":
            text = embed_figures(cell.text, source.folder)
            # A click on a figure must not open pages of encoded picture.
            cells.append(
                new_markdown_cell(text, id=identity, metadata={} if text == cell.text else {"editable": False})
            )
        elif cell.kind == "code":
            cells.append(new_code_cell(cell.text, id=identity))
        elif cell.kind == "exercise":
            cells.append(new_code_cell(cell.text, id=identity, metadata={"nbgrader": _solution(cell.name)}))
        else:
            cells.extend(_tests(source, cell, identity))
    return new_notebook(cells=cells, metadata=METADATA)


def cell_id(assignment: str, kind: str, name: str) -> str:
    """The id of a cell: the same for the same place in the course, whatever the text says."""
    return hashlib.sha256(f"{assignment}/{kind}/{name}".encode()).hexdigest()[:16]


def grade_cell_text(source: Source, exercise: Cell) -> str:
    """The hidden call of an exercise's grading, under a comment that students see.

    It takes from the notebook what the check takes: the exercise's names, and the given ones as keywords.

    Parameters
    ----------
    source
        The notebook's source.
    exercise
        An exercise cell whose grade has points.
    """
    points = exercise.points[1]
    name = exercise.name
    check = next(cell for cell in source.cells if cell.kind == "check" and cell.name == name)
    given = [f"{each}={each}" for each in sorted(names_of(check.text).reads.keys() & source.given)]
    lines = [
        f"# Fresh inputs are tried here when your notebook is graded ({points} point{'' if points == 1 else 's'}).",
        BEGIN_HIDDEN,
        "from softmax_course import checking",
        "",
        f'with checking("{name}") as check:',
        f"    from solutions.grading.{source.module} import grade_{name}",
        "",
        f"    grade_{name}({', '.join(['check', *exercise.defines, *given])})",
    ]
    if points >= IN_PARTS:
        lines += ["", "check.points"]
    return "\n".join([*lines, END_HIDDEN])


def _tests(source: Source, check: Cell, identity: str) -> Iterator[NotebookNode]:
    exercise = source.exercises[check.name]
    check_points, grade_points = exercise.points
    yield new_code_cell(check.text, id=identity, metadata={"nbgrader": _test(f"check_{check.name}", check_points)})
    if grade_points:
        yield new_code_cell(
            grade_cell_text(source, exercise),
            id=cell_id(source.name, "grade", check.name),
            metadata={"nbgrader": _test(f"grade_{check.name}", grade_points)},
        )


def _solution(name: str) -> dict:
    return {"grade": False, "grade_id": name, "locked": False, "schema_version": SCHEMA_VERSION, "solution": True, "task": False}


def _test(grade_id: str, points: int) -> dict:
    metadata = {"grade": True, "grade_id": grade_id, "locked": True, "points": points}
    return {**metadata, "schema_version": SCHEMA_VERSION, "solution": False, "task": False}
