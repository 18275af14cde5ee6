"""The regions of a cell that students do not see, and the comments that mark them."""

import difflib
import re
from collections.abc import Iterator

from grader.build.source import Cell

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
MARKERS = (BEGIN_SOLUTION, END_SOLUTION, BEGIN_HIDDEN, END_HIDDEN)
PHRASES = [
    marker.strip("# ") for marker in (*MARKERS, "BEGIN MARK SCHEME", "END MARK SCHEME")
]  # what nbgrader looks for in a line
TRIVIAL = 8  # a line of fewer characters, such as `else:`, gives nothing away


def visible_and_hidden(text: str) -> tuple[list[str], list[str]]:
    """The lines of a cell outside its regions, and those inside; the markers are in neither."""
    lines: tuple[list[str], list[str]] = ([], [])
    inside = False
    for line in text.splitlines():
        if line.strip() in MARKERS:
            inside = line.strip() in (BEGIN_SOLUTION, BEGIN_HIDDEN)
        else:
            lines[inside].append(line)
    return lines


def public(source: str) -> str:
    """The text of a cell that students have.

    Parameters
    ----------
    source
        The cell as the instructor has it.
    """
    return "\n".join(visible_and_hidden(source)[0])


def stub(text: str) -> str:
    """What nbgrader leaves of an exercise cell: a raise in place of every solution region."""
    lines = []
    inside = False
    for line in text.splitlines():
        if line.strip() == BEGIN_SOLUTION:
            inside = True
            lines.append(line.replace(BEGIN_SOLUTION, "raise NotImplementedError()"))
        elif line.strip() == END_SOLUTION:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def region_problems(cell: Cell) -> Iterator[str]:
    """Markers that are misspelled, unbalanced, nested, or in a cell where they do not belong.

    Parameters
    ----------
    cell
        Any cell.

    Yields
    ------
    str
        One sentence each, with file and line.
    """
    begun: int | None = None
    regions = 0
    for number, line in cell.numbered:
        marker = line.strip()
        if marker in (BEGIN_HIDDEN, END_HIDDEN):
            yield cell.problem(
                "hidden tests are written by the build, which calls solutions/grading; remove this marker.", number
            )
        elif marker in (BEGIN_SOLUTION, END_SOLUTION) and cell.kind != "exercise":
            yield cell.problem("a solution region stands in an exercise cell and nowhere else.", number)
        elif marker == BEGIN_SOLUTION:
            if begun is not None:
                yield cell.problem(f"a solution region begins inside the one of line {begun}.", number)
            begun = number
            regions += 1
        elif marker == END_SOLUTION:
            if begun is None:
                yield cell.problem("a solution region ends here that has not begun.", number)
            begun = None
        elif _is_nearly_a_marker(line, cell.is_code):
            sentence = f"this looks like a marker; write `{BEGIN_SOLUTION}` or `{END_SOLUTION}`, alone on the line."
            yield cell.problem(sentence, number)
    if begun is not None:
        yield cell.problem(f"the solution region that begins here has no `{END_SOLUTION}`.", begun)
    if cell.kind == "exercise" and not regions:
        yield cell.problem(f"exercise {cell.name!r} has no solution region, so nothing of its stub would be left.")


def _is_nearly_a_marker(line: str, is_code: bool) -> bool:
    if any(phrase in line for phrase in PHRASES):
        return True
    comment = re.fullmatch(r"\s*#+\s*(.*?)\W*", line)
    if not is_code or comment is None:
        return False
    text = comment[1].upper()
    words = text.split()
    only_marker_words = len(words) > 1 and _MARKER_WORDS.issuperset(words)
    return only_marker_words or bool(difflib.get_close_matches(text, PHRASES, n=1, cutoff=0.76))


_MARKER_WORDS = set("BEGIN START END STOP SOLUTION SOLUTIONS HIDDEN TEST TESTS".split())
