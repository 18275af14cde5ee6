"""The static figures of 03_vectorized_gradient."""

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from softmax_course.data import load_digits_split
from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure

WIDE = 1.35
SIGNED = "PuOr_r"  # purple for negative, orange for positive: told apart by all kinds of colour vision


@static_figure
def margin() -> Figure:
    """The loss of one example against its margin: true, in two steps, and patched; from far and from near."""
    clipped, added = "#00664B", COLOURS["vermilion"]
    picture, (far, near) = figure(1, 2, figsize=(9.6, 4.2), width_ratios=(1.35, 1))
    for axis, end in ((far, 1000), (near, 50)):
        m = np.linspace(0, end, 1001)
        true = np.logaddexp(0, m)
        axis.plot(m, true, color=COLOURS["blue"])
        axis.plot(m, np.minimum(true, -np.log(1e-12)), color=clipped, ls="--")
        axis.plot(m, -np.log(np.exp(-true) + 1e-5), color=added, ls="-.")
        axis.set(xlabel="margin by which the wrong class leads", xlim=(0, end))
    far.plot([0, 745], [0, 745], color=COLOURS["black"], ls=(0, (1, 2)), lw=4)
    for x, text, left in (
        (745, "in two steps, float64:\ninfinite beyond 745", 733),
        (104, "float32: infinite from 104", 118),
    ):
        far.annotate("", (x, 1040), (x, x), arrowprops={"arrowstyle": "->", "lw": 1.5})
        far.text(left, 1000 if x == 104 else 880, text, ha="left" if x == 104 else "right", va="top")
    far.text(850, 790, "true loss", color=COLOURS["blue"], ha="left", va="top")
    far.text(990, 48, "both patches: see right", ha="right")
    far.set(ylabel="loss of the example", ylim=(-20, 1060))
    far.set_yticks([0, 250, 500, 750, 1000])
    near.text(39, 42, "true loss", color=COLOURS["blue"], ha="right")
    near.text(49, 26.6, "p clipped at 10⁻¹²:\nnever above 27.6", color=clipped, ha="right", va="top")
    near.text(49, 10.4, "log(p + 10⁻⁵):\nnever above 11.5", color=added, ha="right", va="top")
    near.set(ylim=(-1, 50), title="the first 50")
    return picture


@static_figure
def push_and_pull() -> Figure:
    """Monday's forecast and label, and their difference."""
    p, label = np.array([0.2, 0.3, 0.5]), np.array([0, 1, 0])
    x = np.arange(3)
    picture, (above, below) = figure(1, 2, figsize=(9.0, 3.6))
    above.bar(x - 0.2, p, 0.38, color=COLOURS["blue"])
    above.bar(x + 0.2, label, 0.38, color="white", edgecolor=COLOURS["black"], hatch="///")
    for k in x:
        above.text(k - 0.2, p[k] + 0.02, f"{p[k]}", ha="center", color=COLOURS["blue"])
        above.text(k + 0.2, label[k] + 0.02, f"{label[k]}", ha="center")
    above.set(title="p (blue) and onehot(t) (hatched)", ylim=(0, 1.15), ylabel="probability")
    gradient = p - label
    below.bar(x, gradient, 0.5, color=[COLOURS["vermilion"] if g > 0 else COLOURS["green"] for g in gradient])
    for k, g in zip(x, gradient, strict=True):
        sign, end, start = (1, "bottom", "top") if g > 0 else (-1, "top", "bottom")
        below.text(k, g + 0.03 * sign, f"{g:+.1f}".replace("-", "−"), ha="center", va=end)
        does = "lowers" if g > 0 else "raises"
        below.text(k, -0.06 * sign, f"descent {does}\nthis score", ha="center", va=start, fontsize=11)
    below.axhline(0, color=COLOURS["black"], lw=1)
    below.set(
        title="gradient p − onehot(t): sums to 0", ylim=(-0.95, 0.75), xlim=(-0.6, 2.6), ylabel="slope of the loss"
    )
    for axis in (above, below):
        axis.set_xticks(x, ["sun", "cloud", "rain"])
        axis.grid(axis="x", visible=False)
    return picture


def _table(axis: Axes, left: float, top: float, numbers: np.ndarray, *, shaded: bool = True) -> None:
    """A table of numbers, shaded by sign and size; a cell is WIDE units wide and one high."""
    for i, row in enumerate(numbers):
        for j, number in enumerate(row):
            corner = left + WIDE * j, top - i - 1
            shade = colormaps[SIGNED](0.5 + 0.38 * number) if shaded else "white"
            axis.add_patch(Rectangle(corner, WIDE, 1, facecolor=shade, edgecolor=COLOURS["black"], lw=0.8))
            text = f"{number:g}".replace("-", "−")
            axis.text(corner[0] + WIDE / 2, corner[1] + 0.5, text, ha="center", va="center")


@static_figure
def outer_products() -> Figure:
    """The gradient in W as a sum of tables of products, one an example."""
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    dZ = np.array([[0.1, -0.35, 0.25], [-0.15, 0.1, 0.05]])
    picture, axis = figure(figsize=(9.4, 2.9))
    axis.axis("off")
    axis.set(xlim=(-0.1, 18.6), ylim=(-0.9, 4.3), aspect="equal")
    for n, left in enumerate((0.0, 7.0)):
        middle = left + 1.7 + 1.5 * WIDE
        _table(axis, left, 2, X[n][:, None], shaded=False)
        _table(axis, left + 1.7, 3.3, dZ[n][None], shaded=False)
        _table(axis, left + 1.7, 2, np.outer(X[n], dZ[n]))
        axis.text(middle, 3.4, f"row {n} of dZ", ha="center", va="bottom")
        axis.text(left + WIDE / 2, 2.1, f"row {n}\nof X", ha="center", va="bottom")
        axis.text(middle, -0.15, f"example {n}", ha="center", va="top")
    _table(axis, 14.4, 2, X.T @ dZ)
    axis.text(14.4 + 1.5 * WIDE, 2.1, "dW = Xᵀ dZ", ha="center", va="bottom", weight="bold")
    axis.text(14.4 + 1.5 * WIDE, -0.15, "D rows, C columns", ha="center", va="top")
    for x, sign in ((6.25, "+"), (13.6, "=")):
        axis.text(x, 1, sign, ha="center", va="center", fontsize=22)
    return picture


def _trained(counts: Sequence[int]) -> Iterator[tuple[np.ndarray, float]]:
    """Weights after some numbers of steps, with all digits in every one, and the share of held-back digits recognised."""
    (X, y), (X_test, y_test) = load_digits_split()
    Y = np.eye(10)[y]
    W = np.zeros((64, 10))
    for step in range(1, max(counts) + 1):
        Z = X @ W
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        W = W - 0.5 * X.T @ (P - Y) / len(y)
        if step in counts:
            yield W, float(np.mean((X_test @ W).argmax(axis=1) == y_test))


@static_figure
def digit_weights() -> Figure:
    """The weights of the ten digits as pictures, after one step and after many, with all digits in every step."""
    picture, axes = figure(4, 10, figsize=(9.8, 4.4))
    counts = (1, 10, 100, 1000)
    for row, steps, (W, recognised) in zip(axes, counts, _trained(counts), strict=True):
        limit = np.abs(W).max()
        for k, axis in enumerate(row):
            image = axis.imshow(W[:, k].reshape(8, 8), cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="nearest")
            axis.set(xticks=[], yticks=[])
            axis.grid(False)
            for spine in axis.spines.values():
                spine.set_visible(False)
        name = "1 step" if steps == 1 else f"{steps:,} steps".replace(",", " ")
        row[0].set_ylabel(f"{name}\nright: {100 * recognised:.0f} %", rotation=0, ha="right", va="center", fontsize=11)
        bar = picture.colorbar(image, ax=list(row), ticks=[-limit, 0, limit], aspect=8, pad=0.01)
        bar.ax.set_yticklabels([f"−{limit:.2g}", "0", f"{limit:.2g}"], fontsize=10)
        bar.outline.set_visible(False)
    for k, axis in enumerate(axes[0]):
        axis.set_title(k)
    return picture
