"""A student's own check in a terminal: the notebook is run, and its visible checks say what they say in JupyterLab."""

from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade

from grader.environment import QUIET_KERNEL, use_this_python
from grader.errors import CourseError
from grader.records import Outcome, outcome
from grader.submissions import SubmissionError, read_notebook

PACKAGES = Path(__file__).resolve().parent.parent


def check_notebook(path: Path, timeout: int) -> dict[str, tuple[Outcome, float]]:
    """Run a notebook in its folder and look at its checks; the file stays as it is.

    Parameters
    ----------
    path
        The notebook.
    timeout
        Seconds a cell.

    Returns
    -------
    dict
        The outcome of each check and what it is worth, by the exercise's name.

    Raises
    ------
    CourseError
        If it cannot be read or run, or has no checks.
    """
    try:
        notebook = nbformat.reads(read_notebook(path).decode(), as_version=4)
    except SubmissionError as reason:
        raise CourseError(f"{path}: {reason}") from None
    checks = [cell for cell in notebook.cells if _is_check(cell)]
    if not checks:
        raise CourseError(f"{path} has no check cells. Is it a notebook of the course, saved with JupyterLab?")
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    use_this_python(PACKAGES)
    try:
        Execute(timeout=timeout, extra_arguments=QUIET_KERNEL).preprocess(
            notebook, {"metadata": {"path": str(path.parent)}}
        )
    except DeadKernelError:
        raise CourseError(
            f"{path}: the kernel died. Run the notebook in JupyterLab and see at which cell it stops."
        ) from None
    except CellTimeoutError:
        raise CourseError(
            f"{path}: a cell took longer than {timeout} s and could not be stopped. Look for a loop that never ends."
        ) from None
    return {_name(cell): (outcome(cell), float(cell.metadata.nbgrader.points)) for cell in checks}


def _is_check(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and is_grade(cell) and _name(cell) != cell.metadata.nbgrader.get("grade_id", "")


def _name(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.get("grade_id", "").removeprefix("check_")
