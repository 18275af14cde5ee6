"""The static figures of 06_inside_frameworks."""

from decimal import Decimal
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from softmax_course.data import load_digits_split
from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure
from solutions.reference import reference

INK = "#222222"
LR = 5.0  # of the two trials, as in the notebook
BLUE, VERMILION, GREEN = COLOURS["blue"], COLOURS["vermilion"], COLOURS["green"]


@static_figure
def fused_layer() -> Figure:
    """The chain softmax, log, pick, minus mean with its gradients, and the fused layer with its own."""
    picture, axis = figure(figsize=(10.0, 5.0))
    axis.set(xlim=(0, 100), ylim=(0, 50))
    axis.set_axis_off()
    layers = ("softmax", "log", "pick", "− mean")
    forward = ("Z", "P", "log P", "N numbers", "loss")
    backward = ("dZ", "dP", "d log P", "−1/N each", "1")
    axis.text(0, 48, "a chain: each layer multiplies the gradient from above by its own Jacobian", va="center")
    for i, name in enumerate(layers):
        _box(axis, 13 + 20.5 * i, 33, name)
    for i, (there, back) in enumerate(zip(forward, backward, strict=True)):
        left, right = 4 + 20.5 * i, 12.6 + 20.5 * i
        _arrow(axis, (left, 40.5), (right, 40.5), there, INK)
        _arrow(axis, (right, 34.5), (left, 34.5), back, VERMILION)
    axis.text(0, 22.5, "one fused layer: it does not ask what stands above", va="center")
    _box(axis, 33.5, 7, "SoftmaxOutput", width=32)
    _arrow(axis, (12.5, 14.5), (33.1, 14.5), "Z, and the labels y", INK)
    _arrow(axis, (65.9, 14.5), (86.5, 14.5), "P", INK)
    _arrow(axis, (33.1, 8.5), (12.5, 8.5), "dZ = P − onehot", VERMILION)
    _arrow(axis, (86.5, 8.5), (65.9, 8.5), "\nfrom above: not used", VERMILION)
    axis.plot([74.5, 77.5], [7.2, 9.8], color=INK, lw=3)
    axis.plot([74.5, 77.5], [9.8, 7.2], color=INK, lw=3)
    return picture


def _box(axis: Axes, left: float, bottom: float, text: str, width: float = 11.5) -> None:
    style = "round,pad=0,rounding_size=1.0"
    axis.add_patch(FancyBboxPatch((left, bottom), width, 9.5, style, fc="#DCEBF5", ec=INK, lw=1.2))
    axis.text(left + width / 2, bottom + 4.75, text, ha="center", va="center", weight="bold")


def _arrow(axis: Axes, start: tuple[float, float], end: tuple[float, float], text: str, colour: str) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
    axis.annotate("", end, start, arrowprops=style)
    aside = 1.2 if colour == INK else -1.2
    align = "bottom" if colour == INK else "top"
    axis.text((start[0] + end[0]) / 2, start[1] + aside, text, ha="center", va=align, color=colour, fontsize=11)


# ---- where the chain breaks -------------------------------------------------------------------------------------


@static_figure
def fused_and_unfused() -> Figure:
    """Relative errors of loss and gradient against the margin: fused and chain, float32 and float64."""
    picture, axes = figure(2, 2, figsize=(9.6, 6.6), sharex="col")
    for column, (dtype, last, (nan_from, inf_from)) in enumerate(
        ((np.float32, 120, (89, 104)), (np.float64, 800, (710, 746)))
    ):
        margins = np.arange(last + 1)
        errors = [_errors(int(m), dtype) for m in margins]
        eps = float(np.finfo(dtype).eps)
        for row, part in enumerate(("loss", "gradient")):
            axis = axes[row, column]
            for name, colour, width in (("chain", VERMILION, 2.6), ("fused", BLUE, 1.2)):
                values = np.array([each[name, part] for each in errors])
                drawn = np.where(np.isfinite(values), np.maximum(values, eps / 16), np.nan)
                axis.semilogy(margins, drawn, color=colour, lw=width, label=name)
            broken = inf_from if part == "loss" else nan_from
            axis.axvspan(broken, last, facecolor=VERMILION, alpha=0.18, lw=0)
            says = f"chain: {'inf' if part == 'loss' else 'inf, nan'}\nfrom {broken} on"
            lower = nan_from - 0.04 * last  # the loss is damaged from there on
            axis.text(lower, 3e-9 if column else 1e-5, says, ha="right", color=VERMILION)
            axis.set(xlim=(0, last), ylim=(eps / 40, 30), title=f"{part}, {np.dtype(dtype).name}")
            axis.minorticks_off()
        axes[1, column].set_xlabel("margin: how far the label's logit is behind")
    for row in range(2):
        axes[row, 0].set_ylabel("relative error")
        axes[row, 0].legend(loc="upper left", ncols=2, fontsize=10.5, handlelength=1.6, columnspacing=1.0)
    return picture


def _errors(margin: int, dtype: Any) -> dict[tuple[str, str], float]:
    """Errors of loss and gradient of z = [margin, 0], label 1, relative to the largest true number."""
    tiny = (-Decimal(margin)).exp()
    true_loss = float(Decimal(margin) + (1 + tiny).ln())
    true_gradient = float(1 / (1 + tiny)) * np.array([1.0, -1.0])
    with np.errstate(all="ignore"):
        z = np.array([margin, 0], dtype)
        shifted = z - z.max()
        exponentials = np.exp(shifted)
        P = exponentials / exponentials.sum()
        from_log = (
            np.array([0, -1], dtype) / P * np.array([0, 1], dtype) if P[0] == 0 else np.array([0, -1 / P[1]], dtype)
        )
        chain = -np.log(P[1]), P * (from_log - (P * from_log).sum())
        fused = np.log(exponentials.sum()) - shifted[1], P - np.array([0, 1], dtype)
        return {
            (name, part): float(error)
            for name, (loss, gradient) in (("chain", chain), ("fused", fused))
            for part, error in (
                ("loss", abs(float(loss) - true_loss) / true_loss),
                ("gradient", np.abs(gradient.astype(float) - true_gradient).max() / np.abs(true_gradient).max()),
            )
        }


# ---- with and without the log -----------------------------------------------------------------------------------


@static_figure
def with_and_without_log() -> Figure:
    """Test accuracy against the step, with both losses: from a start that is sure and wrong, and with wrong labels."""
    notebook = reference("06_inside_frameworks")
    with_log, without_log, descend = (notebook[n] for n in ("with_log", "critic_loss_gradient", "descend"))
    (X, y), (X_test, y_test) = load_digits_split()
    rng = np.random.default_rng(0)
    noisy = np.where(rng.random(len(y)) < 0.4, rng.integers(0, 10, len(y)), y)
    start = descend(with_log, np.zeros((64, 10)), X, (y + 1) % 10, 100, LR)
    picture, axes = figure(1, 2, figsize=(9.0, 3.8), sharey=True)
    trials = (("start sure and wrong", start, y), ("four in ten labels random", np.zeros((64, 10)), noisy))
    for axis, (title, W, labels) in zip(axes, trials, strict=True):
        for gradient, name, colour, style in (
            (with_log, "with the log", BLUE, "-"),
            (without_log, "without", GREEN, "--"),
        ):
            accuracies, weights = [], W
            steps = np.arange(0, 1001, 20)
            for _step in steps:
                accuracies.append(((X_test @ weights).argmax(axis=1) == y_test).mean())
                weights = descend(gradient, weights, X, labels, 20, LR)
            axis.plot(steps, accuracies, color=colour, ls=style, lw=1.8, label=name)
        axis.set(title=title, xlabel="steps", xlim=(0, 1000), xticks=range(0, 1001, 200), ylim=(0, 1))
    axes[0].set_ylabel("test accuracy")
    axes[1].legend(loc="lower right")
    picture.get_layout_engine().set(wspace=0.08)  # type: ignore[union-attr]
    return picture
