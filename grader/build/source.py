"""Reading the text source of a notebook: cells, each with its header and the line where it starts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import CourseError

HEADER = re.compile(r'# %%(?P<markdown> \[markdown\])?(?P<keys>(?: \w+="[^"]*")*)')
# Names of softmax_course.graph that tests may take from the notebook although no exercise defines them.
GIVEN = {
    "07_autodiff": frozenset(
        "Node Op placeholder Variable constant assign Add Sub Mul Div Neg Exp Elementwise "
        "transpose expand_dims broadcast_like zeros_like ones_like chain".split()
    )
}
KEYS = {"exercise": {"exercise", "points", "defines", "uses"}, "check": {"check"}}


class BuildError(CourseError):
    """A source that cannot become a notebook.

    Parameters
    ----------
    problems
        One line each: file, line and what is wrong.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    Parameters
    ----------
    path
        The source, relative to the checkout.
    line
        Where the header stands; the text starts on the next line.
    kind
        "markdown", "code", "exercise" or "check".
    text
        What the cell holds, of a markdown cell without the comment signs.
    keys
        What the header says.
    """

    path: str
    line: int
    kind: str
    text: str
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def is_code(self) -> bool:
        """Whether the cell holds Python."""
        return self.kind != "markdown"

    @property
    def name(self) -> str:
        """The exercise that the cell poses or checks."""
        return self.keys.get(self.kind, "")

    @property
    def defines(self) -> tuple[str, ...]:
        """The names that an exercise cell has to define."""
        return tuple(self.keys["defines"].split()) if "defines" in self.keys else (self.name,)

    @property
    def uses(self) -> frozenset[str]:
        """The names of other exercises that an exercise puts together."""
        return frozenset(self.keys.get("uses", "").split())

    @property
    def points(self) -> tuple[int, int]:
        """The points of an exercise's check and of its grade."""
        check, grade = self.keys["points"].split("+")
        return int(check), int(grade)

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """The lines of the text with their numbers in the file."""
        return list(enumerate(self.text.splitlines(), self.line + 1))

    def problem(self, sentence: str, line: int | None = None) -> str:
        """What is wrong, with file and line (by default the header's)."""
        return f"{self.path}:{line or self.line}: {sentence}"


@dataclass(frozen=True)
class Source:
    """The source of one notebook.

    Parameters
    ----------
    name
        The assignment's name, such as "01_logistic".
    folder
        Where the source stands.
    cells
        Its cells, in order.
    """

    name: str
    folder: Path
    cells: list[Cell]

    @property
    def module(self) -> str:
        """The name without its number: that of the modules in solutions/grading and solutions/mistakes."""
        return self.name.partition("_")[2]

    @property
    def exercises(self) -> dict[str, Cell]:
        """The exercise cells by name."""
        return {cell.name: cell for cell in self.cells if cell.kind == "exercise"}

    @property
    def given(self) -> frozenset[str]:
        """The names that tests may take from the notebook although no exercise defines them."""
        return GIVEN.get(self.name, frozenset())

    @property
    def defined(self) -> dict[str, str]:
        """The names that the exercises define, each with its exercise."""
        return {name: cell.name for cell in self.exercises.values() for name in cell.defines}


def read_sources(root: Path) -> tuple[list[Source], list[str]]:
    """All sources of a checkout.

    Parameters
    ----------
    root
        The checkout.

    Returns
    -------
    list of Source, list of str
        The sources, and what is wrong with their headers.
    """
    sources: list[Source] = []
    problems: list[str] = []
    for path in sorted((root / "solutions").glob("[0-9][0-9]_*.py")):
        cells, wrong = split_cells(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
        sources.append(Source(path.stem, path.parent, cells))
        problems += wrong
    return sources, problems


def split_cells(text: str, path: str) -> tuple[list[Cell], list[str]]:
    """Cut a source in the py:percent format into cells.

    Parameters
    ----------
    text
        The source.
    path
        Its name in messages.

    Returns
    -------
    list of Cell, list of str
        The cells, and what is wrong with their headers.
    """
    cells: list[Cell] = []
    problems: list[str] = []
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(("# %%", "#%%"))]
    if any(line.strip() for line in _without_jupytext_header(lines[: starts[0] if starts else None])):
        problems.append(
            f"{path}:1: text stands before the first cell; start the file with a line `# %%` or `# %% [markdown]`."
        )
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        header = HEADER.fullmatch(lines[start].rstrip())
        if header is None:
            problems.append(
                f'{path}:{start + 1}: this header is not understood; write `# %% key="value"` or `# %% [markdown]`.'
            )
            continue
        keys = dict(re.findall(r'(\w+)="([^"]*)"', header["keys"]))
        kind = "markdown" if header["markdown"] else next((key for key in KEYS if key in keys), "code")
        body = lines[start + 1 : end]
        if kind == "markdown":
            body = [re.sub("^# ?", "", line) for line in body]
        cell = Cell(path, start + 1, kind, "\n".join(body).rstrip(), keys)
        cells.append(cell)
        problems += _header_problems(cell)
    return cells, problems


def _without_jupytext_header(lines: list[str]) -> list[str]:
    """The lines after the block that jupytext may write at the top of a file, between two lines ``# ---``."""
    if lines[:1] == ["# ---"] and "# ---" in lines[1:]:
        return lines[lines.index("# ---", 1) + 1 :]
    return lines


def _header_problems(cell: Cell) -> list[str]:
    problems = [
        cell.problem(
            f"the header key {key!r} is not known in {'an' if cell.kind == 'exercise' else 'a'} {cell.kind} cell."
        )
        for key in cell.keys
        if key not in KEYS.get(cell.kind, ())
    ]
    if cell.kind == "exercise" and not re.fullmatch(r"\d+\+\d+", cell.keys.get("points", "")):
        problems.append(
            cell.problem('points are two whole numbers, those of the check and of the grade: points="1+2".')
        )
    if cell.kind in KEYS and not all(name.isidentifier() for name in (cell.name, *cell.defines)):
        problems.append(cell.problem("the names of exercises and of what they define are Python names."))
    return problems
