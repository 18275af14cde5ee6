"""A student's own check in a terminal: the notebook is run, and its visible checks say what they say in JupyterLab."""

from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade

from grader.engine.engine import Engine, EngineError
from grader.engine.job import Job
from grader.engine.sandbox import elsewhere
from grader.environment import QUIET_KERNEL, use_this_python
from grader.errors import CourseError
from grader.records import Outcome, outcome
from grader.submissions import SubmissionError, files_beside, read_notebook

PACKAGES = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Checked:
    """What the checks of a notebook say.

    Parameters
    ----------
    outcomes
        The outcome of each check and what it is worth, by the exercise's name.
    sandbox
        How the notebook's own code was confined: the layers, or "none".
    """

    outcomes: dict[str, tuple[Outcome, float]]
    sandbox: str


def check_notebook(path: Path, timeout: int) -> Checked:
    """Run a notebook and look at its checks; the file stays as it is.

    Parameters
    ----------
    path
        The notebook.
    timeout
        Seconds a cell.

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
    if elsewhere():
        sandbox, executed = "none", _run_in_kernel(path, notebook, timeout)
    else:
        sandbox, executed = _run_in_engine(path, notebook, timeout)
    outcomes = {
        _name(cell): (outcome(cell), float(cell.metadata.nbgrader.points)) for cell in executed.cells if _is_check(cell)
    }
    return Checked(outcomes, sandbox)


def _run_in_engine(path: Path, notebook: NotebookNode, timeout: int) -> tuple[str, NotebookNode]:
    """How the code was confined, and the executed notebook."""
    job = Job(nbformat.writes(notebook).encode("utf-8", "surrogatepass"), files=files_beside(path.parent, depth=1))
    try:
        with Engine(None, unsafe=True) as engine:
            result = engine.run(replace(job, seconds=float(timeout)))
    except EngineError as reason:
        raise CourseError(f"{path}: the notebook cannot be run: {reason}") from None
    if result.problem:
        raise CourseError(f"{path}: the notebook could not be run: {result.problem.splitlines()[-1]}")
    return engine.sandbox, nbformat.reads(result.notebook, as_version=4)


def _run_in_kernel(path: Path, notebook: NotebookNode, timeout: int) -> NotebookNode:
    """The executed notebook, where there is no sandbox to be had."""
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
    return notebook


def _is_check(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and is_grade(cell) and _name(cell) != cell.metadata.nbgrader.get("grade_id", "")


def _name(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.get("grade_id", "").removeprefix("check_")
