"""The static figures of 05_training_loop."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from softmax_course.data import load_digits_split
from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure
from solutions.reference import reference

INK = "#222222"


@static_figure
def training_loop() -> Figure:
    """The parts of a training loop and what goes from one to the other."""
    picture, axis = figure(figsize=(10.0, 4.6))
    axis.set(xlim=(0, 104), ylim=(0, 48))
    axis.set_axis_off()
    _frame(axis, (1, 1, 102, 46), "train: repeats for every epoch", COLOURS["black"])
    _frame(axis, (23.5, 13.5, 50.5, 29), "train_epoch: repeats for every batch", COLOURS["blue"])
    blue, green, orange, grey = "#DCEBF5", "#DDF1EA", "#FBEBCB", "#F0F0F0"
    _box(axis, (3.5, 25.5, 16.5, 9), "minibatches", "X, y in fresh order", blue)
    _box(axis, (31, 24.5, 15, 12), "model", "params,\nscores, gradients", green)
    _box(axis, (57.5, 25.5, 14, 8), "Accumulator", "running sums", blue)
    _box(axis, (31, 15.5, 15, 5), "sgd", "", orange)
    _box(axis, (79, 32.5, 22, 8), "evaluate_accuracy", "on the test set", blue)
    _box(axis, (79, 19, 22, 8), "history", "three lists", grey)
    _box(axis, (79, 5.5, 22, 8), "on_epoch", "prints or draws", grey)
    _arrow(axis, (20, 31), (31, 31), "a batch", (27.2, 31.9))
    _arrow(axis, (46, 29.5), (57.5, 29.5), "loss, hits", (51.6, 30.3))
    _arrow(axis, (46, 35), (79, 36.5), "after the epoch", (60.5, 36.4))
    _arrow(axis, (35.5, 24.5), (35.5, 20.5), "gradients", (34.6, 22.5), "right")
    _arrow(axis, (41.5, 20.5), (41.5, 24.5), "a step, in place", (42.4, 22.5), "left")
    _arrow(axis, (71.5, 27.5), (79, 24.5))
    _arrow(axis, (90, 32.5), (90, 27))
    _arrow(axis, (90, 19), (90, 13.5))
    _arrow(axis, (31, 18), (14, 25.5), "next batch", (18.7, 15.2), turns=True)
    _arrow(axis, (79, 9), (7.5, 25.5), "next epoch", (40, 6.2), turns=True)
    return picture


def _frame(axis: Axes, where: tuple[float, float, float, float], title: str, colour: str) -> None:
    left, bottom, width, height = where
    style = "round,pad=0,rounding_size=1.5"
    axis.add_patch(FancyBboxPatch((left, bottom), width, height, style, fill=False, ec=colour, lw=1.4, ls=(0, (5, 3))))
    axis.text(left + 1.5, bottom + height - 1.2, title, color=colour, va="top", fontsize=12)


def _box(axis: Axes, where: tuple[float, float, float, float], title: str, text: str, colour: str) -> None:
    left, bottom, width, height = where
    style = "round,pad=0,rounding_size=1.0"
    axis.add_patch(FancyBboxPatch((left, bottom), width, height, style, fc=colour, ec=INK, lw=1.2))
    middle, centre = left + width / 2, bottom + height / 2
    axis.text(
        middle, centre + (1.2 if text else 0), title, ha="center", va="bottom" if text else "center", weight="bold"
    )
    axis.text(middle, centre + 0.6, text, ha="center", va="top", fontsize=10.5)


def _arrow(
    axis: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    text: str = "",
    where: tuple[float, float] = (0.0, 0.0),
    align: str = "center",
    turns: bool = False,
) -> None:
    path = "angle,angleA=180,angleB=90,rad=8" if turns else "arc3"
    axis.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=15, connectionstyle=path, color=INK, lw=1.4)
    )
    axis.text(*where, text, ha=align, va="center" if align != "center" else "bottom", fontsize=10.5)


@static_figure
def one_epoch() -> Figure:
    """How often each of 60 rows is seen in 60 draws: shuffled, and with replacement."""
    size, (rows, columns) = 60, (5, 12)
    drawn = np.bincount(np.random.default_rng(18).integers(0, size, size), minlength=size)
    shades = ["#FFFFFF", COLOURS["sky"], COLOURS["blue"], "#003B5C", "#001B2B"]
    picture, axes = figure(1, 2, figsize=(8.4, 2.5))
    titles = ("shuffled: all 60 rows, once each", f"with replacement: {int((drawn > 0).sum())} of 60 rows seen")
    for axis, counts, title in zip(axes, (np.ones(size, dtype=int), drawn), titles, strict=True):
        axis.set(xlim=(-0.1, columns + 0.1), ylim=(rows + 0.1, -0.1), aspect="equal", title=title)
        axis.set_axis_off()
        for cell, count in enumerate(counts):
            across, down = cell % columns, cell // columns
            square = FancyBboxPatch((across + 0.06, down + 0.06), 0.88, 0.88, "round,pad=0,rounding_size=0.12")
            square.set(facecolor=shades[count], edgecolor=COLOURS["vermilion"] if count == 0 else "none", lw=1.4)
            axis.add_patch(square)
            colour = COLOURS["vermilion"] if count == 0 else ("black" if count == 1 else "white")
            axis.text(across + 0.5, down + 0.54, str(count), ha="center", va="center", fontsize=11, color=colour)
    picture.supxlabel("one cell a training row; the number says how often it was seen in one “epoch”", fontsize=11)
    return picture


def _runs(
    make_model: str, seeds: int, epochs: int, batch_size: int, lr: float
) -> Iterator[tuple[list[float], list[float], list[float]]]:
    """Train a model of the notebook on the digits, once a seed: the three lists of each history."""
    notebook = reference("05_training_loop")
    train_set, test_set = load_digits_split()
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        model = (
            notebook["SoftmaxRegression"](64, 10)
            if make_model == "linear"
            else notebook["TwoLayerNet"](64, 64, 10, rng)
        )
        options = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "rng": rng}
        history = notebook["train"](model, train_set, test_set, **options)
        yield history["train_loss"], history["train_accuracy"], history["test_accuracy"]


@static_figure
def learning_curves() -> Figure:
    """Loss and accuracy of both models on the digits, averaged over twenty runs."""
    picture, (left, right) = figure(1, 2, figsize=(8.6, 3.8))
    epochs = np.arange(1, 21)
    for kind, colour, marker, name in (
        ("linear", "orange", "s", "softmax regression"),
        ("network", "blue", "o", "two-layer network"),
    ):
        runs = np.array(list(_runs(kind, 20, 20, 32, 0.5)))
        loss, training, test = runs.mean(axis=0)
        left.semilogy(epochs, loss, color=COLOURS[colour], marker=marker, ms=4, label=name)
        right.plot(epochs, training, color=COLOURS[colour], ls="--", lw=1.5)
        right.plot(epochs, test, color=COLOURS[colour], marker=marker, ms=4)
    left.legend(loc="lower left")
    left.set(xlabel="epoch", ylabel="training loss", title="Training loss", xlim=(0, 20.5), xticks=(0, 5, 10, 15, 20))
    left.set_yticks([0.01, 0.03, 0.1, 0.3, 1], ["0.01", "0.03", "0.1", "0.3", "1"])
    left.minorticks_off()
    right.plot([], [], color=COLOURS["black"], ls="--", lw=1.5, label="training")
    right.plot([], [], color=COLOURS["black"], marker="o", ms=4, label="test")
    right.legend(loc="lower right")
    right.set(xlabel="epoch", ylabel="accuracy", title="Accuracy", xlim=(0, 20.5), ylim=(0.68, 1.008))
    right.set_xticks((0, 5, 10, 15, 20))
    return picture


@static_figure
def rate_and_batch() -> Figure:
    """Test accuracy after ten epochs against the learning rate, for three batch sizes."""
    picture, axis = figure(figsize=(7.4, 4.2))
    rates = 2.0 ** np.arange(-9, 3)
    for batch_size, colour, marker in ((16, "orange", "s"), (64, "blue", "o"), (256, "green", "^")):
        reached = []
        for lr in rates:
            with np.errstate(all="ignore"):
                runs = list(_runs("network", 3, 10, batch_size, float(lr)))
            reached.append(round(float(np.mean([test[-1] for _loss, _training, test in runs])), 2))
        axis.semilogx(rates, reached, color=COLOURS[colour], marker=marker, ms=5, label=f"batches of {batch_size}")
    axis.legend(loc="lower center")
    axis.set(xlabel="learning rate lr", ylabel="test accuracy after ten epochs,\nmean of three runs", ylim=(0, 1.02))
    ticks = [0.002, 0.008, 0.03, 0.125, 0.5, 2]
    axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.minorticks_off()
    return picture
