"""The static figures of 03_vectorized_gradient."""

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
    """The loss of one example against its margin: true, in two steps, and patched."""
    m = np.linspace(0, 1000, 501)
    picture, axis = figure(figsize=(8.0, 4.2))
    axis.plot(m, m, color=COLOURS["blue"])
    axis.plot([0, 745], [0, 745], color=COLOURS["black"], ls=(0, (1, 2)), lw=4)
    axis.plot(m, np.minimum(m, 27.6), color=COLOURS["green"], ls="--")
    axis.plot(m, np.minimum(m, 11.5), color=COLOURS["vermilion"], ls="-.")
    for x, name, where in ((745, "float64", "beyond 745"), (104, "float32", "from 104")):
        axis.annotate("", (x, 1040), (x, x), arrowprops={"arrowstyle": "->", "lw": 1.5})
        axis.text(x - 12, 1000, f"in two steps, {name}:\ninfinite {where}", ha="right" if x > 400 else "left", va="top")
    axis.texts[-1].set_x(118)
    axis.text(850, 790, "true loss", color=COLOURS["blue"], ha="left", va="top")
    axis.text(990, 48, "p clipped at 10⁻¹²: never above 27.6", color="#00664B", ha="right")
    axis.text(990, -12, "log(p + 10⁻⁵): never above 11.5", color=COLOURS["vermilion"], ha="right", va="top")
    axis.set(
        xlabel="margin by which the wrong class leads", ylabel="loss of the example", xlim=(0, 1000), ylim=(-90, 1060)
    )
    axis.set_yticks([0, 250, 500, 750, 1000])
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


def _trained(steps: int, batch_size: int) -> tuple[np.ndarray, float]:
    """Weights after some steps on the digits, and the share of held-back digits that they recognise."""
    (X, y), (X_test, y_test) = load_digits_split()
    rng = np.random.default_rng(0)
    W = np.zeros((64, 10))
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        Z = X[rows] @ W
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        P[np.arange(batch_size), y[rows]] -= 1
        W = W - 0.5 * X[rows].T @ P / batch_size
    return W, float(np.mean((X_test @ W).argmax(axis=1) == y_test))


@static_figure
def digit_weights() -> Figure:
    """The weights of the ten digits as pictures, after one step and after many."""
    picture, axes = figure(4, 10, figsize=(9.4, 4.3))
    runs = (
        ("1 step,\nall digits", 1, 1437),
        ("10 steps", 10, 100),
        ("1 000 steps", 1000, 100),
        ("20 000 steps", 20000, 100),
    )
    for row, (name, steps, batch_size) in zip(axes, runs, strict=True):
        W, recognised = _trained(steps, batch_size)
        limit = np.abs(W).max()
        for k, axis in enumerate(row):
            axis.imshow(W[:, k].reshape(8, 8), cmap=SIGNED, vmin=-limit, vmax=limit, interpolation="nearest")
            axis.set(xticks=[], yticks=[])
            axis.grid(False)
            for spine in axis.spines.values():
                spine.set_visible(False)
        label = f"{name}\nweights to {limit:.2g}\nright: {100 * recognised:.0f} %"
        row[0].set_ylabel(label, rotation=0, ha="right", va="center", fontsize=11)
    for k, axis in enumerate(axes[0]):
        axis.set_title(k)
    return picture
