"""nbgrader's own generator, and a last look at what it leaves."""

from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config

from grader.build.regions import TRIVIAL, visible_and_hidden
from grader.build.source import BuildError


def release(name: str, notebook: NotebookNode) -> NotebookNode:
    """The notebook that students get, made by nbgrader in a folder of its own and without a gradebook.

    Parameters
    ----------
    name
        The assignment's name.
    notebook
        The notebook with solutions and hidden tests.

    Raises
    ------
    BuildError
        If a hidden line were handed out.
    """
    with TemporaryDirectory() as folder:
        source = Path(folder, "source", name, f"{name}.ipynb")
        source.parent.mkdir(parents=True)
        source.write_text(nbformat.writes(notebook), encoding="utf-8")
        config = Config()
        config.CourseDirectory.root = folder
        config.CourseDirectory.assignment_id = name
        generator = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, no_database=True)
        generator.preprocessors = [step for step in generator.preprocessors if step is not SaveCells]
        generator.start()
        released = nbformat.read(Path(folder, "release", name, f"{name}.ipynb"), as_version=4)
    leaks = leaked_lines(notebook, released)
    if leaks:
        raise BuildError(f"solutions/{name}.py: the release would hold the hidden line {line!r}." for line in leaks)
    return released


def leaked_lines(notebook: NotebookNode, released: NotebookNode) -> list[str]:
    """Lines of hidden regions that the release holds, except those that stand in the open as well.

    Parameters
    ----------
    notebook, released
        The notebook before and after generation.
    """
    visible: set[str] = set()
    hidden: set[str] = set()
    for cell in notebook.cells:
        seen, unseen = visible_and_hidden(cell.source)
        visible.update(map(str.strip, seen))
        hidden.update(map(str.strip, unseen))
    given_out = {line.strip() for cell in released.cells for line in cell.source.splitlines()}
    return sorted(line for line in hidden - visible if line in given_out and len(line) >= TRIVIAL)
