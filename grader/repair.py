"""Repairing what was handed in: the course decides about test cells, the student about everything else.

A submission may have lost test cells, hold them twice, changed or moved; its metadata may be gone. Whatever happened,
the notebook that is graded holds the student's own cells in their order, and every test cell of the course once, as the
course has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from grader.build.notebook import SCHEMA_VERSION, cell_id
from grader.build.regions import public

REPAIRS = "repairs"  # the id of the cell that tells of them
NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


@dataclass(frozen=True)
class CourseCell:
    """A cell that nbgrader knows by name.

    Parameters
    ----------
    name
        Its grade_id.
    id
        Its cell id.
    source
        Its text, hidden tests included; of a solution cell, the stub.
    kind
        "code" or "markdown".
    points
        What it is worth, or None where it is not graded.
    solution
        Whether the student writes in it.
    """

    name: str
    id: str
    source: str
    kind: str
    points: float | None
    solution: bool

    @property
    def public_text(self) -> str:
        """The text that students have."""
        return public(self.source).strip()

    @property
    def metadata(self) -> dict[str, Any]:
        """The cell's metadata, as nbgrader wants it."""
        nbgrader = {
            "grade": self.points is not None,
            "grade_id": self.name,
            "locked": not self.solution,
            "schema_version": SCHEMA_VERSION,
            "solution": self.solution,
            "task": False,
        }
        if self.points is not None:
            nbgrader["points"] = self.points
        return {"deletable": False, "nbgrader": nbgrader} | ({} if self.solution else {"editable": False})

    def as_cell(self, source: str) -> NotebookNode:
        """A notebook's cell with this name and these rights."""
        return NEW_CELL[self.kind](id=self.id, source=source, metadata=self.metadata)


def id_of(assignment: str, name: str) -> str:
    """The id that the build gives the cell with this grade_id."""
    kind, _, exercise = name.partition("_")
    return cell_id(assignment, kind, exercise) if kind in ("check", "grade") else cell_id(assignment, "exercise", name)


def repair(notebook: NotebookNode, cells: Sequence[CourseCell]) -> list[str]:
    """Put a submission in order, in place.

    Parameters
    ----------
    notebook
        What was handed in.
    cells
        The cells of the course, in order.

    Returns
    -------
    list of str
        One sentence a repair, for the student to read.
    """
    notes: list[str] = []
    names = _names(notebook.cells, cells)
    place = {name: index for index, name in enumerate(names) if name}  # of several copies the last one counts
    course = {cell.name: cell for cell in cells}
    kept: list[tuple[int, NotebookNode]] = []  # the student's own cells, and where they stood
    for index, (name, cell) in enumerate(zip(names, notebook.cells, strict=True)):
        if name is None or place[name] != index:
            kept.append((index, _plain(cell)))
        elif course[name].solution:
            kept.append((index, course[name].as_cell(cell.source)))
            notes += _settings_note(cell, course[name])
        else:
            notes += _text_note(cell, course[name]) or _settings_note(cell, course[name])
    notes += [f"There were {names.count(n)} cells `{n}`; the last one counts." for n in place if names.count(n) > 1]
    nowhere = -1
    before = nowhere  # the cell of the same exercise that a test cell has to follow
    for cell in cells:
        if cell.solution:
            before = place.get(cell.name, nowhere)
            continue
        if cell.name not in place:
            notes.append(f"The cell `{cell.name}` was missing and has been put back.")
        elif place[cell.name] < before:
            notes.append(f"The cell `{cell.name}` stood before its exercise and has been moved behind it.")
        before = max(place.get(cell.name, nowhere), before)
        kept.append((len(names) if before == nowhere else before, cell.as_cell(cell.source)))
    notebook.cells = [cell for _index, cell in sorted(kept, key=lambda item: item[0])]
    _finish(notebook, notes, cells)
    return notes


def _names(submitted: Iterable[NotebookNode], cells: Sequence[CourseCell]) -> list[str | None]:
    """Which cell of the course each submitted one is: by its grade_id, its cell id, or the text of a test cell."""
    known = {cell.name for cell in cells}
    by_id = {cell.id: cell.name for cell in cells}
    by_text: dict[str, str | None] = {}
    for cell in cells:
        if not cell.solution:
            by_text[cell.public_text] = (
                None if cell.public_text in by_text else cell.name
            )  # a text that two cells share tells nothing
    return [
        name
        if (name := _grade_id(cell)) in known
        else by_id.get(cell.get("id", "")) or by_text.get(cell.source.strip())
        for cell in submitted
    ]


def _grade_id(cell: NotebookNode) -> str | None:
    settings = cell.get("metadata", {}).get("nbgrader")
    name = settings.get("grade_id") if isinstance(settings, dict) else None
    return name if isinstance(name, str) else None


def _plain(cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own, without outputs and without a claim to be graded."""
    metadata = {key: value for key, value in cell.get("metadata", {}).items() if key != "nbgrader"}
    kind = NEW_CELL.get(cell.get("cell_type", ""), new_raw_cell)
    try:
        new = kind(source=cell.get("source", ""), metadata=metadata)
    except ValidationError:  # Jupyter's own entries with values of other types
        new = kind(source=cell.get("source", ""))
    if "attachments" in cell and new.cell_type != "code":
        new.attachments = cell.attachments
    return new


def _text_note(cell: NotebookNode, truth: CourseCell) -> list[str]:
    if cell.cell_type == truth.kind and cell.source.strip() in (truth.public_text, truth.source.strip()):
        return []
    return [f"The cell `{truth.name}` had been changed; the course's own was run."]


def _settings_note(cell: NotebookNode, truth: CourseCell) -> list[str]:
    settings = cell.metadata.get("nbgrader", {})
    same = all(
        settings.get(key) == truth.metadata["nbgrader"].get(key) for key in ("grade", "points", "solution", "grade_id")
    )
    if same and cell.cell_type == truth.kind:
        return []
    return [f"The type or the settings of the cell `{truth.name}` had been changed and were put back."]


def _finish(notebook: NotebookNode, notes: list[str], cells: Sequence[CourseCell]) -> None:
    """Ids that no two cells share, and the repairs as a first cell."""
    course = [cell.id for cell in cells]
    for number, cell in enumerate(notebook.cells):
        if cell.id not in course:
            cell.id = f"cell-{number}"
    if notes:
        text = "**Repaired before grading**\n\n" + "\n".join(f"- {note}" for note in notes)
        notebook.cells.insert(0, new_markdown_cell(text, id=REPAIRS, metadata={"repairs": notes}))
    notebook.nbformat, notebook.nbformat_minor = 4, 5


def repairs(notebook: NotebookNode) -> list[str]:
    """What had been repaired in a notebook, as sentences, from the cell that says so.

    Parameters
    ----------
    notebook
        A notebook that :func:`repair` has seen: its ids are ours.
    """
    return next((list(cell.metadata.repairs) for cell in notebook.cells if cell.get("id") == REPAIRS), [])
