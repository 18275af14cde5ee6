"""Drawing the figures: the same source gives the same bytes."""

from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from softmax_course.plotting import STYLE

FIGURES: dict[str, Callable[[], Figure]] = {}


def static_figure(draw: Callable[[], Figure]) -> Callable[[], Figure]:
    """Register a function that draws the figure of its own name."""
    FIGURES[draw.__name__] = draw
    return draw


def draw_all(folder: Path) -> list[Path]:
    """Draw every registered figure as SVG.

    Parameters
    ----------
    folder
        Where the files go; it is made if it is not there.

    Returns
    -------
    list of Path
        The files, in alphabetical order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_save(FIGURES[name], folder / f"{name}.svg") for name in sorted(FIGURES)]


def _save(draw: Callable[[], Figure], path: Path) -> Path:
    with plt.rc_context(STYLE):
        picture = draw()
        picture.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(picture)
    return path
