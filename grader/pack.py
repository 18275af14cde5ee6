"""The zip file that students get: the notebooks and what they need to work, and nothing that answers an exercise.

It is a list of what goes in, so that what is new in the checkout stays out until somebody puts it here. The packages go in as sources: one
``pip install`` in the unpacked folder makes ``softmax-course lab`` and ``check`` work. The same checkout gives the same bytes.
"""

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import CourseError

FOLDER = "softmax-course"  # what the zip file unpacks to
FOLDERS = ("assets", "grader", "notebooks", "softmax_course")
FILES = {  # the name in the zip file and in the checkout
    "LICENSE": "LICENSE",
    "LICENSE-text": "LICENSE-text",
    "README.md": "docs/student-pack.md",
    "environment.yml": "environment.yml",
    "pyproject.toml": "pyproject.toml",
    "requirements.lock": "requirements.lock",
}
LEFT_BEHIND = (".", "~", "__pycache__")  # what editors, systems and Python leave begins or ends so
WHEN = (2026, 1, 1, 0, 0, 0)  # every file, always


def pack(root: Path, to: Path) -> list[str]:
    """Write the students' zip file.

    Parameters
    ----------
    root
        The checkout, built.
    to
        The file to write.

    Returns
    -------
    list of str
        The names in it.

    Raises
    ------
    CourseError
        If something is missing, or the file cannot be written.
    """
    contents = dict(sorted(_contents(root)))
    fresh = to.with_name(f"{to.name}.new")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, path in contents.items():
                info = zipfile.ZipInfo(f"{FOLDER}/{name}", WHEN)
                info.create_system = 3  # permissions are Unix's, wherever it is made
                info.external_attr = (stat.S_IFREG | 0o644) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, path.read_bytes())
        os.replace(fresh, to)
    except OSError as error:
        raise CourseError(f"{to} cannot be written: {error.strerror}. Name another file with --to.") from error
    return list(contents)


def require_fresh(root: Path) -> None:
    """Refuse notebooks that are not what the sources make.

    Parameters
    ----------
    root
        The checkout.

    Raises
    ------
    CourseError
        With what is out of date.
    """
    from grader.build import stale  # nbgrader takes a second to load

    problems = [f"{path}: {why}" for path, why in stale(root)]
    if problems:
        raise CourseError(
            "\n".join([*problems, "Run `softmax-course build`, look at what it changes, and pack again."])
        )


def _contents(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file that goes in: its name in the zip file, and where it is."""
    for name, source in FILES.items():
        if not (root / source).is_file():
            raise CourseError(f"{source} is missing in {root}, and students need it. Put it back and pack again.")
        yield name, root / source
    for folder in FOLDERS:
        if not (root / folder).is_dir():
            raise CourseError(f"{folder}/ is missing in {root}, and students need it. Run `softmax-course build`.")
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root)
            left = any(part.startswith(LEFT_BEHIND) or part.endswith("~") for part in inside.parts)
            if path.is_file() and not path.is_symlink() and not left:
                yield inside.as_posix(), path
