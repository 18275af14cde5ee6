"""JupyterLab on a student's own copy of the notebooks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.course import find_course
from grader.errors import CourseError


def open_lab(options: Sequence[str]) -> int:
    """Copy what is missing from notebooks/ to work/ and start JupyterLab there.

    Parameters
    ----------
    options
        Handed on to Jupyter.

    Returns
    -------
    int
        Jupyter's exit status.
    """
    root = _folder()
    work = root / "work"
    copy_missing(root / "notebooks", work)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={work}", *options]
    if os.name == "posix":
        os.chdir(root)
        os.execv(sys.executable, command)  # signals go to Jupyter itself
    return subprocess.call(command, cwd=root)


def copy_missing(source: Path, target: Path) -> list[Path]:
    """Copy files that are not there yet; what is there is never touched.

    Parameters
    ----------
    source, target
        Two folders.

    Returns
    -------
    list of Path
        The new files.
    """
    new = []
    for file in sorted(source.rglob("*")):
        copy = target / file.relative_to(source)
        if file.is_file() and ".ipynb_checkpoints" not in file.parts and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            new.append(copy)
    return new


def _folder() -> Path:
    """The folder that holds notebooks/: the current one, or the checkout around it."""
    if Path("notebooks").is_dir():
        return Path.cwd()
    try:
        root = find_course().root
    except CourseError:
        root = Path.cwd()
    if not (root / "notebooks").is_dir():
        raise CourseError(
            f"There is no notebooks/ in {root}. Change to the folder that you unpacked the course into; in a checkout, "
            "run `softmax-course build` first."
        )
    return root
