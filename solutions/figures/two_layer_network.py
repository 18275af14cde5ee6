"""The static figures of 04_two_layer_network."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure

CLASSES = (("o", COLOURS["blue"]), ("^", COLOURS["vermilion"]), ("s", COLOURS["green"]))
REGIONS = ("#B3D4E8", "#F4C9A8", "#B0DFD0")  # the colours of CLASSES, pale: points stay visible on them
ON = "#FBF3A6"  # no class has this colour
Params = dict[str, np.ndarray]


# ---- XOR ----------------------------------------------------------------------------------------------------------


@static_figure
def xor() -> Figure:
    """The four corners, before and after the hidden layer."""
    corners, labels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    moved = np.maximum(0, np.column_stack([corners.sum(axis=1), corners.sum(axis=1) - 1]))
    picture, (left, right) = figure(1, 2, figsize=(9.0, 4.1))
    for axis, places in ((left, corners), (right, moved)):
        for k, (mark, colour) in enumerate(CLASSES[:2]):
            axis.scatter(*places[labels == k].T, s=170, marker=mark, color=colour, zorder=3)
    left.set(title="the inputs: no line will do", xlabel="x₀", ylabel="x₁", xlim=(-0.45, 1.5), ylim=(-0.45, 1.5))
    for x, y in corners:
        left.annotate(f"({x}, {y})", (x, y), xytext=(11, 9), textcoords="offset points")
    right.fill_between([-0.4, 2.75], [-0.45, 1.125], -0.45, color=REGIONS[1], lw=0)
    right.fill_between([-0.4, 2.75], [-0.45, 1.125], 1.6, color=REGIONS[0], lw=0)
    right.plot([-0.4, 2.75], [-0.45, 1.125], color=COLOURS["black"])
    right.set(title="after the hidden layer: one line", xlabel="h₀", ylabel="h₁", xlim=(-0.4, 2.75), ylim=(-0.45, 1.6))
    for place, text, offset in (
        ((0, 0), "from\nx = (0, 0)", (-12, 12)),
        ((1, 0), "from x = (0, 1)\nand x = (1, 0)", (12, -6)),
        ((2, 1), "from x = (1, 1)", (-34, 14)),
    ):
        right.annotate(text, place, xytext=offset, textcoords="offset points")
    right.text(0.62, 0.62, "h₀ − 2h₁ = ½", rotation=0, ha="left", va="bottom")
    right.annotate("", (1.45, 0.475), (1.1, 0.62), arrowprops={"arrowstyle": "->", "lw": 1.2})
    for axis in (left, right):
        axis.set_xticks([0, 1] if axis is left else [0, 1, 2])
        axis.set_yticks([0, 1])
    left.text(0.5, 0.5, "circles: class 0\ntriangles: class 1", ha="center", va="center")
    return picture


# ---- the kink -----------------------------------------------------------------------------------------------------


@static_figure
def relu_kink() -> Figure:
    """ReLU with three subgradients at its corner, and its slope."""
    picture, (left, right) = figure(1, 2, figsize=(9.0, 3.6))
    s = np.array([-2.0, 0.0, 2.0])
    for slope, name, at in ((0.5, "½", 1.45), (1.0, "1", -0.75), (0.0, "0", 1.45)):
        left.plot([-2, 2], [-2 * slope, 2 * slope], color=COLOURS["purple"], ls=(0, (1, 1.5)), lw=1.6)
        place = (at, at * slope - 0.1)
        left.annotate(f"slope {name}", place, ha="left", va="top", color="#8F4A6F")
    left.plot(s, np.maximum(0, s), color=COLOURS["blue"], lw=3)
    left.set(xlabel="s", ylabel="max(0, s)", xlim=(-2, 2.2), ylim=(-1.35, 2.1), title="lines through the corner")
    right.plot([-2, 0], [0, 0], color=COLOURS["blue"], lw=3)
    right.plot([0, 2], [1, 1], color=COLOURS["blue"], lw=3)
    right.plot([0, 0], [0, 1], color=COLOURS["purple"], ls=(0, (1, 1.5)), lw=1.6)
    right.plot(0, 1, "o", ms=8, mfc="white", mec=COLOURS["blue"], mew=2)
    right.plot(0, 0, "o", ms=9, color=COLOURS["blue"])
    right.plot(0, 0.5, "D", ms=8, color=COLOURS["vermilion"])
    right.annotate("what central\ndifferences say", (0, 0.5), (0.35, 0.5), va="center", color=COLOURS["vermilion"])
    right.annotate("our convention", (0, 0), (0.35, 0.02), va="center", color=COLOURS["blue"])
    right.text(-1.1, 0.07, "off", ha="center", color=COLOURS["blue"])
    right.text(1.1, 1.07, "on", ha="center", color=COLOURS["blue"])
    right.set(xlabel="s", ylabel="slope", xlim=(-2, 2.2), ylim=(-0.15, 1.25), title="the slope", yticks=[0, 0.5, 1])
    return picture


# ---- the four blocks ----------------------------------------------------------------------------------------------


@static_figure
def two_layer_blocks() -> Figure:
    """The chain of four blocks, forward above and backward below."""
    picture, axis = figure(figsize=(9.8, 3.6))
    axis.axis("off")
    axis.set(xlim=(0, 19.6), ylim=(0, 6.6))
    blocks = (
        (3.6, "linear 1", "dW1, db1"),
        (7.8, "ReLU", None),
        (12.0, "linear 2", "dW2, db2"),
        (16.2, "cross-\nentropy", None),
    )
    arrays = (
        (1.25, "X", "(N, D)", None),
        (5.7, "S", "(N, H)", "dS"),
        (9.9, "A", "(N, H)", "dA"),
        (14.1, "Z", "(N, C)", "dZ"),
        (18.6, "L", "a number", "1"),
    )
    for centre, name, parameters in blocks:
        box = FancyBboxPatch(
            (centre - 1.15, 1.9), 2.3, 3.1, boxstyle="round,pad=0.05,rounding_size=0.25", facecolor="#EEEEEE",
            edgecolor=COLOURS["black"],
        )  # fmt: skip
        axis.add_patch(box)
        axis.text(centre, 3.45, name, ha="center", va="center", fontsize=13)
        if parameters:
            axis.annotate(
                parameters, (centre, 1.75), (centre, 0.25), ha="center", color=COLOURS["vermilion"],
                arrowprops={"arrowstyle": "<-", "color": COLOURS["vermilion"], "lw": 1.8},
            )  # fmt: skip
    for (x, name, shape, gradient), (left, right) in zip(
        arrays, ((0.1, 2.3), (4.85, 6.55), (9.05, 10.75), (13.25, 14.95), (17.45, 19.5)), strict=True
    ):
        blue, red = ({"arrowstyle": "->", "color": COLOURS[c], "lw": 1.8} for c in ("blue", "vermilion"))
        axis.annotate("", (right, 4.35), (left, 4.35), arrowprops=blue)
        axis.text(x, 4.55, name, ha="center", va="bottom", color=COLOURS["blue"], weight="bold")
        axis.text(x, 5.35, shape, ha="center", va="bottom", color=COLOURS["blue"], fontsize=10)
        if gradient:
            axis.annotate("", (left, 2.55), (right, 2.55), arrowprops=red)
            axis.text(x, 2.35, gradient, ha="center", va="top", color=COLOURS["vermilion"], weight="bold")
    axis.text(0.1, 6.25, "forward: values", color=COLOURS["blue"], va="center")
    axis.text(0.1, 0.45, "backward:\ngradients", color=COLOURS["vermilion"], va="center")
    return picture


# ---- trained networks ---------------------------------------------------------------------------------------------


def _start(D: int, H: int, C: int, rng: np.random.Generator) -> Params:
    return {"W1": rng.normal(size=(D, H)), "b1": np.zeros(H), "W2": rng.normal(size=(H, C)), "b2": np.zeros(C)}


def _scores(p: Params, X: np.ndarray) -> np.ndarray:
    return np.maximum(0, X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]


def _train(p: Params, X: np.ndarray, y: np.ndarray, lr: float, steps: int, reg: float = 0.0) -> None:
    """Descent with all examples in every step."""
    rows = np.arange(len(y))
    for _step in range(steps):
        S = X @ p["W1"] + p["b1"]
        A = np.maximum(0, S)
        Z = A @ p["W2"] + p["b2"]
        dZ = np.exp(Z - Z.max(axis=1, keepdims=True))
        dZ /= dZ.sum(axis=1, keepdims=True)
        dZ[rows, y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ p["W2"].T, 0)
        steps_by_name = {"W1": X.T @ dS + 2 * reg * p["W1"], "b1": dS.sum(axis=0)}
        steps_by_name |= {"W2": A.T @ dZ + 2 * reg * p["W2"], "b2": dZ.sum(axis=0)}
        for name, gradient in steps_by_name.items():
            p[name] -= lr * gradient


def _spiral(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Three arms of 100 points each."""
    t = np.linspace(0.05, 1, 100)
    angles = [4 * t + k * 2 * np.pi / 3 + rng.normal(0, 0.15, 100) for k in range(3)]
    X = np.concatenate([np.column_stack([t * np.sin(a), t * np.cos(a)]) for a in angles])
    return X, np.repeat(np.arange(3), 100)


def _draw_regions(axis: Axes, scores: np.ndarray, reach: float) -> None:
    """Decision regions from scores on a square grid (G, G, C)."""
    colours = ListedColormap(REGIONS[: scores.shape[-1]])
    where = {"extent": (-reach, reach, -reach, reach), "origin": "lower", "interpolation": "none"}
    axis.imshow(scores.argmax(axis=-1), cmap=colours, vmin=0, vmax=scores.shape[-1] - 1, **where)


def _draw_points(axis: Axes, X: np.ndarray, y: np.ndarray, size: float) -> None:
    for k, (mark, colour) in enumerate(CLASSES[: y.max() + 1]):
        axis.scatter(*X[y == k].T, s=size, marker=mark, color=colour, linewidths=0)


def _grid(reach: float, points: int) -> np.ndarray:
    """A square grid (points, points, 2)."""
    side = np.linspace(-reach, reach, points)
    return np.stack(np.meshgrid(side, side), axis=-1)


def _bare(axis: Axes) -> None:
    axis.set(xticks=[], yticks=[], aspect="equal")
    axis.grid(False)
    for spine in axis.spines.values():
        spine.set_visible(False)


@static_figure
def spiral() -> Figure:
    """Decision regions of one layer, and of two layers with few and with many hidden units."""
    X, y = _spiral(np.random.default_rng(0))
    grid = _grid(1.15, 500)
    W = np.zeros((3, 3))  # one layer: weights and, in the last row, the bias
    inputs, Y = np.column_stack([X, np.ones(300)]), np.eye(3)[y]
    for _step in range(3000):
        P = np.exp(inputs @ W)
        W -= inputs.T @ (P / P.sum(axis=1, keepdims=True) - Y) / 300
    panels = [("one layer", grid @ W[:2] + W[2], np.mean((inputs @ W).argmax(axis=1) == y))]
    for hidden, seed in ((5, 1), (50, 0)):
        net = _start(2, hidden, 3, np.random.default_rng(seed))
        _train(net, X, y, 1.0, 3000, 1e-4)
        panels.append((f"{hidden} hidden units", _scores(net, grid), np.mean(_scores(net, X).argmax(axis=1) == y)))
    picture, axes = figure(1, 3, figsize=(9.6, 3.9))
    picture.set_layout_engine("constrained", h_pad=0.15)
    for axis, (name, scores, share) in zip(axes, panels, strict=True):
        _draw_regions(axis, scores, 1.15)
        _draw_points(axis, X, y, 14)
        axis.set_title(f"{name}\nright: {100 * share:.0f} %")
        _bare(axis)
    return picture


def ring(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A disc, class 0, in a ring, class 1, of 100 points each."""
    y = np.arange(200) % 2
    radius = np.where(y == 0, 0.9 * np.sqrt(rng.random(200)), 1.5 + 0.5 * rng.random(200))
    angle = 2 * np.pi * rng.random(200)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


@static_figure
def hidden_units() -> Figure:
    """A network on disc and ring, unit by unit, over training."""
    X, y = ring(np.random.default_rng(0))
    reach = 2.2
    grid, few = _grid(reach, 300), _grid(reach, 3)
    net = _start(2, 3, 2, np.random.default_rng(6))
    picture, axes = figure(2, 4, figsize=(9.6, 4.9))
    done = 0
    for row, until in zip(axes, (0, 600), strict=True):
        _train(net, X, y, 0.5, until - done)
        done = until
        S = few @ net["W1"] + net["b1"]  # linear: three points a side are enough
        _draw_regions(row[0], _scores(net, grid), reach)
        share = np.mean(_scores(net, X).argmax(axis=1) == y)
        row[0].set_ylabel(f"{until} steps\nright: {100 * share:.0f} %", rotation=0, ha="right", va="center")
        for unit, axis in enumerate(row[1:]):
            ramp = few[0, :, 0], few[:, 0, 1], S[..., unit]
            axis.contourf(*ramp, levels=[0, 1e9], colors=[ON])
            axis.contour(*ramp, levels=[0], colors=[COLOURS["black"]], linewidths=1.8)
            axis.contour(*ramp, levels=np.arange(1, 9), colors=["#8A7A00"], linewidths=0.7)
        for axis in row:
            _draw_points(axis, X[:80], y[:80], 11)
            _bare(axis)
    axes[0, 0].set_title("network")
    for unit, axis in enumerate(axes[0, 1:]):
        axis.set_title(f"unit {unit}")
    picture.supxlabel("one unit: yellow where it is on; the thin lines are those of activation 1, 2, 3, …", fontsize=12)
    return picture
