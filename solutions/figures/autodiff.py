"""The static figures of 07_autodiff, and of the last page of the course."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Rectangle

from softmax_course.graph import Node, Variable, constant
from softmax_course.plotting import COLOURS, figure
from solutions.figures.drawing import static_figure
from solutions.reference import reference

INK = "#222222"
GREY = "#666666"
Place = tuple[float, float]


def _node(axis: Axes, place: Place, text: str, fill: str = "#FFFFFF", radius: float = 0.34) -> None:
    axis.add_patch(Circle(place, radius, fc=fill, ec=INK, lw=1.3, zorder=3))
    axis.text(*place, text, ha="center", va="center", zorder=4, fontsize=13)


def _arrow(
    axis: Axes, start: Place, end: Place, colour: str = INK, bend: float = 0.0, gap: float = 0.36, dashed: bool = False
) -> None:
    way = np.subtract(end, start)
    step = gap * way / np.hypot(*way)
    style = {"arrowstyle": "-|>", "mutation_scale": 16, "lw": 1.6, "color": colour, "zorder": 2}
    axis.add_patch(
        FancyArrowPatch(
            tuple(np.add(start, step)),
            tuple(np.subtract(end, step)),
            connectionstyle=f"arc3,rad={bend}",
            linestyle=(0, (4, 2)) if dashed else "-",
            **style,
        )
    )


# ---- orders ------------------------------------------------------------------------------------------------------


@static_figure
def three_orders() -> Figure:
    """c = a + b, b = x · a, a = exp x, numbered in three ways."""
    picture, axes = figure(1, 3, figsize=(10.0, 3.3))
    places = {"x": (0.0, 0.0), "a": (1.3, 0.75), "b": (1.3, -0.75), "c": (2.6, 0.0)}
    arrows = (("x", "a", 0.0), ("x", "b", 0.0), ("a", "b", 0.0), ("a", "c", 0.0), ("b", "c", 0.0))
    for axis, title, order in zip(
        axes,
        ("inputs first", "level by level, turned round", "when first met, turned round"),
        ("xabc", "xbac", "bxac"),
        strict=True,
    ):
        wrong = 0
        for start, end, bend in arrows:
            late = order.index(start) > order.index(end)
            wrong += late
            _arrow(axis, places[start], places[end], COLOURS["vermilion"] if late else GREY, bend, dashed=late)
        for name, place in places.items():
            _node(axis, place, name, "#DCEBF5" if name == "x" else "#FFFFFF")
            axis.text(place[0] + 0.3, place[1] + 0.34, str(order.index(name) + 1), color=COLOURS["blue"], weight="bold")
        verdict = (
            "every arrow: smaller to larger"
            if not wrong
            else f"{wrong} arrow{'s' if wrong > 1 else ''} from a later node"
        )
        axis.set(xlim=(-0.5, 3.1), ylim=(-1.65, 1.35), aspect="equal", title=title)
        axis.text(1.3, -1.5, verdict, ha="center", color=COLOURS["vermilion"] if wrong else COLOURS["green"])
        axis.set_axis_off()
    return picture


# ---- sums and broadcasts -----------------------------------------------------------------------------------------


def _array(axis: Axes, corner: Place, numbers: np.ndarray, fill: str) -> None:
    """An array as squares; ``corner`` is its upper left one."""
    for i, row in enumerate(np.atleast_2d(numbers)):
        for j, number in enumerate(row):
            axis.add_patch(Rectangle((corner[0] + j, corner[1] - i - 1), 1, 1, fc=fill, ec=INK, lw=1.1))
            text = f"{number:g}" if isinstance(number, float) else str(number)
            axis.text(corner[0] + j + 0.5, corner[1] - i - 0.5, text, ha="center", va="center", fontsize=13)


@static_figure
def axis_table() -> Figure:
    """A 2 × 3 array of ones, with its sums over axis 0, over axis 1 and over both; and what comes back over axis 0."""
    picture, (left, right) = figure(1, 2, figsize=(9.4, 3.6))
    _array(left, (0, 4), np.ones((2, 3)), "#DCEBF5")
    _array(left, (0, 1.2), 2 * np.ones((1, 3)), "#FBEBCB")
    _array(left, (4.2, 4), 3 * np.ones((2, 1)), "#DDF1EA")
    _array(left, (4.2, 1.2), np.array([[6.0]]), "#F0F0F0")
    for j in range(3):
        _arrow(left, (j + 0.5, 2.0), (j + 0.5, 1.2), GREY, gap=0.06)
    for i in range(2):
        _arrow(left, (3.0, 3.5 - i), (4.2, 3.5 - i), GREY, gap=0.1)
    left.text(1.5, -0.3, "sum over axis 0: (3,)", ha="center", color=COLOURS["vermilion"])
    left.text(5.35, 3.0, "sum over\naxis 1: (2,)", va="center", color=COLOURS["green"])
    left.text(5.35, 0.7, "over both: ()", va="center")
    left.set(title="forward: the axis that is named goes", xlim=(-0.2, 8.2))
    _array(right, (0, 4), np.array([[5.0, 7.0, 9.0]] * 2), "#FFFFFF")
    _array(right, (0, 1.2), np.array([[5.0, 7.0, 9.0]]), "#FBEBCB")
    for j in range(3):
        _arrow(right, (j + 0.5, 1.2), (j + 0.5, 2.0), COLOURS["vermilion"], gap=0.06)
    right.text(1.5, -0.3, "out_grad: (3,)", ha="center", color=COLOURS["vermilion"])
    right.text(3.4, 3.0, "gradient in x: every entry\ngets that of its sum", va="center")
    right.set(title="backward, for the sum over axis 0", xlim=(-0.2, 8.2))
    for axis in (left, right):
        axis.set(ylim=(-0.8, 4.3), aspect="equal")
        axis.set_axis_off()
    return picture


@static_figure
def broadcast_and_back() -> Figure:
    """A row repeated into four, and four rows of gradients added up into one."""
    picture, (left, right) = figure(1, 2, figsize=(9.4, 3.9))
    b = np.array([["b₀", "b₁", "b₂"]])
    _array(left, (0, 3), b, "#FBEBCB")
    _array(left, (5, 4.5), np.repeat(b, 4, axis=0), "#DCEBF5")
    for i in range(4):
        _arrow(left, (3.1, 2.5), (5.0, 4.0 - i), GREY, gap=0.08)
    left.text(1.5, 1.5, "(3,)", ha="center")
    left.text(6.5, 0.0, "(4, 3)", ha="center")
    left.set(title="forward: one row, four times")
    G = np.array([[1.0, 0.0, 5.0], [2.0, 1.0, 0.0], [3.0, 0.0, 2.0], [4.0, 6.0, 1.0]])
    _array(right, (5, 4.5), G, "#DCEBF5")
    _array(right, (0, 3), G.sum(axis=0, keepdims=True), "#FBEBCB")
    for i in range(4):
        _arrow(right, (5.0, 4.0 - i), (3.1, 2.5), COLOURS["vermilion"], gap=0.08)
    right.text(1.5, 1.5, "(3,)", ha="center")
    right.text(6.5, 0.0, "(4, 3)", ha="center")
    right.set(title="backward: four rows, added up")
    for axis in (left, right):
        axis.set(xlim=(-0.3, 8.3), ylim=(-0.4, 4.8), aspect="equal")
        axis.set_axis_off()
    return picture


# ---- reverse mode ------------------------------------------------------------------------------------------------


@static_figure
def backward_pass() -> Figure:
    """L = (a + b) · a with its values, and the gradients that come back."""
    picture, axis = figure(figsize=(8.6, 3.7))
    places = {"a": (0.0, 1.5), "b": (0.0, -1.0), "s": (2.6, -0.2), "L": (5.2, 0.75)}
    labels = {"a": ("a", "2"), "b": ("b", "3"), "s": ("Add", "s = 5"), "L": ("Mul", "L = 10")}
    back = COLOURS["vermilion"]
    for start, end, lift in (("a", "s", 0.1), ("b", "s", 0.1), ("a", "L", 0.17), ("s", "L", 0.1)):
        (x0, y0), (x1, y1) = places[start], places[end]
        _arrow(axis, (x0, y0 + lift), (x1, y1 + lift), GREY, gap=0.44)
        _arrow(axis, (x1, y1 - lift), (x0, y0 - lift), back, gap=0.44, dashed=True)
    _arrow(axis, (7.0, 0.75), places["L"], back, gap=0.44, dashed=True)
    for name, place in places.items():
        _node(axis, place, labels[name][0], "#FBE3B5" if name in "ab" else "#FFFFFF", 0.42)
    for name, where, align in (("a", (-0.5, 1.5), "right"), ("b", (-0.5, -1.0), "right")):
        axis.text(*where, f"{name} = {labels[name][1]}", ha=align, va="center")
    axis.text(2.6, -0.92, "s = 5", ha="center")
    axis.text(5.2, 0.03, "L = 10", ha="center")
    for text, where in (
        ("1", (6.3, 0.9)),
        ("∂L/∂s = a = 2", (4.25, -0.15)),
        ("∂L/∂a = s = 5, by this way", (3.05, 1.62)),
        ("2", (1.25, 0.35)),
        ("2", (1.45, -0.98)),
    ):
        axis.text(*where, text, color=back, ha="center", va="center", bbox={"fc": "white", "ec": "none", "pad": 1})
    axis.text(-0.5, 1.12, "gradient: 5 + 2 = 7", ha="right", va="center", color=back, weight="bold")
    axis.text(-0.5, -1.38, "gradient: 2", ha="right", va="center", color=back, weight="bold")
    axis.plot([], [], color=GREY, label="values")
    axis.plot([], [], color=back, ls=(0, (4, 2)), label="gradients")
    axis.legend(loc="lower right")
    axis.set(xlim=(-3.4, 7.2), ylim=(-1.7, 2.1), aspect="equal")
    axis.set_axis_off()
    return picture


@static_figure
def gradient_cost() -> Figure:
    """Nodes to compute for a gradient of the softmax loss, against the number of weights."""
    notebook = reference("07_autodiff")
    picture, axis = figure(figsize=(7.2, 4.0))
    forward, both = _nodes_of_the_loss(notebook)
    weights = np.logspace(0, 6, 61)
    axis.loglog(weights, forward * (1 + 2 * weights), color=COLOURS["orange"], ls="--", label="central differences")
    axis.loglog(weights, np.full(61, both), color=COLOURS["blue"], label="reverse mode")
    axis.loglog(weights, np.full(61, forward), color=GREY, lw=1.2, ls=":", label="the loss alone")
    axis.axvline(640, color=GREY, lw=1, ls="-")
    axis.text(760, 2e6, "the digits: 640 weights", color=GREY)
    axis.set(xlabel="number of weights D · C", ylabel="nodes to compute", ylim=(3, 1e8), xlim=(1, 1e6))
    axis.legend(loc="upper left")
    return picture


def _nodes_of_the_loss(notebook: dict) -> tuple[int, int]:
    """How many nodes the loss needs, and how many the loss with its gradient."""
    MatMul, ReduceSum, Log, Softmax = notebook["graph_ops"]
    W = Variable(np.zeros((3, 2)))
    P = Softmax()(MatMul()(constant(np.ones((1, 3))), W))
    loss: Node = -ReduceSum()(constant(np.ones((1, 2))) * Log()(P))
    order, gradients = notebook["topological_order"], notebook["gradients"]
    return len(order([loss])), len(order([loss, *gradients(loss, [W])]))


# ---- the last page -----------------------------------------------------------------------------------------------

PATH = (
    ("01", "odds", "log-odds of p are z = w·x", "(p − y) · x"),
    ("02", "softmax", "pᵢ = exp zᵢ / Σ exp z", "diag p − p pᵀ"),
    ("03", "cross-entropy", "−log p of the label", "Xᵀ (P − Y) / N"),
    ("04", "two layers", "relu in between", "dZ W₂ᵀ, where on"),
    ("05", "the loop", "batch, loss, step", "W ← W − lr · dW"),
    ("06", "frameworks", "softmax and loss, fused", "P − Y, whatever\ncomes from above"),
    ("07", "autodiff", "a graph, turned round", "gradients(loss, [W])"),
)


@static_figure
def whole_path() -> Figure:
    """The seven notebooks as a path, with what each adds and its gradient."""
    picture, axis = figure(figsize=(10.4, 4.9))
    spots = [(0.0, 3.0), (3.0, 3.0), (6.0, 3.0), (9.0, 3.0), (9.0, 0.0), (6.0, 0.0), (3.0, 0.0)]
    for (x, y), (number, title, idea, gradient) in zip(spots, PATH, strict=True):
        style = "round,pad=0,rounding_size=0.15"
        axis.add_patch(FancyBboxPatch((x - 1.25, y - 0.95), 2.5, 1.9, style, fc="#FFFFFF", ec=INK, lw=1.3))
        axis.add_patch(FancyBboxPatch((x - 1.25, y + 0.42), 2.5, 0.53, style, fc="#DCEBF5", ec=INK, lw=1.3))
        axis.text(x, y + 0.67, f"{number} · {title}", ha="center", va="center", weight="bold")
        axis.text(x, y + 0.12, idea, ha="center", va="center", fontsize=10.5)
        axis.text(x, y - 0.5, gradient, ha="center", va="center", fontsize=11, color=COLOURS["vermilion"])
    for start, end in pairwise(spots):
        way = np.subtract(end, start)
        reach = np.where(way == 0, 0, np.sign(way) * np.array([1.25, 0.95]))
        _arrow(axis, tuple(np.add(start, reach)), tuple(np.subtract(end, reach)), GREY, gap=0.04)
    axis.text(0.0, 0.05, "the same thread\nall the way:", ha="center", va="bottom", fontsize=12)
    axis.text(0.0, -0.1, "p − y", ha="center", va="top", fontsize=20, color=COLOURS["vermilion"])
    axis.set(xlim=(-1.4, 10.4), ylim=(-1.1, 4.1))
    axis.set_axis_off()
    return picture
