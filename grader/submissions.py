"""What was handed in: finding it, reading it with care, and saying in one sentence why something cannot be read."""

import hashlib
import json
import os
import shutil
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.mending import mend

SAVE_AGAIN = "Open it in JupyterLab and save it again."
COURSE_PACKAGES = ("softmax_course", "solutions", "grader")  # a student's copies must not stand in for the real ones


class SubmissionError(Exception):
    """A submission without a notebook that can be run. The text is what the student reads."""

    status = "error"


class NotHandedInError(SubmissionError):
    """A folder for the assignment, and no notebook in it."""

    status = "missing"


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment.

    Parameters
    ----------
    student
        The name of the student's folder.
    assignment
        The assignment's name.
    folder
        ``submitted/STUDENT/ASSIGNMENT``.
    """

    student: str
    assignment: str
    folder: Path

    @property
    def notebook(self) -> Path:
        """Where the notebook is expected."""
        return self.folder / f"{self.assignment}.ipynb"

    def read(self) -> bytes:
        """The notebook's bytes, known to hold a notebook that nbgrader can open.

        Raises
        ------
        SubmissionError
            With the reason and what to do.
        """
        name = self.notebook.name
        if self.folder.is_symlink() or self.notebook.is_symlink():
            raise SubmissionError(f"{name} is a link to somewhere else. Hand in the file itself.")
        if not self.folder.is_dir():
            raise SubmissionError(f"{self.assignment} is a file. Hand in a folder with this name and {name} in it.")
        if not os.path.lexists(self.notebook):
            others = ", ".join(sorted(path.name for path in self.folder.glob("*.ipynb")))
            hint = (
                f"The folder holds {others}; if one of them is meant, name it {name}."
                if others
                else "Put it into the folder."
            )
            raise NotHandedInError(f"{name} is not in the folder that was handed in. {hint}")
        return read_notebook(self.notebook)

    def stage(self, content: bytes, root: Path) -> None:
        """Lay the submission out under ``root`` as nbgrader expects it: the notebook, and other plain files beside it.

        Parameters
        ----------
        content
            The notebook, as it was read.
        root
            An empty folder.
        """
        target = root / self.student / self.assignment
        shutil.copytree(self.folder, target, ignore=_not_to_copy)
        (target / self.notebook.name).write_bytes(content)

    def other_files(self) -> dict[str, bytes]:
        """The other plain files that :meth:`stage` would lay out, by path: see :func:`files_beside`."""
        return files_beside(self.folder)

    @property
    def timestamp(self) -> datetime | None:
        """When it was handed in, by its timestamp.txt: in UTC and without a zone, as nbgrader keeps it."""
        path = self.folder / "timestamp.txt"
        if not _is_plain_file(path) or not _is_time(path):
            return None
        from nbgrader.utils import parse_utc

        return parse_utc(path.read_text(encoding="utf-8").strip())

    def fingerprint(self) -> str:
        """A hash of the files that :meth:`stage` would lay out."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")) if self.folder.is_dir() and not self.folder.is_symlink() else ():
            digest.update(os.fsencode(path.relative_to(self.folder)) + b"\0")
            if _is_plain_file(path):
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def find_submissions(submitted: Path, assignments: Sequence[str]) -> Iterator[Submission]:
    """All submissions of some assignments, by assignment and student.

    Parameters
    ----------
    submitted
        The folder with one folder a student.
    assignments
        The names to look for.

    Raises
    ------
    CourseError
        If the folder is not there.
    """
    try:
        students = sorted(
            entry.name for entry in submitted.iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
    except OSError as error:
        raise CourseError(
            f"{submitted} is not a folder that can be read ({error.strerror}). Submissions are expected in "
            f"{submitted}/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb; name another folder with --submitted."
        ) from error
    for assignment in assignments:
        for student in students:
            folder = submitted / student / assignment
            if os.path.lexists(folder):
                yield Submission(student, assignment, folder)


def files_beside(root: Path, most: int = 16 << 20, depth: int = 3) -> dict[str, bytes]:
    """The plain files of a folder but for notebooks, by path.

    Parameters
    ----------
    root
        The folder.
    most
        Bytes together; files that would make it more are left out, as are more than a thousand.
    depth
        How many folders deep.
    """
    files: dict[str, bytes] = {}
    for folder, folders, names in os.walk(root):
        left_out = _not_to_copy(folder, folders + names)
        deep = len(Path(folder).relative_to(root).parts) + 1 >= depth
        folders[:] = [] if deep else sorted(set(folders) - left_out)
        for name in sorted(set(names) - left_out):
            path = Path(folder, name)
            size = path.stat().st_size
            if size <= most and len(files) < 1000:
                most -= size
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def read_notebook(path: Path) -> bytes:
    """The bytes of a file that is a notebook in format 4.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SubmissionError
        With the reason and what to do.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise SubmissionError(f"{path.name} is a folder. Give the notebook itself.")
        if not stat.S_ISREG(mode):
            raise SubmissionError(f"{path.name} is a pipe or a device. Give the notebook as an ordinary file.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotHandedInError(f"{path.name} is not there.") from None
    except OSError as error:
        raise SubmissionError(
            f"{path.name} cannot be read: {error.strerror}. Change its permissions, or give another copy."
        ) from error
    notebook = _require_notebook(path.name, content)
    return json.dumps(notebook).encode() if mend(notebook) or content.startswith(BOM_UTF8) else content


def _require_notebook(name: str, content: bytes) -> dict[str, Any]:
    """The notebook in format 4 that the bytes are; :class:`SubmissionError` if they are none."""
    if not content.strip():
        raise SubmissionError(f"{name} is empty. {SAVE_AGAIN}")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SubmissionError(f"{name} is not UTF-8 text (byte {error.start + 1} is not). {SAVE_AGAIN}") from None
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise SubmissionError(f"{name} is not a notebook: it is not valid JSON{where}. {SAVE_AGAIN}") from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise SubmissionError(f"{name} is JSON, and not a notebook. Give the notebook itself.")
    if notebook["nbformat"] != 4:
        raise SubmissionError(
            f"{name} is in notebook format {notebook['nbformat']!r:.20}, and format 4 is expected. {SAVE_AGAIN}"
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        raise SubmissionError(f"{name} is damaged: its list of cells is not one. {SAVE_AGAIN}")
    if not isinstance(notebook.get("metadata", {}), dict):
        raise SubmissionError(f"{name} is damaged: its metadata are not a dictionary. {SAVE_AGAIN}")
    return notebook


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    source = cell.get("source")
    lines = [source] if isinstance(source, str) else source
    is_text = isinstance(lines, list) and all(isinstance(line, str) for line in lines)
    return is_text and isinstance(cell.get("metadata", {}), dict)


def _not_to_copy(folder: str, names: list[str]) -> set[str]:
    """What is left behind: links, pipes, other notebooks, copies of the course's packages, what Jupyter leaves."""
    return {
        name
        for name in names
        if name.startswith((".", "__pycache__"))
        or name.endswith(".ipynb")
        or name.removesuffix(".py") in COURSE_PACKAGES
        or (name == "timestamp.txt" and not _is_time(Path(folder, name)))
        or Path(folder, name).is_symlink()
        or not (Path(folder, name).is_dir() or _is_plain_file(Path(folder, name)))
    }


def _is_time(path: Path) -> bool:
    """Whether nbgrader can read a file as the time of handing in; if not, it would refuse the whole submission."""
    from nbgrader.utils import parse_utc  # takes seconds to load, and is needed for few

    try:
        parse_utc(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
