"""Curves that grow while a loop is running, and stay as a picture when it has ended."""

import io
import math
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import matplotlib.pyplot as plt
from IPython import get_ipython
from IPython.display import HTML, DisplayHandle, display
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

Band = tuple[float, float, str]
History = Mapping[str, Sequence[float]]

END_OF_CELL = "post_run_cell"  # an event of IPython


class LiveCurves:
    """Draws a history after every epoch: give it to ``train`` as ``on_epoch``.

    One picture of fixed size is shown once and then replaced in place, so nothing flickers; it needs no screen. What is
    known when the cell ends is always drawn, however the run ended.

    Parameters
    ----------
    epochs
        How many epochs there will be: how far the axes reach. If there are more, the axes grow.
    title
        What is being trained.
    bands
        Published accuracies to compare with, as (lowest, highest, label).
    pause
        Least time between two drawings in seconds, longer where drawing is slow; 0 draws every epoch. The last is always drawn.
    """

    def __init__(self, epochs: int, title: str, *, bands: Sequence[Band] = (), pause: float = 0.25) -> None:
        self.epochs = epochs
        self.title = title
        self.pause = pause
        self._handle: DisplayHandle | None = None
        self._waiting: History | None = None  # what has not been drawn yet
        self._next = time.monotonic() + pause  # before that nothing is drawn but the end
        self._picture, (self._loss, self._accuracy) = figure(1, 2, figsize=(7.6, 3.7), layout="none")
        plt.close(self._picture)  # it is shown as an image only, and pyplot need not keep it
        # Fixed margins: nothing moves from drawing to drawing, and a layout engine would take longer than the rest.
        self._picture.subplots_adjust(left=0.115, right=0.985, bottom=0.27, top=0.88, wspace=0.28)
        self._picture.suptitle(title, y=0.98)
        self._loss.set(xlabel=_("epoch"), ylabel=_("training loss"), yscale="log")
        self._ticks = LogLocator()
        self._loss.yaxis.set_major_locator(self._ticks)
        self._loss.yaxis.set_major_formatter(
            FuncFormatter(lambda loss, _place: f"{loss:g}" if loss < 1e5 else f"{loss:.0e}")
        )
        self._loss.yaxis.set_minor_formatter(NullFormatter())
        self._accuracy.set(xlabel=_("epoch"), ylabel=_("accuracy"))
        self._warning = self._loss.text(0.5, 0.5, "", ha="center", transform=self._loss.transAxes)
        self._warning.set(color=COLOURS["vermilion"], backgroundcolor="white")
        (loss,) = self._loss.plot([], color=COLOURS["blue"], marker="o", ms=3)
        (training,) = self._accuracy.plot([], color=COLOURS["blue"], ls="--", label=_("training"))
        (test,) = self._accuracy.plot([], color=COLOURS["vermilion"], marker="o", ms=3, label=_("test"))
        for low, high, label in bands:
            self._accuracy.axhspan(low, high, color=COLOURS["green"], alpha=0.25, lw=0, label=label)
        self._picture.legend(loc="lower right", ncols=2 + len(bands), frameon=False)
        self._lines = {"train_loss": loss, "train_accuracy": training, "test_accuracy": test}

    def __call__(self, epoch: int, history: History) -> None:
        """Draw the history so far, or keep it until the pause or the cell is over."""
        if self._waiting is None:
            self._draw_when_the_cell_ends()
        self._waiting = {name: list(history[name]) for name in self._lines}
        if epoch + 1 >= self.epochs:
            self._draw_last()
        elif time.monotonic() >= self._next:
            self._draw(self._waiting, scale=1)

    def _draw_when_the_cell_ends(self) -> None:
        shell = get_ipython()
        if shell is None:
            return

        def end(*_result: Any) -> None:
            shell.events.unregister(END_OF_CELL, end)
            self._draw_last()

        shell.events.register(END_OF_CELL, end)

    def _draw_last(self) -> None:
        if self._waiting is not None:
            self._draw(self._waiting, scale=2)
            self._waiting = None

    def _draw(self, history: History, scale: int) -> None:
        begin = time.monotonic()
        image = self._image(history, scale)
        if self._handle is None:
            self._handle = display(image, display_id=True)
        else:
            self._handle.update(image)
        end = time.monotonic()
        if self.pause:
            self._next = end + max(self.pause, 4 * (end - begin))  # at most a fifth of the time goes into drawing

    def _image(self, history: History, scale: int) -> HTML:
        """The picture so far; the last one is sharp, those before it are quick."""
        count = len(history["train_loss"])
        for name, line in self._lines.items():
            line.set_data(range(1, len(history[name]) + 1), history[name])
        for axis in (self._loss, self._accuracy):
            axis.set_xlim(0, max(self.epochs, count) + 0.5)
        drawable = [loss for loss in history["train_loss"] if math.isfinite(loss) and loss > 0]
        if drawable:
            lowest, highest = 0.8 * min(drawable), 1.25 * max(drawable)
            self._loss.set_ylim(lowest, highest)
            self._ticks.set_params(subs=(1.0, 3.0) if highest > 30 * lowest else (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))
        lost = _first_lost(history["train_loss"])
        self._warning.set(text=_("not a number from epoch {epoch} on").format(epoch=lost) if lost else "")
        self._warning.set_visible(lost is not None)
        worst = min(*history["train_accuracy"], *history["test_accuracy"])
        self._accuracy.set_ylim(max(0.0, min(0.7, worst - 0.03)), 1.005)
        pixels = io.BytesIO()
        self._picture.savefig(pixels, format="png", dpi=scale * self._picture.dpi)
        width, height = (round(inches * self._picture.dpi) for inches in self._picture.get_size_inches())
        data = b64encode(pixels.getvalue()).decode()
        # As in plotting.show: no front end passes the alt text of an image/png output on.
        size = f'width="{width}" height="{height}"'
        return HTML(f'<img alt="{escape(self._alt(history))}" {size} src="data:image/png;base64,{data}">')

    def _alt(self, history: History) -> str:
        text = _(
            "{title}, {count} epochs: the training loss goes from {first:.3f} to {last:.3f}, "
            "and the test accuracy ends at {accuracy:.3f}."
        ).format(
            title=self.title,
            count=len(history["train_loss"]),
            first=history["train_loss"][0],
            last=history["train_loss"][-1],
            accuracy=history["test_accuracy"][-1],
        )
        lost = _first_lost(history["train_loss"])
        return text + (" " + _("The loss is not a number from epoch {epoch} on.").format(epoch=lost) if lost else "")


def _first_lost(losses: Sequence[float]) -> int | None:
    """The first epoch, counted from 1, whose loss is no finite number."""
    return next((number for number, loss in enumerate(losses, start=1) if not math.isfinite(loss)), None)
