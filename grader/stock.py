"""Stock nbgrader: its unchanged executor and scoring, with our one repairing preprocessor in front.

The same configuration serves plain ``nbgrader`` commands in the checkout, through nbgrader_config.py.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    ClearSolutions,
    DeduplicateIds,
    Execute,
    GetGrades,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import rmtree
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Unicode
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from grader.course import Course
from grader.environment import QUIET_KERNEL, use_this_python
from grader.errors import CourseError
from grader.feedback import FeedbackExporter, HideTests
from grader.gradebook import course_cells
from grader.repair import CourseCell, id_of, repair
from grader.submissions import Submission

DIED = (
    "The kernel died while this notebook ran, and with it everything that had been computed. Something in it ended "
    "Python: exit, too much memory, a crash. Restart the kernel, run all cells, and see at which one it stops."
)
COURSE_ID = "default_course"  # nbgrader enters it into every gradebook; PostgreSQL refuses assignments of a course that is not there
CONFIG_FILE = "nbgrader_config.py"
STUCK = (
    "This notebook could not be stopped when a cell took too long. Look for a loop that never ends, and for an "
    "`except` that also catches KeyboardInterrupt."
)


class RepairSubmission(NbGraderPreprocessor):
    """The first step of nbgrader's autograding here: see the module."""

    root = Unicode(help="The checkout.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Repair one submission against the gradebook."""
        names = resources["nbgrader"]
        order = [cell.name for cell in source_cells(Course(Path(self.root)), names["assignment"])]
        with Gradebook(names["db_url"]) as gradebook:
            cells = course_cells(gradebook, names["assignment"], order)
        for note in repair(nb, cells):
            self.log.warning("%s: %s", names["student"], note)
        return nb, resources


def configure(root: Path, timeout: int = 30, *, sandboxed: bool = False) -> Config:
    """nbgrader's configuration for the course.

    Parameters
    ----------
    root
        The checkout.
    timeout
        Seconds a cell may take.
    sandboxed
        Whether our engine takes the place of nbgrader's executor.
    """
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.source_directory = os.path.join("build", "source")
    config.CourseDirectory.release_directory = "notebooks"
    config.Autograde.sanitize_preprocessors = [
        RepairSubmission,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    config.RepairSubmission.root = str(root)
    executor = "grader.sandboxed.ExecuteSandboxed" if sandboxed else Execute
    config.Autograde.autograde_preprocessors = [
        executor,
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    config.OverwriteCells.add_missing_cells = True
    config.Execute.timeout = timeout
    config.Execute.extra_arguments = QUIET_KERNEL
    # With its state in the notebook a widget would be a blank in feedback, where no kernel runs: the image beside it is shown then.
    config.Execute.store_widget_state = False
    config.GenerateFeedback.preprocessors = [HideTests, GetGrades]
    config.GenerateFeedback.exporter_class = FeedbackExporter
    return config


@cache
def own_settings(root: Path) -> Config:
    """What an instructor has written into nbgrader_config.py, in the sections that :func:`configure` says nothing of.

    Parameters
    ----------
    root
        The checkout, whose file it is.

    Raises
    ------
    CourseError
        If the file cannot be read.
    """
    ours = configure(root)
    try:
        written = PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
    except ConfigFileNotFound:
        return Config()
    except Exception as error:
        raise CourseError(
            f"{root / CONFIG_FILE} cannot be read: {type(error).__name__}: {error}. Correct it; `git diff` shows what was changed."
        ) from error
    return Config({name: section for name, section in written.items() if name not in ours})


class OneNotebook(BaseConverter):
    """One notebook of one student, without nbgrader's loop, which tells only its log what went wrong.

    Parameters
    ----------
    student, assignment
        Which one; the notebook has the assignment's name.
    """

    def __init__(self, student: str, assignment: str, config: Config) -> None:
        self.student, self.assignment = student, assignment
        super().__init__(coursedir=CourseDirectory(config=config), config=config)

    def init_notebooks(self) -> None:
        """The one notebook, whether or not its path holds characters that a glob would take for its own."""
        self.notebooks = [os.path.join(self._format_source(self.assignment, self.student), f"{self.assignment}.ipynb")]

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """What the preprocessors need to know, from what is known instead of from the path."""
        names = {
            "student": self.student,
            "assignment": self.assignment,
            "notebook": self.assignment,
            "db_url": self.coursedir.db_url,
        }
        return {"unique_key": self.assignment, "output_files_dir": f"{self.assignment}_files", "nbgrader": names}

    def convert_notebooks(self) -> None:
        """Convert the notebook; every exception goes on to the caller, and leaves no half-made result."""
        target = self._format_dest(self.assignment, self.student)
        if os.path.exists(target):
            rmtree(target)
        try:
            self.init_assignment(self.assignment, self.student)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(self.assignment, self.student)
        except BaseException:
            if os.path.exists(target):
                rmtree(target)
            raise


class OneAssignment(OneNotebook, GenerateAssignment):
    """nbgrader's generate_assignment."""


class OneSubmission(OneNotebook, Autograde):
    """nbgrader's autograde."""


class OneFeedback(OneNotebook, GenerateFeedback):
    """nbgrader's generate_feedback.

    Parameters
    ----------
    fingerprint
        What the page was made from, to stand in it.
    """

    def __init__(self, student: str, assignment: str, config: Config, fingerprint: str) -> None:
        super().__init__(student, assignment, config)
        self._fingerprint = fingerprint

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """With the fingerprint."""
        resources = super().init_single_notebook_resources(notebook_filename)
        resources["nbgrader"]["fingerprint"] = self._fingerprint
        return resources


def source_cells(course: Course, assignment: str) -> list[CourseCell]:
    """The cells of an assignment that nbgrader knows by name, from its source, in the order of the notebook.

    Parameters
    ----------
    course
        The checkout.
    assignment
        The assignment's name.
    """
    notebook = nbformat.read(course.source(assignment), as_version=4)
    ClearSolutions().preprocess(notebook, {})
    cells = []
    for cell in notebook.cells:
        if settings := cell.metadata.get("nbgrader"):
            name = settings["grade_id"]
            points = float(settings["points"]) if settings["grade"] else None
            cells.append(
                CourseCell(name, id_of(assignment, name), cell.source, cell.cell_type, points, settings["solution"])
            )
    return cells


def enter_assignment(course: Course, assignment: str, gradebook: Gradebook, url: str) -> list[CourseCell]:
    """Write an assignment's cells, hidden tests and points into the gradebook, unless they are there already.

    Parameters
    ----------
    course
        The checkout.
    assignment
        The assignment's name.
    gradebook, url
        The gradebook.

    Returns
    -------
    list of CourseCell
        The cells, in the order of the notebook.
    """
    cells = source_cells(course, assignment)
    order = [cell.name for cell in cells]
    known = course_cells(gradebook, assignment, order)
    gradebook.db.rollback()
    if known == cells:
        return cells
    config = configure(course.root)
    config.CourseDirectory.db_url = url
    with tempfile.TemporaryDirectory() as release:
        config.CourseDirectory.release_directory = release
        try:
            OneAssignment(".", assignment, config).start()
        except RuntimeError as error:
            if "Cannot add or remove cells" not in str(error):
                raise
            raise CourseError(
                f"{assignment} has other graded cells than when this gradebook was begun, and submissions are in it. "
                "Begin a new one: name another folder with --out or another gradebook with --db."
            ) from error
    return course_cells(gradebook, assignment, order)


def autograde(
    course: Course, submission: Submission, content: bytes, out: Path, url: str, timeout: int
) -> NotebookNode | tuple[str, str]:
    """Run one submission and enter its scores into the gradebook.

    Parameters
    ----------
    course
        The checkout.
    submission
        Whose it is.
    content
        Its notebook.
    out
        The grading folder.
    url
        The gradebook, which knows the assignment.
    timeout
        Seconds a cell.

    Returns
    -------
    NotebookNode or tuple
        The executed notebook, as it lies in autograded/; or status and reason if running it failed as a whole.
    """
    use_this_python(course.root)  # the kernel imports the package
    config = configure(course.root, timeout)
    config.merge(own_settings(course.root))
    config.CourseDirectory.root = str(out)
    config.CourseDirectory.db_url = url
    config.CourseDirectory.source_directory = str(course.root / "build" / "source")
    with tempfile.TemporaryDirectory() as staged:
        submission.stage(content, Path(staged))
        config.CourseDirectory.submitted_directory = staged
        try:
            _undisturbed(OneSubmission(submission.student, submission.assignment, config).start)
        except (SQLAlchemyError, InvalidEntry):
            raise  # the gradebook's fault, not the student's
        except DeadKernelError:
            return "killed", DIED
        except CellTimeoutError:
            return "timeout", STUCK
        except Exception as error:
            return "error", f"nbgrader could not grade this notebook: {type(error).__name__}: {error}"
    return nbformat.read(autograded(out, submission.student, submission.assignment), as_version=4)


def make_feedback(course: Course, student: str, assignment: str, out: Path, url: str, fingerprint: str) -> None:
    """Write one feedback page.

    Parameters
    ----------
    course
        The checkout.
    student, assignment
        Whose page it is.
    out
        The grading folder.
    url
        The gradebook.
    fingerprint
        Of everything that the page is made from.
    """
    config = configure(course.root)
    config.CourseDirectory.root = str(out)
    config.CourseDirectory.db_url = url
    OneFeedback(student, assignment, config, fingerprint).start()


def autograded(out: Path, student: str, assignment: str) -> Path:
    """Where an executed notebook lies."""
    return out / "autograded" / student / assignment / f"{assignment}.ipynb"


def _undisturbed(work: Callable[[], Any]) -> Any:
    """The result of some work that Ctrl-C lets come to its end.

    It is done in a thread, where signals do not arrive: nbclient would take a Ctrl-C for an order to end the kernel,
    and the student would be told that it died.
    """
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return future.result()
    except KeyboardInterrupt:
        print("Stopping after this notebook. Ctrl-C once more stops at once.", file=sys.stderr)
        future.result()
        raise
