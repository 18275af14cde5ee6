"""The feedback of a class: every page that is not there or not up to date, and a page over the notebooks of each student."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from grader.course import Course
from grader.errors import CourseError
from grader.feedback.overview import Entry, overview
from grader.feedback.page import looks
from grader.gradebook import open_gradebook
from grader.marks import marks_of, worth_of_cells
from grader.results import load
from grader.stock import autograded, make_feedback

PACKAGES = ("bleach", "jinja2", "mistune", "nbconvert", "nbgrader", "pygments")
BESIDE = ("timestamp.txt", "submission_secret.txt")  # what nbgrader lays beside a page
START = 2000  # bytes of a page in which its fingerprint stands


class ClassFeedback:
    """The feedback of everything graded in one folder.

    Parameters
    ----------
    course
        The checkout.
    out
        The grading folder.
    url
        The gradebook.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """

    def __init__(self, course: Course, out: Path, url: str) -> None:
        self._course, self._out, self._url = course, out, url
        with open_gradebook(url) as gradebook:
            self.assignments: dict[str, float] = {a.name: float(a.max_score) for a in gradebook.assignments}
            self._marks = {name: marks_of(gradebook, name) for name in self.assignments}
            self._kept = {name: load(gradebook, name) for name in self.assignments}
            self._worth = {name: worth_of_cells(gradebook, name, kept) for name, kept in self._kept.items()}
        self.pairs = sorted(
            (student, name)
            for name, marks in self._marks.items()
            for student in marks
            if self._executed(student, name).is_file()
        )
        if not self.pairs:
            raise CourseError(
                f"There are no graded notebooks in {out / 'autograded'}. Run `softmax-course grade` first."
            )

    def write_pages(self) -> Iterator[bool]:
        """Write the pages.

        Yields
        ------
        bool
            For each of ``pairs`` whether its page was written; if not, it was up to date.
        """
        for student, assignment in self.pairs:
            fingerprint = self._fingerprint(student, assignment)
            fresh = not self._is_there(student, assignment, fingerprint)
            if fresh:
                make_feedback(self._course, student, assignment, self._out, self._url, fingerprint)
            yield fresh

    def write_overviews(self) -> int:
        """Write a page over all notebooks for every student; their number."""
        written: dict[str, set[str]] = {}
        for student, assignment in self.pairs:
            written.setdefault(student, set()).add(assignment)
        for student, pages in written.items():
            entries = [self._entry(student, name, name in pages) for name in sorted(self.assignments)]
            (self._out / "feedback" / student / "index.html").write_text(overview(student, entries), "utf-8")
        return len(written)

    def _entry(self, student: str, assignment: str, has_page: bool) -> Entry:
        marks = self._marks[assignment].get(student)
        kept = self._kept[assignment].get(student)
        page = f"{assignment}/{assignment}.html" if has_page else ""
        return Entry(assignment, self.assignments[assignment], self._worth[assignment], marks, kept, page)

    def _executed(self, student: str, assignment: str) -> Path:
        return autograded(self._out, student, assignment)

    def _is_there(self, student: str, assignment: str, fingerprint: str) -> bool:
        page = self._out / "feedback" / student / assignment / f"{assignment}.html"
        if not page.is_file():
            return False
        with page.open("rb") as file:
            return fingerprint.encode() in file.read(START)

    def _fingerprint(self, student: str, assignment: str) -> str:
        """A hash of everything that decides what a page says and how it looks."""
        digest = hashlib.sha256(self._look.encode())
        digest.update(
            f"{student}\0{self.assignments[assignment]}\0{self._marks[assignment][student].as_text()}\0".encode()
        )
        executed = self._executed(student, assignment)
        digest.update(executed.read_bytes())
        for path in (executed.with_name(name) for name in BESIDE):
            digest.update(b"\0" + (path.read_bytes() if path.is_file() else b""))
        return digest.hexdigest()

    @cached_property
    def _look(self) -> str:
        return "\n".join([looks(), *(f"{package} {version(package)}" for package in PACKAGES)])
