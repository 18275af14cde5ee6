"""Figures in the text: SVG files, embedded in the notebook so that it can be moved anywhere.

They are embedded as data and not as attachments: JupyterLab shows no attachment that is an SVG (its issue 10464).
"""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

from grader.build.source import Cell

FIGURE = re.compile(r"!\[(?P<alt>(?:(?!!\[).)*?)\]\((?P<target>[^)\s]*)\)", re.DOTALL)
FOLDER = "../assets/figures/"


def figure_problems(cell: Cell, folder: Path) -> Iterator[str]:
    """Figures without alt text or without a file.

    Parameters
    ----------
    cell
        A markdown cell.
    folder
        Where its source stands.

    Yields
    ------
    str
        One sentence each, with file and line.
    """
    for figure in FIGURE.finditer(cell.text):
        line = cell.line + 1 + cell.text[: figure.start()].count("\n")
        target = figure["target"]
        if not figure["alt"].strip():
            yield cell.problem(f"the figure {target} has no alt text; write what it shows between the brackets.", line)
        if not (target.startswith(FOLDER) and target.endswith(".svg")):
            yield cell.problem(f"figures are SVG files in {FOLDER}, and {target!r} is not.", line)
        elif not (folder / target).is_file():
            yield cell.problem(f"the figure {target} does not exist; `make figures` draws the figures.", line)


def embed_figures(text: str, folder: Path) -> str:
    """The text of a markdown cell with its figures in it, as references whose data follow at the end.

    Parameters
    ----------
    text
        Markdown with ``![alt text](../assets/figures/NAME.svg)``.
    folder
        Where its source stands.
    """
    definitions: dict[str, str] = {}

    def embed(figure: re.Match) -> str:
        file = folder / figure["target"]
        definitions[file.name] = base64.b64encode(file.read_bytes()).decode()
        return f"![{figure['alt']}][{file.name}]"

    embedded = FIGURE.sub(embed, text)
    return "\n\n".join(
        [embedded, *(f"[{name}]: data:image/svg+xml;base64,{data}" for name, data in definitions.items())]
    )
