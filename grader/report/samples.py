"""Students' code and messages as a report may show them."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from grader.stock import autograded

LONGEST = 120  # lines of code
HIDDEN = "▮▮▮"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ONLY_LETTERS = re.compile(r"[^\W\d_]+|\d+")


class Mask:
    """Takes the names of students out of a text.

    Parameters
    ----------
    names
        Ids, names and addresses. Longer parts of them (of ``lovelaceada_12345`` the letters and the digits) go too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        parts = {part for name in names for part in (name, *ONLY_LETTERS.findall(name)) if part.strip()}
        inside = [re.escape(part) for part in parts if len(part) > 2]
        alone = [rf"(?<![^\W_]){re.escape(part)}(?![^\W_])" for part in parts if len(part) <= 2]
        longest_first = sorted(inside + alone, key=lambda part: (-len(part), part))
        self._pattern = re.compile("|".join(longest_first) or r"(?!)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(HIDDEN, text)


def no_mask(text: str) -> str:
    """The text as it is."""
    return text


def printable(text: str) -> str:
    """A text without characters that a page cannot show, or that would turn the direction of what follows."""
    return UNPRINTABLE.sub("�", text)


def code_of(out: Path, assignment: str, exercise: str, students: Sequence[str], mask: Callable[[str], str]) -> str:
    """What the first student of a group wrote for an exercise.

    Parameters
    ----------
    out
        The grading folder.
    assignment, exercise
        Which solution cell.
    students
        The group.
    mask
        Takes names out. Unless it is :func:`no_mask`, comments go, and so do the contents of strings: a name may stand in them.

    Returns
    -------
    str
        The code; empty if autograded/ does not hold it, or if it is no Python and names are to be left out.
    """
    code = _solution(autograded(out, students[0], assignment), exercise)
    if mask is not no_mask:
        code = mask(_without_words(code))
    lines = printable(code).strip("\n").split("\n")
    return "\n".join(lines[:LONGEST] + [f"# … {len(lines) - LONGEST} more lines"] * (len(lines) > LONGEST))


def _solution(path: Path, exercise: str) -> str:
    """The student's own cell of a graded notebook: never one that is graded, which might hold hidden tests."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))["cells"]
        for cell in cells:
            settings = cell["metadata"].get("nbgrader", {})
            if settings.get("grade_id") == exercise and settings.get("solution") and not settings.get("grade"):
                return "".join(cell["source"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass  # the folder is elsewhere by now, or somebody has been at it: the message alone has to do
    return ""


class _Silence(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("…") if isinstance(node.value, str | bytes) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
        return ast.Constant("…")


def _without_words(code: str) -> str:
    """The code without comments, and with an ellipsis for the contents of every string."""
    try:
        return ast.unparse(ast.fix_missing_locations(_Silence().visit(ast.parse(code))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
