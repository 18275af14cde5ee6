"""The static figures of 02_softmax_jacobian."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.tri import Triangulation

from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure

CLASSES = ("p₀", "p₁", "p₂")
LABEL = 1
BLUE, VERMILION = COLOURS["blue"], COLOURS["vermilion"]


def _softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _lengths(p: np.ndarray, t: int) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of the squared-error and the cross-entropy gradient in the logits, from p of shape (..., C)."""
    error = p - np.eye(p.shape[-1])[t]
    squared = p * (error - (p * error).sum(axis=-1, keepdims=True))
    return np.linalg.norm(squared, axis=-1), np.linalg.norm(error, axis=-1)


@static_figure
def softmax_overflow() -> Figure:
    """Three logits of about 1000, through softmax as it is typed and with the maximum subtracted; the range of exp."""
    picture, (table, ruler) = figure(2, 1, figsize=(8.4, 4.2), height_ratios=(2.4, 1))
    table.axis("off")
    rows = (
        ("as typed", ("1000   1001   1002", "inf   inf   inf", "nan   nan   nan"), VERMILION),
        ("minus the\nmaximum", ("−2   −1   0", "0.135   0.368   1", "0.090   0.245   0.665"), BLUE),
    )
    columns = (0.29, 0.59, 0.88)
    for x, title in zip(columns, ("what goes into exp", "exp of it", "divided by its sum"), strict=True):
        table.text(x, 0.95, title, ha="center", va="center")
    for y, (name, cells, colour) in zip((0.64, 0.22), rows, strict=True):
        table.text(0.0, y, name, ha="left", va="center", color=colour, weight="bold")
        for x, text in zip(columns, cells, strict=True):
            table.text(
                x,
                y,
                text,
                ha="center",
                va="center",
                color=colour,
                bbox={"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour},
            )
        for left in (0.425, 0.708):
            table.annotate("", (left + 0.05, y), (left, y), arrowprops={"arrowstyle": "->", "color": colour})
    ruler.set(xlim=(-1150, 1150), ylim=(0, 1), yticks=[], xticks=[-1000, -745, 0, 709.8, 1000], xlabel="exponent")
    ruler.set_xticklabels(["−1000", "−745", "0", "709.8", "1000"])
    ruler.grid(False)
    ruler.spines["left"].set_visible(False)
    for left, right, colour, text in (
        (-1150, -745, "#dddddd", "exp is 0"),
        (-745, 709.8, COLOURS["sky"], "exp fits into float64"),
        (709.8, 1150, COLOURS["orange"], "exp is inf"),
    ):
        ruler.axvspan(left, right, 0.12, 0.88, facecolor=colour)
        ruler.text((left + right) / 2, 0.5, text, ha="center", va="center")
    return picture


@static_figure
def temperature() -> Figure:
    """The same logits at five temperatures."""
    z = np.array([2.0, 1.0, 0.0])
    picture, axes = figure(1, 5, figsize=(9.0, 2.9), sharey=True)
    for axis, T in zip(axes, (0.2, 0.5, 1.0, 3.0, 20.0), strict=True):
        _bars(axis, _softmax(z / T))
        axis.set_title(f"T = {T:g}")
    axes[0].set_ylabel("softmax(z / T)")
    picture.supxlabel("cold: one-hot on the largest logit   ⟵   z = [2, 1, 0]   ⟶   hot: a third each", fontsize=12)
    return picture


def _bars(axis: Axes, p: np.ndarray) -> None:
    colours = [BLUE, COLOURS["orange"], COLOURS["green"]]
    bars = axis.bar(CLASSES, p, color=colours, width=0.75)
    axis.bar_label(bars, [f"{value:.2f}" for value in p], padding=2, fontsize=11)
    axis.set(ylim=(0, 1.15), yticks=[0, 0.5, 1])
    axis.grid(axis="x", visible=False)
    axis.set_axisbelow(True)


@static_figure
def vanishing_gradient() -> Figure:
    """Bars and Jacobian at two places, the size of the Jacobian between them, and two gradients along the way."""
    picture = figure(1, 1, figsize=(9.0, 10.0))[0]
    picture.clear()
    picture.set_layout_engine("constrained", h_pad=0.12, w_pad=0.12)
    top, bottom = picture.subfigures(2, 1, height_ratios=(1.75, 1))
    panels = top.subplots(2, 2, width_ratios=(1, 1))
    places = (
        (np.log([0.5, 0.3, 0.2]), "unsure: z = log [0.5, 0.3, 0.2]"),
        (np.array([6.0, 0.0, 0.0]), "sure: z = [6, 0, 0]"),
    )
    for row, (z, where) in zip(panels, places, strict=True):
        p = _softmax(z)
        _bars(row[0], p)
        row[0].set(title=where, ylabel="probability")
        _heat_map(row[1], np.diag(p) - np.outer(p, p))
        row[1].set_title(f"its Jacobian J: ½‖J‖₁ = {1 - (p**2).sum():.2f}")
    left, right = bottom.subplots(1, 2)
    m = np.linspace(0, 10, 201)
    p = _softmax(np.stack([m, 0 * m, 0 * m], axis=-1))
    _gauge(left, m, p)
    _two_lengths(right, m, p)
    return picture


def _heat_map(axis: Axes, J: np.ndarray) -> None:
    axis.imshow(J, cmap="PuOr_r", vmin=-0.3, vmax=0.3, interpolation="nearest")
    for i, j in np.ndindex(J.shape):
        text = f"{J[i, j]:+.2f}".replace("-", "−") if abs(J[i, j]) >= 0.005 else "0.00"
        axis.text(j, i, text, ha="center", va="center", color="white" if abs(J[i, j]) > 0.22 else "black")
    axis.set_xticks(range(3), ["z₀", "z₁", "z₂"])
    axis.set_yticks(range(3), CLASSES)
    axis.grid(False)


def _gauge(axis: Axes, m: np.ndarray, p: np.ndarray) -> None:
    size = 1 - (p**2).sum(axis=-1)
    axis.plot(p[:, 0], size, color=COLOURS["black"])
    for place, name, aside, align in ((0, "uniform: 1 − 1/C", (9, 2), "left"), (120, "z₀ = 6", (-12, 3), "right")):
        point = p[place, 0], size[place]
        axis.plot(*point, "o", color=COLOURS["black"], ms=8, clip_on=False)
        axis.annotate(name, point, aside, textcoords="offset points", ha=align)
    axis.set(xlabel="largest probability", ylabel="½‖J‖₁ = 1 − Σp²", xlim=(1 / 3, 1), ylim=(0, 0.75))
    axis.set_title("What can move at all")
    axis.set_xticks([1 / 3, 0.5, 0.75, 1], ["1/3", "0.5", "0.75", "1"])


def _two_lengths(axis: Axes, m: np.ndarray, p: np.ndarray) -> None:
    squared, entropy = _lengths(p, LABEL)
    axis.plot(m, entropy, color=BLUE)
    axis.plot(m, squared, color=VERMILION, ls="--")
    axis.text(6.2, 1.26, "cross-entropy: p − onehot", color=BLUE, ha="center")
    axis.text(6.2, 0.1, "squared error", color=VERMILION, ha="center")
    axis.set(
        xlabel="z₀, with z = [z₀, 0, 0] and label 1",
        ylabel="length of the gradient in z",
        title="What still arrives, when wrong",
        xlim=(0, 10),
        ylim=(0, 1.5),
    )


@static_figure
def simplex_map() -> Figure:
    """Three triangles of all p for three classes: the size of J, and the lengths of two gradients."""
    corners = np.array([[0.0, 0.0], [0.5, np.sqrt(3) / 2], [1.0, 0.0]])
    side = 36
    P = np.array([(i, side - i - k, k) for i in range(side + 1) for k in range(side + 1 - i)]) / side
    squared, entropy = _lengths(P, LABEL)
    maps = (
        ("size of the Jacobian:\n½‖J‖₁", 1 - (P**2).sum(axis=-1)),
        ("squared error:\nlength of its gradient", squared),
        ("cross-entropy:\nlength of p − onehot", entropy),
    )
    names = ("p₀ = 1", "p₁ = 1 (the label)", "p₂ = 1")
    picture, axes = figure(1, 3, figsize=(9.6, 4.1), dpi=80)
    for axis, (title, values) in zip(axes, maps, strict=True):
        points = Triangulation(*(P @ corners).T)
        colours = axis.tripcolor(points, values, shading="gouraud", cmap="viridis", vmin=0, rasterized=True)
        outline = corners[[0, 1, 2, 0]]
        axis.plot(*outline.T, color=COLOURS["black"], lw=1)
        axis.set(title=title, aspect="equal", xlim=(-0.14, 1.14), ylim=(-0.17, 1.05))
        axis.axis("off")
        for corner, name, shift in zip(corners, names, (-0.06, 0.04, -0.06), strict=True):
            axis.text(corner[0], corner[1] + shift, name, ha="center", va="top" if shift < 0 else "bottom", fontsize=11)
        bar = picture.colorbar(colours, ax=axis, orientation="horizontal", shrink=0.75, pad=0.02)
        bar.locator = MaxNLocator(4)
        bar.outline.set_visible(False)
    return picture
