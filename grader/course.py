"""Where the course is, which assignments it has, and the notebooks that nbgrader starts from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError


@dataclass(frozen=True)
class Course:
    """A checkout of the course.

    Parameters
    ----------
    root
        The folder that holds solutions/ and nbgrader_config.py.
    """

    root: Path

    @property
    def assignments(self) -> list[str]:
        """The assignments' names, in order."""
        return sorted(path.stem for path in (self.root / "solutions").glob("[0-9][0-9]_*.py"))

    def source(self, assignment: str) -> Path:
        """The notebook with solutions and hidden tests, built first when it is missing or older than its text."""
        path = self.root / "build" / "source" / assignment / f"{assignment}.ipynb"
        text = self.root / "solutions" / f"{assignment}.py"
        if not path.is_file() or path.stat().st_mtime < text.stat().st_mtime:
            from grader.build import BuildError, build  # loads nbgrader

            try:
                build(self.root)
            except BuildError as error:
                raise CourseError(f"The notebooks cannot be built:\n{error}") from error
            path.touch()
        return path

    def fingerprint(self, assignment: str) -> str:
        """A hash of everything that decides about points: the assignment's source, the checks, the hidden grading."""
        digest = hashlib.sha256()
        for path in self._deciding(assignment):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def _deciding(self, assignment: str) -> Iterator[Path]:
        others = {f"{name}.py" for name in self.assignments if name != assignment}
        for folder in ("softmax_course", "solutions"):
            for path in sorted((self.root / folder).rglob("*.py")):
                if path.name not in others:
                    yield path
        yield self.source(assignment)
        expected = self.root / "assets" / "expected" / f"{assignment}.json"
        if expected.is_file():
            yield expected


def find_course(start: Path | None = None) -> Course:
    """The checkout around a folder, or the one that this package is part of.

    Parameters
    ----------
    start
        Where to look first, and then in the folders above it; by default the current folder.

    Raises
    ------
    CourseError
        If there is none: the installed package alone holds no solutions.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parent.parent):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return Course(folder)
    raise CourseError(
        "This command is for instructors and needs a checkout of the course: the folder that holds solutions/ and "
        f"nbgrader_config.py. {start} is not in one; change to it with cd and run the command again."
    )
