"""One style for every picture of the course: colour-blind-safe, readable at half size, with alt text."""

from base64 import b64encode
from html import escape
from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
from IPython.display import HTML, display
from matplotlib.figure import Figure

# Okabe and Ito, Color Universal Design (2008); order chosen so that neighbours differ in lightness too.
COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "yellow": "#F0E442",
    "black": "#000000",
}

STYLE: Any = {
    "figure.figsize": (7.0, 4.0),
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": plt.cycler(color=[c for name, c in COLOURS.items() if name != "yellow"]),
    "image.cmap": "viridis",
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "svg.hashsalt": "softmax",
    "svg.fonttype": "path",
}


def figure(rows: int = 1, columns: int = 1, **options: Any) -> tuple[Figure, Any]:
    """A figure and its axes in the course's style.

    Parameters
    ----------
    rows, columns
        How many axes.
    options
        Passed to :func:`matplotlib.pyplot.subplots`.

    Returns
    -------
    Figure, Axes or array of Axes
    """
    with plt.rc_context(STYLE):
        return plt.subplots(rows, columns, **options)


def show(picture: Figure, alt: str) -> None:
    """Show a figure in the notebook with alt text, and close it.

    Parameters
    ----------
    picture
        A matplotlib figure.
    alt
        What the picture shows and what to see in it, for those who do not see it.
    """
    display(HTML(as_image(picture, alt)))


def as_image(picture: Figure, alt: str) -> str:
    """A figure as an HTML image with alt text; the figure is closed.

    Parameters
    ----------
    picture, alt
        As for :func:`show`.
    """
    pixels = BytesIO()
    picture.savefig(pixels, format="png", dpi=2 * picture.dpi)
    plt.close(picture)
    width = round(picture.get_figwidth() * picture.dpi)
    data = b64encode(pixels.getvalue()).decode()
    # An <img> of our own: no front end passes the alt text of an image/png output on.
    return f'<img alt="{escape(alt)}" width="{width}" src="data:image/png;base64,{data}">'
