"""The static figures of 01_logistic."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch

from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure


@static_figure
def odds() -> Figure:
    """Five probabilities on three scales: probability, odds, log-odds."""
    picture, axes = figure(3, 1, figsize=(8.0, 3.4))
    p = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    shades = [COLOURS[name] for name in ("vermilion", "orange", "black", "sky", "blue")]
    rows = (
        ("probability\np", p, (-0.02, 1.02), ["0.1", "0.25", "0.5", "0.75", "0.9"]),
        ("odds\np / (1 − p)", p / (1 - p), (-0.2, 10.2), ["⅑", "⅓", "1", "3", "9"]),
        ("log-odds\nlog of the odds", np.log(p / (1 - p)), (-2.9, 2.9), ["−2.20", "−1.10", "0", "+1.10", "+2.20"]),
    )
    for axis, (title, values, limits, labels) in zip(axes, rows, strict=True):
        axis.set_ylabel(title, rotation=0, ha="right", va="center")
        axis.set(xlim=limits, ylim=(-1, 1), yticks=[], xticks=[])
        axis.grid(False)
        axis.patch.set_visible(False)
        axis.spines[["left", "bottom"]].set_visible(False)
        axis.axhline(0, color=COLOURS["black"], lw=1)
        axis.scatter(values, np.zeros(5), s=60, c=shades, zorder=3, clip_on=False)
        for value, label in zip(values, labels, strict=True):
            aside = {"⅑": -0.1, "⅓": 0.1}.get(label, 0)
            axis.text(value + aside, -0.3, label, ha="center", va="top", zorder=4, bbox=_white())
    for above, below, upper, lower in zip(axes[:-1], axes[1:], rows[:-1], rows[1:], strict=True):
        for start, end, shade in zip(upper[1], lower[1], shades, strict=True):
            line = ConnectionPatch(
                (start, 0),
                (end, 0),
                "data",
                "data",
                axesA=above,
                axesB=below,
                color=shade,
                lw=1.4,
                alpha=0.5,
                zorder=-1,
            )
            line.set_in_layout(False)
            picture.add_artist(line)
    return picture


@static_figure
def surprise() -> Figure:
    """The loss of one example against its log-odds, and the slope of that loss."""
    z = np.linspace(-5, 5, 201)
    p = 1 / (1 + np.exp(-z))
    picture, (left, right) = figure(1, 2, figsize=(8.4, 3.7))
    left.plot(z, np.log1p(np.exp(-z)), color=COLOURS["blue"])
    left.plot(z, np.log1p(np.exp(z)), color=COLOURS["vermilion"], ls="--")
    left.text(-2.9, 3.7, "y = 1:\n−log p", color=COLOURS["blue"])
    left.text(2.9, 3.7, "y = 0:\n−log (1 − p)", color=COLOURS["vermilion"], ha="right")
    left.plot(0, np.log(2), "o", color=COLOURS["black"])
    left.annotate("log 2", (0, np.log(2)), (0, 1.15), ha="center")
    left.set(xlabel="log-odds z", ylabel="loss", title="The loss of one example", ylim=(0, 5))
    right.plot(z, p - 1, color=COLOURS["blue"])
    right.plot(z, p, color=COLOURS["vermilion"], ls="--")
    right.text(0.8, -0.62, "y = 1", color=COLOURS["blue"])
    right.text(-0.8, 0.56, "y = 0", color=COLOURS["vermilion"], ha="right")
    right.axhline(0, color=COLOURS["black"], lw=1)
    right.set(xlabel="log-odds z", ylabel="d loss / dz", title="Its slope", ylim=(-1.05, 1.05))
    return picture


def _softplus(x: complex | float) -> complex | float:
    return np.log(1 + np.exp(-x))


@static_figure
def step_size() -> Figure:
    """The error of three numerical derivatives against the step."""
    x, slope = 1.0, -1 / (1 + np.exp(1.0))
    h = 10.0 ** np.arange(0, -16.25, -0.25)
    errors: dict[str, Callable] = {
        "forward": lambda h: (_softplus(x + h) - _softplus(x)) / h,
        "central": lambda h: (_softplus(x + h) - _softplus(x - h)) / (2 * h),
        "complex": lambda h: np.imag(_softplus(x + 1j * h)) / h,
    }
    marks = {"forward": ("orange", "s", 4), "complex": ("green", "^", 8), "central": ("blue", "o", 4)}
    picture, axis = figure(figsize=(7.4, 4.6))
    for name, (colour, marker, size) in marks.items():
        error = np.maximum(np.abs(errors[name](h) - slope), 1e-17)
        # Hollow marks for the complex step, which on the right arm has the very errors of the central one.
        face = "none" if name == "complex" else COLOURS[colour]
        axis.loglog(h, error, color=COLOURS[colour], marker=marker, ms=size, mfc=face, lw=1.4)
    axis.text(3e-5, 3e-2, "forward\n(f(x+h) − f(x)) / h", color="#8A5F00", ha="center", va="center")
    axis.text(
        3e-4, 1e-11, "central\n(f(x+h) − f(x−h)) / 2h", color=COLOURS["blue"], ha="left", va="center", bbox=_white()
    )
    axis.text(1e-10, 2e-15, "complex\nIm f(x + ih) / h", color="#00664B", ha="center", va="center", bbox=_white())
    axis.text(1e-14, 2.0, "rounding: error ≈ 10⁻¹⁶ / h", ha="left", va="center", fontsize=11)
    axis.text(40, 2.0, "truncation: ≈ h or h²", ha="right", va="center", fontsize=11)
    axis.set_title("f(x) = log(1 + e⁻ˣ) at x = 1")
    axis.set(xlabel="step h", ylabel="error of the derivative", xlim=(3e-17, 60), ylim=(2e-18, 60))
    axis.set_xticks(10.0 ** np.arange(-16, 1, 2))
    axis.set_yticks(10.0 ** np.arange(-16, 1, 4))
    axis.minorticks_off()
    return picture


def toy_problem() -> tuple[np.ndarray, np.ndarray]:
    """The two clouds of the notebook: X of shape (60, 2), y of shape (60,)."""
    y = np.arange(60) % 2
    X = np.random.default_rng(0).normal(size=(60, 2)) * [1.0, 2.2] + np.outer(2 * y - 1, [0.5, 0.9])
    return X, y


def _path(X: np.ndarray, y: np.ndarray, lr: float, steps: int) -> np.ndarray:
    w, path = np.zeros(2), [np.zeros(2)]
    for _step in range(steps):
        w = w - lr * X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
        path.append(w)
    return np.array(path)


def _landscape(axis: Axes, X: np.ndarray, y: np.ndarray, across: np.ndarray, up: np.ndarray) -> None:
    w = np.stack(np.meshgrid(across, up), axis=-1)
    loss = np.logaddexp(0, np.where(y == 1, -1, 1) * (w @ X.T)).mean(axis=-1)
    axis.contour(
        across, up, loss, levels=np.geomspace(loss.min() * 1.01, loss.max(), 14), cmap="Greys_r", linewidths=0.8
    )


@static_figure
def descent_path() -> Figure:
    """Descents on one landscape: three learning rates on the mean, two on the sum."""
    X, y = toy_problem()
    across, up = np.linspace(-0.5, 2.3, 61), np.linspace(-1.0, 1.9, 61)
    lowest = _path(X, y, 1.0, 3000)[-1]
    picture, (mean, total) = figure(1, 2, figsize=(9.4, 4.6), sharex=True, sharey=True)
    for axis, title in ((mean, "gradient of the mean"), (total, "gradient of the sum, N = 60")):
        _landscape(axis, X, y, across, up)
        axis.plot(*lowest, "*", color=COLOURS["black"], ms=15, label="minimum")
        axis.set(title=title, xlabel="w₀", xlim=(across[0], across[-1]), ylim=(up[0], up[-1]))
        axis.grid(False)
    for lr, colour, marker in ((0.05, "orange", "s"), (1.0, "blue", "o"), (3.4, "vermilion", "^")):
        mean.plot(*_path(X, y, lr, 20).T, color=COLOURS[colour], marker=marker, ms=5, lw=1.3, label=f"lr = {lr:g}")
    total.plot(*_path(X, y, 1.0, 20).T, color=COLOURS["blue"], marker="o", ms=5, lw=1.3, label="lr = 1 / 60")
    far = _path(X, y, 60.0, 1)
    total.plot(
        *far.T,
        color=COLOURS["vermilion"],
        marker="^",
        ms=5,
        lw=1.3,
        label=f"lr = 1: leaps to ({far[1, 0]:.0f}, {far[1, 1]:.0f})",
    )
    mean.set_ylabel("w₁")
    for axis in (mean, total):
        axis.legend(loc="lower right", fontsize=11, frameon=True, framealpha=0.95)
    return picture


def _white() -> dict:
    return {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
