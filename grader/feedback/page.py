"""The feedback page of one notebook: what it earned, what to look at next, and the notebook with the messages in their places."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from grader.feedback.messages import Block, blocks, headline, meaning
from grader.feedback.rendering import ENVIRONMENT, code, markdown, markdown_cell, shown, terminal
from grader.records import Outcome, outcome
from grader.repair import REPAIRS, repairs
from softmax_course.checks import STATUS

UNREADABLE = "note"  # the id of the cell that says why a notebook could not be run
PARTS = {"check": "Visible check", "grade": "Hidden grade"}
NO_RESPONSE = "No response."  # nbgrader's comment on a cell in which nothing was written
STATUS_WORDS = {
    "passed": "right",
    "failed": "not right yet",
    "error": "stopped with an error",
    "timeout": "took too long",
    "killed": "ended Python",
    "missing": "not written yet",
}
# MathJax in one fixed version, and not the loader that first asks for the newest.
MATHJAX = HTMLExporter.mathjax_url.default_value.replace("/latest.js", "/MathJax.js")


@dataclass(frozen=True)
class Part:
    """One graded cell of an exercise.

    Parameters
    ----------
    cell
        Its grade_id, which is its anchor in the page.
    exercise, title
        Whose part it is, and what kind of part.
    points, most
        What it earned, in the gradebook, and what it is worth.
    outcome
        What its check said; None where a person grades.
    """

    cell: str
    exercise: str
    title: str
    points: float
    most: float
    outcome: Outcome | None

    @property
    def full(self) -> bool:
        """Whether there is nothing to gain here."""
        return self.points >= self.most

    @property
    def status(self) -> str:
        """How it went, in words."""
        if self.outcome is None or self.by_hand:
            return "graded by a person"
        if self.outcome.status == "failed" and self.points > 0:
            return "partly right"
        return STATUS_WORDS[self.outcome.status]

    @property
    def by_hand(self) -> bool:
        """Whether somebody entered other points than the check gave."""
        return self.outcome is not None and self.points != self.outcome.points

    @property
    def message(self) -> str:
        """What the check said, where something was wrong."""
        return "" if self.outcome is None or self.outcome.status == "passed" else self.outcome.message


@dataclass(frozen=True)
class Exercise:
    """An exercise with its parts."""

    name: str
    parts: Sequence[Part]

    @property
    def points(self) -> float:
        """What it earned."""
        return sum(part.points for part in self.parts)

    @property
    def most(self) -> float:
        """What it is worth."""
        return sum(part.most for part in self.parts)

    @property
    def full(self) -> bool:
        """Whether nothing is missing."""
        return self.points >= self.most

    @property
    def anchor(self) -> str:
        """Where to look: the first part that lost points, or the first one."""
        return next((part.cell for part in self.parts if not part.full), self.parts[0].cell)

    @property
    def status(self) -> str:
        """How it went, in words."""
        if self.full:
            return STATUS_WORDS["passed"]
        lost = [part for part in self.parts if not part.full]
        if len(lost) < len(self.parts) and lost[0].cell.startswith("grade_") and lost[0].points == 0:
            return "right in the check, not on fresh inputs"
        return lost[0].status if self.points == 0 or lost[0].by_hand else "partly right"

    @property
    def says(self) -> str:
        """The first sentence of the first message, and what it says of the mistake, where that is known."""
        first = next((part.message for part in self.parts if part.message and not part.full), "")
        nothing_new = headline(first) in (f"{self.name} is {status}." for status in STATUS_WORDS.values())
        return " ".join(text for text in ("" if nothing_new else headline(first), meaning(first)) if text)


@dataclass(frozen=True)
class Output:
    """What a cell showed: HTML, or the message of a check."""

    html: Markup | str = ""
    message: Sequence[Block] = ()


@dataclass(frozen=True)
class View:
    """A cell as the page shows it.

    Parameters
    ----------
    kind
        "text", "code", "answer" or "test".
    html
        Its text.
    outputs
        What it showed.
    anchor
        Its name in links.
    part
        Of a test cell, the part that it decides.
    again
        Whether its message says what the message before it has said.
    comment
        What a person wrote about it.
    """

    kind: str
    html: Markup
    outputs: Sequence[Output] = ()
    anchor: str = ""
    part: Part | None = None
    again: bool = False
    comment: Markup | str = ""


@dataclass
class Page:
    """What the template asks for.

    Parameters
    ----------
    notebook
        The executed notebook, without hidden lines, with scores and comments in its metadata.
    names
        What nbgrader knows: student, assignment, score, late_penalty, and our fingerprint.
    """

    notebook: NotebookNode
    names: Mapping[str, Any]
    parts: dict[str, Part] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = {
            cell.metadata.nbgrader.grade_id: _part(cell)
            for cell in self.notebook.cells
            if is_grade(cell) or is_task(cell)
        }

    @cached_property
    def exercises(self) -> list[Exercise]:
        """All of them, in the order of the notebook."""
        found: dict[str, list[Part]] = {}
        for part in self.parts.values():
            found.setdefault(part.exercise, []).append(part)
        return [Exercise(name, parts) for name, parts in found.items()]

    @property
    def unreadable(self) -> Markup | None:
        """Why the notebook could not be run."""
        note = next((cell for cell in self.notebook.cells if cell.get("id") == UNREADABLE), None)
        return markdown(note.source.partition("\n\n")[2]) if note and not self.parts else None

    @property
    def repairs(self) -> list[Markup]:
        """What had been put right before the notebook was run."""
        return [markdown(note) for note in repairs(self.notebook)]

    @property
    def math(self) -> str:
        """Where MathJax is, if there are formulas."""
        has = any(cell.cell_type == "markdown" and "$" in cell.source for cell in self.notebook.cells)
        return MATHJAX if has and not self.unreadable else ""

    @cached_property
    def views(self) -> list[View]:
        """The cells."""
        views, before = [], None
        for cell in self.notebook.cells:
            if cell.get("id") == REPAIRS or (cell.get("id") == UNREADABLE and not self.parts):
                continue
            view = self._view(cell, before)
            before = view.part or before
            views.append(view)
        return views

    def _view(self, cell: NotebookNode, before: Part | None) -> View:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        part = self.parts.get(name)
        html = markdown_cell(cell) if cell.cell_type == "markdown" else code(cell.source)
        if is_solution(cell) or is_task(cell):
            outputs = _outputs(cell, None) if cell.cell_type == "code" else ()
            return View("answer", html, outputs, name, part, comment=_comment(cell))
        if part is not None:
            return View("test", html, _outputs(cell, part), name, part, again=_again(part, before))
        if cell.cell_type == "markdown":
            return View("text", html)
        return View("code", html, _outputs(cell, None) if cell.cell_type == "code" else ())


def page(notebook: NotebookNode, names: Mapping[str, Any]) -> str:
    """The page of one notebook.

    Parameters
    ----------
    notebook, names
        See :class:`Page`.
    """
    return ENVIRONMENT.get_template("page.html.j2").render(page=Page(notebook, names), names=names)


def looks() -> str:
    """A hash of everything but data that decides how pages look."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".j2", ".css"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _part(cell: NotebookNode) -> Part:
    settings = cell.metadata.nbgrader
    kind, _, exercise = settings.grade_id.partition("_")
    if kind not in PARTS:
        kind, exercise = "", settings.grade_id
    judged = None if is_solution(cell) or is_task(cell) else outcome(cell)
    score, most = float(settings.get("score") or 0.0), float(settings.points)
    return Part(settings.grade_id, exercise, PARTS.get(kind, "Your answer"), score, most, judged)


def _again(part: Part, before: Part | None) -> bool:
    """Whether a hidden grade failed as the check before it did, on other numbers."""
    if before is None or before.exercise != part.exercise or not (part.message and before.message):
        return False
    same_mistake = (
        part.outcome is not None and before.outcome is not None and part.outcome.mistake == before.outcome.mistake
    )
    return same_mistake and headline(part.message) == headline(before.message)


def _comment(cell: NotebookNode) -> Markup | str:
    comment = cell.metadata.nbgrader.get("comment") or ""
    if comment == NO_RESPONSE:
        return "Nothing was written here."
    return markdown(comment) if comment else ""


def _outputs(cell: NotebookNode, part: Part | None) -> list[Output]:
    return [_output(output, part) for output in cell.outputs]


def _output(output: NotebookNode, part: Part | None) -> Output:
    if output.output_type == "stream":
        if part is not None and output.name == "stdout" and part.message and output.text.strip() == part.message:
            return Output(message=blocks(part.message))
        return Output(Markup("<pre>{}</pre>").format(terminal(output.text)))
    if output.output_type == "error":
        if output.ename in STATUS:
            return Output(message=blocks(output.evalue))
        return Output(_raised(output))
    return Output(shown(output.data))


def _raised(error: NotebookNode) -> Markup:
    """An exception in a word; the traceback for who wants it."""
    text = f"{error.ename}: {error.evalue}".removesuffix(": ")
    trace = terminal("\n".join(error.traceback))
    details = "<details><summary>Where it came up</summary>\n<pre>{}</pre></details>"
    return Markup('<p class="raised">{}</p>\n' + details).format(text, trace)
