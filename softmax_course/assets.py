"""Where the course's data, figures and expected numbers are: in the wheel, or beside the package in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(name: str) -> Traversable:
    """A file or folder of assets/.

    Parameters
    ----------
    name
        Its name inside assets/.

    Raises
    ------
    FileNotFoundError
        If this installation does not have it.
    """
    packaged = files("softmax_course") / "assets"
    root = packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "assets"
    found = root / name
    if not (found.is_dir() or found.is_file()):
        raise FileNotFoundError(
            f"assets/{name} is missing: install the course again, or run `softmax-course build` in a checkout."
        )
    return found
