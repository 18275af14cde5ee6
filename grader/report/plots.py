"""The plots of a report, as SVG that stands in the page: the same numbers give the same bytes."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from grader.report.exercises import Exercise
from grader.report.running import Durations
from softmax_course.plotting import COLOURS, STYLE

INK = "#010203"  # stands for the page's own colour of text, light or dark
LOOK: Any = STYLE | {
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "font.size": 10,
    "hatch.color": INK,
    "hatch.linewidth": 0.4,
    "grid.alpha": 0.15,
}
FEW = 40  # students whose names still fit beside the rows of a heat map
ID = re.compile(r'(\bid="|href="#|url\(#)')
SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


@contextmanager
def styled() -> Iterator[None]:
    """The look of the plots while one is drawn."""
    with plt.rc_context(LOOK):
        yield


class Plots:
    """Draws plots in the style of the course; ids in their SVG are told apart by a number."""

    def __init__(self) -> None:
        self._number = 0

    @styled()
    def distribution(self, shares: Sequence[float], lesson: str, what: str) -> Markup:
        """A histogram of scores.

        Parameters
        ----------
        shares
            Scores, each as a share of what could be had.
        lesson
            What to see in it.
        what
            What has the scores: a student, a notebook.
        """
        picture, axes = _figure(2.7, 1.9)
        axes.hist(np.clip(shares, 0, 1), bins=np.linspace(0, 1, 11), color=COLOURS["blue"], rwidth=0.9)
        axes.axvline(float(np.median(shares)), color=COLOURS["vermilion"], linestyle="--")
        axes.set_xlim(-0.01, 1.01)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xticks([0, 0.5, 1])
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(axis="x", visible=False)
        axes.set_xlabel("share of the points")
        axes.set_ylabel(f"{what}s")
        return self._svg(picture, lesson)

    @styled()
    def difficulty(self, exercises: Sequence[Exercise], lesson: str) -> Markup:
        """What was earned of each exercise, in the visible check and in the hidden tests.

        Parameters
        ----------
        exercises
            Those of one assignment.
        lesson
            What to see in it.
        """
        picture, axes = _figure(5.4, 1.1 + 0.27 * len(exercises))
        rows = range(len(exercises))
        both = [(row, e.visible, e.hidden) for row, e in enumerate(exercises) if None not in (e.visible, e.hidden)]
        for row, visible, hidden in both:
            axes.plot([visible, hidden], [row, row], color=INK, alpha=0.4, linewidth=1.5)
        for kind, label, marker, colour in (
            ("visible", "visible check", "o", "blue"),
            ("hidden", "hidden tests", "D", "vermilion"),
        ):
            there = [(getattr(e, kind), row) for row, e in enumerate(exercises) if getattr(e, kind) is not None]
            if there:
                size, face = (45, COLOURS[colour]) if marker == "o" else (30, "none")
                axes.scatter(
                    *zip(*there, strict=True),
                    size,
                    facecolors=face,
                    edgecolors=COLOURS[colour],
                    marker=marker,
                    label=label,
                    linewidths=1.8,
                    zorder=3,
                )
        axes.set_yticks(rows, [e.name for e in exercises], parse_math=False)
        axes.set_ylim(len(exercises) - 0.4, -0.6)
        axes.set_xlim(-0.03, 1.03)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_xlabel("share of the points earned")
        picture.legend(loc="outside upper right", ncols=2, fontsize=9)
        return self._svg(picture, lesson)

    @styled()
    def heat_map(
        self, shares: np.ndarray, students: Sequence[str], groups: Sequence[tuple[str, Sequence[str]]], lesson: str
    ) -> Markup:
        """What every student earned of every exercise.

        Parameters
        ----------
        shares : array of shape (rows, exercises)
            Shares of the points of a student, or of several; nan where there is nothing to show.
        students
            Names for the rows; none if they are to be left out.
        groups
            The assignments, each with its exercises.
        lesson
            What to see in it.
        """
        rows, columns = shares.shape
        height = 2.6 + (0.19 * rows if rows <= FEW else 5.0)
        picture, axes = _figure(2.0 + max(4.0, 0.2 * columns), height)
        image = axes.imshow(shares, cmap="cividis", vmin=0, vmax=1, aspect="auto", interpolation="none")
        axes.patch.set_hatch("////")  # shows where nothing covers it
        axes.set_xticks(
            range(columns), [e for _name, exercises in groups for e in exercises], rotation=90, parse_math=False
        )
        axes.tick_params(axis="x", labelsize=8)
        begin = 0
        for number, (name, exercises) in enumerate(groups):
            if number:
                axes.axvline(begin - 0.5, color=INK, linewidth=1.5)
            axes.text(begin - 0.4, -0.7, name[:2], fontsize=9, parse_math=False)  # the whole name is too long for some
            begin += len(exercises)
        if students and rows <= FEW:
            axes.set_yticks(range(rows), students, parse_math=False)
        else:
            axes.set_ylabel("students, best scores on top")
            axes.set_yticks([])
        axes.grid(visible=False)
        bar = picture.colorbar(image, ax=axes, shrink=0.6, aspect=25, pad=0.01)
        bar.ax.yaxis.set_major_formatter(PercentFormatter(1))
        bar.outline.set_visible(False)
        return self._svg(picture, lesson)

    @styled()
    def durations(self, slowest: Sequence[Durations], lesson: str) -> Markup:
        """How long exercises took: half of the notebooks, nine of ten, the slowest.

        Parameters
        ----------
        slowest
            The exercises to show.
        lesson
            What to see in it.
        """
        picture, axes = _figure(5.4, 1.1 + 0.27 * len(slowest))
        for row, one in enumerate(slowest):
            middle, most, longest = np.maximum(np.quantile(one.seconds, [0.5, 0.9, 1.0]), 1e-3)
            axes.plot([middle, longest], [row, row], color=COLOURS["blue"], alpha=0.35, linewidth=2)
            axes.plot([middle, most], [row, row], color=COLOURS["blue"], linewidth=5, solid_capstyle="butt")
            axes.plot(middle, row, "o", color=COLOURS["vermilion"], markersize=6)
            axes.plot(longest, row, "|", color=COLOURS["blue"], markersize=9)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}")
        axes.set_yticks(range(len(slowest)), [one.exercise for one in slowest], parse_math=False)
        axes.set_ylim(len(slowest) - 0.4, -0.6)
        axes.set_xlabel("seconds, on a logarithmic scale")
        return self._svg(picture, lesson)

    def _svg(self, picture: Figure, lesson: str) -> Markup:
        self._number += 1
        name = f"plot{self._number}"
        file = StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # the browser has fonts for every name
            picture.savefig(file, format="svg", metadata=nothing)
        plt.close(picture)
        text = file.getvalue()
        text = ID.sub(rf"\g<1>{name}-", text[text.index("<svg ") :]).replace(INK, "currentColor")
        title = f'<title id="{name}">{escape(lesson)}</title>'
        return Markup(SIZE.sub(lambda size: _opening(size, name) + title, text, count=1))


def _figure(width: float, height: float) -> tuple[Figure, Any]:
    return plt.subplots(figsize=(width, height))


def _opening(size: re.Match, name: str) -> str:
    width, height = size.groups()
    box = f'viewBox="0 0 {width} {height}" style="width: {float(width) / 72:.2f}in"'
    return f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-labelledby="{name}" {box}>'
