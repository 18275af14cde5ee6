"""What has to be the same on every machine, so that scores do not depend on who graded."""

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

GRADER = Path(__file__).resolve().parents[1]
COURSE = ("softmax_course/**/*.py", "solutions/**/*.py", "assets/expected/*.json")
PACKAGES = {"NumPy": "numpy", "Matplotlib": "matplotlib", "IPython": "ipython", "Dask": "distributed"}


def traits(root: Path) -> dict[str, str]:
    """The traits of this machine, by name.

    Parameters
    ----------
    root
        The checkout, as it is now. Of the grader counts what this process has loaded.
    """
    return {
        "Python": platform.python_version(),
        **{name: version(package) for name, package in PACKAGES.items()},
        "the grader": loaded_grader(),
        "the course": _digest(root, COURSE),
    }


@cache
def loaded_grader() -> str:
    """A hash of the grader's sources, taken when this module is loaded and so about when they are."""
    return _digest(GRADER, ["**/*.py"])


def difference(theirs: dict[str, str], ours: dict[str, str]) -> str:
    """What differs first, in words; nothing where all is the same.

    Parameters
    ----------
    theirs
        Traits of the machine that asks.
    ours
        Traits of the machine that answers.
    """
    name = next((name for name in theirs if theirs[name] != ours.get(name)), None)
    if name is None:
        return ""
    if name.startswith("the "):
        return f"the sources of {name} are not the same"
    return f"{name} is {ours.get(name, 'missing')} there and {theirs[name]} here"


def _digest(folder: Path, patterns: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


loaded_grader()
