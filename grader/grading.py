"""Grading what was handed in: nothing is run twice, and nothing in one submission stops the others."""

import hashlib
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from threading import Thread

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.utils import rmtree
from sqlalchemy.exc import SQLAlchemyError

from grader import stock
from grader.course import Course
from grader.gradebook import course_cells, load_results, open_gradebook, save_result, set_zero
from grader.records import Record, Recorder
from grader.submissions import Submission, SubmissionError

ENVIRONMENT = ("nbgrader", "nbclient", "ipykernel", "ipython", "numpy", "matplotlib")

DIED = (
    "The kernel died while this notebook ran, and with it everything that had been computed. Something in it ended "
    "Python: exit, too much memory, a crash. Restart the kernel, run all cells, and see at which one it stops."
)
STUCK = (
    "This notebook could not be stopped when a cell took too long. Look for a loop that never ends, and for an "
    "`except` that also catches KeyboardInterrupt."
)


@dataclass(frozen=True)
class Grading:
    """One run of ``softmax-course grade``.

    Parameters
    ----------
    course
        The checkout.
    out
        The grading folder.
    url
        The gradebook.
    timeout
        Seconds a cell.
    force
        Whether to run again what was graded before.
    """

    course: Course
    out: Path
    url: str
    timeout: int = 30
    force: bool = False

    def records(self, submissions: Sequence[Submission]) -> Iterator[list[Record]]:
        """Grade submissions one after the other.

        Parameters
        ----------
        submissions
            Sorted by assignment.

        Yields
        ------
        list of Record
            The records of the next submission.
        """
        for assignment, handed_in in groupby(submissions, key=lambda submission: submission.assignment):
            with open_gradebook(self.url, create=True) as gradebook:
                stock.enter_assignment(self.course, assignment, self.url)
                recorder = Recorder(assignment, course_cells(self.url, assignment), sandbox="none")
                known = load_results(gradebook, assignment)
                tests = self._fingerprint(assignment)
                for submission in handed_in:
                    yield _undisturbed(partial(self._grade, submission, recorder, tests, known, gradebook))

    def _grade(
        self,
        submission: Submission,
        recorder: Recorder,
        tests: str,
        known: dict[str, tuple[str, list[Record]]],
        gradebook: Gradebook,
    ) -> list[Record]:
        student, assignment = submission.student, submission.assignment
        try:
            content = submission.read()
        except SubmissionError as reason:
            return self._give_zero(gradebook, submission, recorder.of_nothing(student, reason.status, str(reason)))
        fingerprint = hashlib.sha256(f"{tests} {submission.fingerprint()}".encode()).hexdigest()
        before, records = known.get(student, ("", []))
        if not self.force and before == fingerprint and stock.autograded(self.out, student, assignment).is_file():
            return records
        try:
            notebook = stock.autograde(self.course, submission, content, self.out, self.url, self.timeout)
            records = recorder.of_notebook(student, notebook)
        except SQLAlchemyError:
            raise  # the gradebook's fault, not the student's
        except Exception as error:
            records = self._give_zero(gradebook, submission, recorder.of_nothing(student, *_reason(error)))
        save_result(gradebook, student, assignment, fingerprint, records)
        return records

    def _give_zero(self, gradebook: Gradebook, submission: Submission, records: list[Record]) -> list[Record]:
        """Enter 0 points in the gradebook, and the reason as the notebook from which the feedback page is made."""
        set_zero(gradebook, submission.student, submission.assignment)
        path = stock.autograded(self.out, submission.student, submission.assignment)
        if path.parent.exists():
            rmtree(path.parent)
        path.parent.mkdir(parents=True)
        note = new_markdown_cell(f"**This notebook could not be graded**\n\n{records[0].message}", id="note")
        nbformat.write(new_notebook(cells=[note]), path)
        return records

    def _fingerprint(self, assignment: str) -> str:
        """What else decides about points: the tests, the time a cell may take, the environment."""
        versions = [f"{package} {version(package)}" for package in ENVIRONMENT]
        parts = [self.course.fingerprint(assignment), f"timeout {self.timeout}", platform.python_version(), *versions]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _reason(error: Exception) -> tuple[str, str]:
    """Status and message when running a notebook failed as a whole."""
    if isinstance(error, DeadKernelError):
        return "killed", DIED
    if isinstance(error, CellTimeoutError):
        return "timeout", STUCK
    return "error", f"nbgrader could not grade this notebook: {type(error).__name__}: {error}"


def _undisturbed(work: Callable[[], list[Record]]) -> list[Record]:
    """The result of some work that Ctrl-C lets come to its end.

    It is done in a thread, where signals do not arrive: nbclient would take a Ctrl-C for an order to end the kernel,
    and the student would be told that it died.
    """
    future: Future[list[Record]] = Future()

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
