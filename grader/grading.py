"""Grading what was handed in: nothing is run twice, nothing in one submission stops the others, and one process writes."""

import hashlib
import platform
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, LimitOutput
from nbgrader.utils import compute_checksum, rmtree

from grader import stock
from grader.course import Course
from grader.engine.engine import EngineError
from grader.engine.job import Job, Result
from grader.engine.pool import Pool, Runner
from grader.engine.sandbox import elsewhere
from grader.errors import CourseError
from grader.gradebook import Scores, Tell, enter_scores, enter_student, only_one, open_gradebook, unfit
from grader.records import Record, Recorder
from grader.repair import CourseCell, repairs
from grader.results import Kept, keep, load, next_run
from grader.submissions import Submission, SubmissionError

ENVIRONMENT = ("nbgrader", "nbclient", "ipykernel", "ipython", "numpy", "matplotlib")
CHUNK = 16  # submissions in one transaction
MANY = 20  # submissions of an assignment, from which on it pays to learn all its mistakes beforehand
PATIENCE = 2.0  # seconds after which a smaller chunk is written


@dataclass(frozen=True)
class Graded:
    """What became of one submission.

    Parameters
    ----------
    records
        The outcome of every graded cell.
    before
        Its records at the grading before, where there was one.
    ran
        Whether it was run now; if not, nothing had changed since.
    left_out
        Why it is not in the gradebook; nothing if it is.
    """

    submission: Submission
    records: Sequence[Record]
    before: Sequence[Record] | None = None
    ran: bool = True
    left_out: str = ""


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Parameters
    ----------
    timeout
        Seconds a cell.
    force
        Whether to run again what was graded before.
    engine
        "fast" or "nbgrader".
    workers
        How many notebooks at once; by default one a core. Stock nbgrader runs one at a time.
    unsafe
        Whether to run students' code where a layer of the sandbox is missing.
    scheduler
        The address of a Dask scheduler, whose workers run the notebooks instead of this machine.
    """

    timeout: int = 30
    force: bool = False
    engine: str = "fast"
    workers: int | None = None
    unsafe: bool = False
    scheduler: str | None = None


@dataclass
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
    settings
        How to grade.
    tell
        Called with a sentence when another run has to be waited for.
    """

    course: Course
    out: Path
    url: str
    settings: Settings = field(default_factory=Settings)
    tell: Tell = print

    def run(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        """Grade submissions.

        Parameters
        ----------
        submissions
            Sorted by assignment.

        Yields
        ------
        Graded
            Each when its scores are in the gradebook.
        """
        try:
            if self.settings.engine == "nbgrader":
                yield from self._grade_all(submissions, None)
                return
            many = [
                name
                for name, of_it in groupby(submissions, key=lambda submission: submission.assignment)
                if len(list(of_it)) >= MANY
            ]
            others = {submission.folder.parent.parent for submission in submissions}
            with self._runner(many, [self.out, *others]) as runner:
                yield from self._grade_all(submissions, runner)
        except OSError as error:
            raise CourseError(
                f"{error.filename or self.out} cannot be written: {error.strerror}. What has been graded is kept: make room or "
                "change the permissions, and run the same command again, or name another folder with --out."
            ) from error

    def _runner(self, assignments: Sequence[str], forbidden: Sequence[Path]) -> AbstractContextManager[Runner]:
        """What runs the notebooks."""
        root, settings = self.course.root, self.settings
        if settings.scheduler:
            try:
                from grader.cluster import Cluster
            except ModuleNotFoundError as error:
                raise CourseError(
                    f"--scheduler needs the package {error.name}, which is not installed: pip install -e '.[cluster]' in the "
                    "checkout, here and on every worker."
                ) from None
            return Cluster(
                settings.scheduler, root, assignments=assignments, forbidden=forbidden, unsafe=settings.unsafe
            )
        if reason := elsewhere():
            raise EngineError(reason)
        return Pool(root, settings.workers, assignments=assignments, forbidden=forbidden, unsafe=settings.unsafe)

    def _grade_all(self, submissions: Sequence[Submission], runner: Runner | None) -> Iterator[Graded]:
        for assignment, handed_in in groupby(submissions, key=lambda submission: submission.assignment):
            with (
                open_gradebook(self.url, create=True, tell=self.tell) as gradebook,
                only_one(self.url, assignment, self.tell),
            ):
                cells = stock.enter_assignment(self.course, assignment, gradebook, self.url)
                one = OneAssignment(self, assignment, cells, gradebook, runner)
                yield from one.grade(handed_in)

    def fingerprint(self, assignment: str) -> str:
        """What else than the submission decides about points: tests, limits, environment."""
        versions = [f"{package} {version(package)}" for package in ENVIRONMENT]
        how = [f"timeout {self.settings.timeout}", f"engine {self.settings.engine}", platform.python_version()]
        parts = [self.course.fingerprint(assignment), *how, *versions]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class OneAssignment:
    """The submissions of one assignment.

    Parameters
    ----------
    grading
        The run.
    assignment
        The assignment's name; the gradebook knows it.
    cells
        Its cells, as the gradebook has them.
    gradebook
        Where scores go.
    runner
        What runs notebooks; None for stock nbgrader.
    """

    def __init__(
        self,
        grading: Grading,
        assignment: str,
        cells: Sequence[CourseCell],
        gradebook: Gradebook,
        runner: Runner | None,
    ) -> None:
        self._grading, self._settings = grading, grading.settings
        self._assignment, self._gradebook, self._runner = assignment, gradebook, runner
        self._cells = cells
        self._checksums = {cell.name: compute_checksum(cell.as_cell(cell.source)) for cell in self._cells}
        self._tests = grading.fingerprint(assignment)
        self._known, self._run = load(gradebook, assignment), next_run(gradebook)
        penalties = AssignLatePenalties(config=stock.own_settings(grading.course.root))
        penalties.init_plugin()
        self._late = penalties.plugin_inst.late_submission_penalty

    @cached_property
    def _recorder(self) -> Recorder:
        """Made when there is something to record: a run in which nothing has changed starts no engine."""
        return Recorder(self._assignment, self._cells, sandbox=self._runner.sandbox if self._runner else "none")

    def grade(self, submissions: Iterable[Submission]) -> Iterator[Graded]:
        """Grade them; what has not changed comes first."""
        to_run = []
        for submission in submissions:
            if reason := unfit(submission.student):
                yield Graded(
                    submission, self._recorder.of_nothing(submission.student, "error", reason), left_out=reason
                )
                continue
            fingerprint = hashlib.sha256(f"{self._tests} {submission.fingerprint()}".encode()).hexdigest()
            known = self._known.get(submission.student)
            same = known is not None and known.fingerprint == fingerprint
            if known and same and not self._settings.force and self._notebook(submission).is_file():
                yield Graded(submission, known.records, known.records, ran=False)
            else:
                to_run.append((submission, fingerprint))
        yield from self._with_stock(to_run) if self._runner is None else self._with_engine(to_run, self._runner)

    def _notebook(self, submission: Submission) -> Path:
        return stock.autograded(self._grading.out, submission.student, submission.assignment)

    # ---- the fast engine ------------------------------------------------------------------------------------------

    def _with_engine(self, to_run: Sequence[tuple[Submission, str]], runner: Runner) -> Iterator[Graded]:
        chunk: list[tuple[Submission, Scores]] = []
        begin = time.monotonic()
        try:
            for (submission, fingerprint), result in self._results(to_run, runner):
                chunk.append((submission, self._scores(submission, fingerprint, result)))
                if len(chunk) >= CHUNK or time.monotonic() - begin > PATIENCE:
                    done, chunk = chunk, []
                    yield from self._write(done)
                    begin = time.monotonic()
        except BaseException:  # a full disk, Ctrl-C: what is ready is kept
            self._enter(chunk)
            raise
        yield from self._write(chunk)

    def _results(
        self, to_run: Sequence[tuple[Submission, str]], runner: Runner
    ) -> Iterator[tuple[tuple[Submission, str], Result | SubmissionError]]:
        unreadable: list[tuple[tuple[Submission, str], SubmissionError]] = []
        cells = [asdict(cell) for cell in self._cells]

        def jobs() -> Iterator[tuple[tuple[Submission, str], Job]]:
            for submission, fingerprint in to_run:
                try:
                    content = submission.read()
                except SubmissionError as reason:
                    unreadable.append(((submission, fingerprint), reason))
                else:
                    files = submission.other_files()
                    yield (submission, fingerprint), Job(content, cells, files, float(self._settings.timeout))

        yield from runner.run(jobs())
        yield from unreadable

    def _scores(self, submission: Submission, fingerprint: str, result: Result | SubmissionError) -> Scores:
        """Put the executed notebook where it belongs, and what it earned into a form that can be entered."""
        if isinstance(result, SubmissionError):
            return self._zero(submission, result.status, str(result), fingerprint)
        if result.problem:  # not the student's fault, as far as one can tell: the next run tries again
            return self._zero(
                submission, "error", f"The grader could not run this notebook: {_last_line(result.problem)}"
            )
        notebook = nbformat.reads(result.notebook, as_version=4)
        LimitOutput().preprocess(notebook, {})
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in self._checksums:
                cell.metadata.nbgrader["checksum"] = self._checksums[name]
        records = self._recorder.of_notebook(submission.student, notebook)
        self._place(submission, notebook)
        return Scores(
            submission.student,
            self._kept(submission, records, fingerprint, result.notes),
            {record.cell: record.points for record in records},
            _untouched(notebook, self._cells, self._checksums),
            submission.timestamp,
        )

    def _kept(
        self, submission: Submission, records: Sequence[Record], fingerprint: str, repaired: Sequence[str] = ()
    ) -> Kept:
        known = self._known.get(submission.student)
        return Kept(records, fingerprint, repaired, known.records if known else None, self._run)

    def _place(self, submission: Submission, notebook: NotebookNode) -> None:
        """Lay out autograded/STUDENT/ASSIGNMENT anew: whoever looks finds the old folder or the new one."""
        target = self._notebook(submission).parent
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=target.parent) as staged:
            content = nbformat.writes(notebook).encode(
                "utf-8", "replace"
            )  # half a surrogate pair is no text for feedback
            submission.stage(content, Path(staged))
            if target.exists():
                rmtree(target)
            shutil.move(Path(staged, submission.student, submission.assignment), target)

    def _write(self, chunk: Sequence[tuple[Submission, Scores]]) -> Iterator[Graded]:
        self._enter(chunk)
        for submission, scores in chunk:
            yield Graded(submission, scores.kept.records, scores.kept.before)

    def _enter(self, chunk: Sequence[tuple[Submission, Scores]]) -> None:
        enter_scores(self._gradebook, self._assignment, [scores for _submission, scores in chunk], self._late)

    # ---- stock nbgrader -------------------------------------------------------------------------------------------

    def _with_stock(self, to_run: Sequence[tuple[Submission, str]]) -> Iterator[Graded]:
        for submission, fingerprint in to_run:
            try:
                content = submission.read()
            except SubmissionError as reason:
                yield from self._write([(submission, self._zero(submission, reason.status, str(reason), fingerprint))])
                continue
            enter_student(self._gradebook, submission.student)
            ran = stock.autograde(
                self._grading.course, submission, content, self._grading.out, self._grading.url, self._settings.timeout
            )
            if isinstance(ran, tuple):
                yield from self._write([(submission, self._zero(submission, *ran, fingerprint))])
                continue
            records = self._recorder.of_notebook(submission.student, ran)
            kept = self._kept(submission, records, fingerprint, repairs(ran))
            keep(self._gradebook, self._assignment, submission.student, kept)
            self._gradebook.db.commit()
            yield Graded(submission, records, kept.before)

    # ---- what could not be run ------------------------------------------------------------------------------------

    def _zero(self, submission: Submission, status: str, reason: str, fingerprint: str = "") -> Scores:
        """Scores of 0 points, with the reason as the notebook from which the feedback page is made."""
        records = self._recorder.of_nothing(submission.student, status, reason)
        path = self._notebook(submission)
        if path.parent.exists():
            rmtree(path.parent)
        path.parent.mkdir(parents=True)
        note = new_markdown_cell(f"**This notebook could not be graded**\n\n{records[0].message}", id="note")
        nbformat.write(new_notebook(cells=[note]), path)
        return Scores(submission.student, self._kept(submission, records, fingerprint), timestamp=submission.timestamp)


def _untouched(notebook: NotebookNode, cells: Sequence[CourseCell], checksums: dict[str, str]) -> frozenset[str]:
    """The solution cells that are still as they were handed out, or not there at all."""
    solutions = {cell.name for cell in cells if cell.solution}
    touched = {
        name
        for cell in notebook.cells
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in solutions
        and compute_checksum(cell) != checksums[name]
    }
    return frozenset(solutions - touched)


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1]
