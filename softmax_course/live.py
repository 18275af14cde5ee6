"""Curves that grow while a loop is running, and stay as a picture when it has ended."""

import io
import math
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape

import matplotlib.pyplot as plt
from IPython.display import HTML, DisplayHandle, display

from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

Band = tuple[float, float, str]
History = Mapping[str, Sequence[float]]


class LiveCurves:
    """Draws a history after every epoch: give it to ``train`` as ``on_epoch``.

    One picture of fixed size is shown once and then replaced in place, so nothing flickers; it needs no screen.

    Parameters
    ----------
    epochs
        How many epochs there will be: how far the axes reach.
    title
        What is being trained.
    bands
        Published accuracies to compare with, as (lowest, highest, label).
    pause
        Least time between two drawings in seconds; the last epoch is always drawn.
    """

    def __init__(self, epochs: int, title: str, *, bands: Sequence[Band] = (), pause: float = 0.25) -> None:
        self.epochs = epochs
        self.title = title
        self.pause = pause
        self._handle: DisplayHandle | None = None
        self._drawn = -float("inf")
        self._picture, (self._loss, self._accuracy) = figure(1, 2, figsize=(7.6, 3.4))
        plt.close(self._picture)  # it is shown as an image only, and pyplot need not keep it
        self._picture.suptitle(title)
        self._loss.set(xlabel=_("epoch"), ylabel=_("training loss"), xlim=(0, epochs + 0.5))
        self._accuracy.set(xlabel=_("epoch"), ylabel=_("accuracy"), xlim=(0, epochs + 0.5))
        for low, high, label in bands:
            self._accuracy.axhspan(low, high, color=COLOURS["green"], alpha=0.25, lw=0, label=label)
        (loss,) = self._loss.plot([], color=COLOURS["blue"], marker="o", ms=3)
        (training,) = self._accuracy.plot([], color=COLOURS["blue"], ls="--", label=_("training"))
        (test,) = self._accuracy.plot([], color=COLOURS["vermilion"], marker="o", ms=3, label=_("test"))
        self._accuracy.legend(loc="lower right", frameon=False)
        self._lines = {"train_loss": loss, "train_accuracy": training, "test_accuracy": test}

    def __call__(self, epoch: int, history: History) -> None:
        """Draw the history so far."""
        if epoch + 1 < self.epochs and time.monotonic() - self._drawn < self.pause:
            return
        image = self._image(history, scale=2 if epoch + 1 >= self.epochs else 1)
        if self._handle is None:
            self._handle = display(image, display_id=True)
        else:
            self._handle.update(image)
        self._drawn = time.monotonic()

    def _image(self, history: History, scale: int) -> HTML:
        """The picture so far; the last one is sharp, those before it are quick."""
        for name, line in self._lines.items():
            line.set_data(range(1, len(history[name]) + 1), history[name])
        finite = [loss for loss in history["train_loss"] if math.isfinite(loss)]  # a loss may blow up
        self._loss.set_ylim(0, 1.05 * max(finite, default=0.0) or 1)
        lowest = min(*history["train_accuracy"], *history["test_accuracy"])
        self._accuracy.set_ylim(max(0.0, min(0.7, lowest - 0.03)), 1.005)
        pixels = io.BytesIO()
        self._picture.savefig(pixels, format="png", dpi=scale * self._picture.dpi)
        self._picture.set_layout_engine("none")  # where the axes stand is settled by the first drawing
        width, height = (round(inches * self._picture.dpi) for inches in self._picture.get_size_inches())
        data = b64encode(pixels.getvalue()).decode()
        # As in plotting.show: no front end passes the alt text of an image/png output on.
        size = f'width="{width}" height="{height}"'
        return HTML(f'<img alt="{escape(self._alt(history))}" {size} src="data:image/png;base64,{data}">')

    def _alt(self, history: History) -> str:
        return _(
            "{title}, {count} epochs: the training loss goes from {first:.3f} to {last:.3f}, "
            "and the test accuracy ends at {accuracy:.3f}."
        ).format(
            title=self.title,
            count=len(history["train_loss"]),
            first=history["train_loss"][0],
            last=history["train_loss"][-1],
            accuracy=history["test_accuracy"][-1],
        )
