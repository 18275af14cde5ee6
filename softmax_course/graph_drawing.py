"""A picture of a graph: inputs on the left, outputs on the right."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from softmax_course.graph import FullLike, Node, Stored, SumLike, Variable
from softmax_course.plotting import figure

FILLS = {"placeholder": "#CFE8F7", "variable": "#FBE3B5", "constant": "#EDEDED", "op": "#FFFFFF", "gradient": "#F6D9E6"}
HEIGHT, MARGIN = 0.56, 0.55
Place = tuple[float, float]
Spot = tuple  # a node, or a point between two columns: (input, node, column)


def draw_graph(
    outputs: Sequence[Node], *, names: Sequence[str] = (), program: Sequence[Node] = (), width: float = 9.0
) -> Figure:
    """Draw the nodes that ``outputs`` are computed from. A ``sum_like`` is left out: on equal shapes it does nothing.

    Parameters
    ----------
    outputs
        The nodes at the right end.
    names
        What they are called, to stand below their ops.
    program
        Ops that these nodes do not need are tinted: as those that ``gradients`` has added to a program.
    width
        Of the picture in inches.

    Returns
    -------
    Figure
        Boxes with the name of a leaf or of an op, and arrows from inputs to what is computed from them.
    """
    inputs = _drawn(outputs)
    own = _drawn(program) if program else inputs
    columns = _columns(inputs)
    spots, places = _places(inputs, columns)
    rows = max(map(len, spots))
    picture, axis = figure(figsize=(width, 0.62 * rows + 0.5))
    axis.set_axis_off()
    called = dict(zip(map(_seen, outputs), names, strict=False))
    labels = {node: _label(node) + (f"\n{called[node]}" if node in called else "") for node in inputs}
    box = min(0.84, 0.13 * max(len(line) for label in labels.values() for line in label.splitlines()) + 0.14)
    for node, needed in inputs.items():
        for each in dict.fromkeys(needed):
            way = [(each, node, column) for column in range(columns[each] + 1, columns[node])]
            for lift in np.linspace(-0.1, 0.1, needed.count(each)) if needed.count(each) > 1 else [0.0]:
                _arrow(axis, [places[each], *(places[spot] for spot in way), places[node]], box, float(lift))
        _box(axis, places[node], labels[node], FILLS[_kind(node) if node in own else "gradient"], box)
    axis.set(xlim=(-MARGIN, len(spots) - 1 + MARGIN), ylim=(-MARGIN - (rows - 1) / 2, MARGIN + (rows - 1) / 2))
    return picture


def _drawn(outputs: Sequence[Node]) -> dict[Node, list[Node]]:
    """The nodes that are drawn, each with its inputs."""
    inputs: dict[Node, list[Node]] = {}
    fresh = list(map(_seen, outputs))
    while fresh:
        inputs |= {node: list(map(_seen, node.inputs)) for node in fresh}
        fresh = [each for node in fresh for each in inputs[node] if each not in inputs]
    return inputs


def _seen(node: Node) -> Node:
    while isinstance(node.op, SumLike):
        node = node.inputs[0]
    return node


def _columns(inputs: dict[Node, list[Node]]) -> dict[Node, int]:
    """How far from the left each node stands: right of all its inputs; leaves just left of what needs them first."""
    columns = dict.fromkeys(inputs, 0)
    moved = True
    while moved:
        moved = False
        for node, needed in inputs.items():
            least = max((columns[each] + 1 for each in needed), default=0)
            if columns[node] != least:
                columns[node], moved = least, True
    for leaf in (node for node, needed in inputs.items() if not needed):
        columns[leaf] = min((columns[node] - 1 for node, needed in inputs.items() if leaf in needed), default=0)
    return columns


def _places(inputs: dict[Node, list[Node]], columns: dict[Node, int]) -> tuple[list[list], dict[Node | Spot, Place]]:
    """What stands in each column, and where: near what it is joined to. An arrow over several columns has a place in each."""
    joined: dict[Node | Spot, list] = {node: [] for node in inputs}
    spots: list[list] = [[] for _column in range(max(columns.values()) + 1)]
    for node in inputs:
        spots[columns[node]].append(node)
    for node, needed in inputs.items():
        for each in dict.fromkeys(needed):
            between = [(each, node, column) for column in range(columns[each] + 1, columns[node])]
            for spot in between:
                spots[spot[2]].append(spot)
                joined[spot] = []
            way: list[Node | Spot] = [each, *between, node]
            for left, right in pairwise(way):
                joined[left].append(right)
                joined[right].append(left)
    rows: dict[Node | Spot, float] = {}
    for column in spots:
        rows.update(zip(column, _centred(len(column)), strict=True))
    for sweep in range(12):
        for column in spots if sweep % 2 == 0 else spots[::-1]:
            pull = {spot: float(np.mean([rows[each] for each in joined[spot]] or [0.0])) for spot in column}
            rows.update(zip(sorted(column, key=lambda spot: -pull[spot]), _centred(len(column)), strict=True))
    return spots, {spot: (float(number), rows[spot]) for number, column in enumerate(spots) for spot in column}


def _centred(count: int) -> list[float]:
    return [(count - 1) / 2 - i for i in range(count)]


def _kind(node: Node) -> str:
    if node.op is None:
        return "placeholder"
    if isinstance(node, Variable):
        return "variable"
    return "constant" if isinstance(node.op, Stored) else "op"


def _label(node: Node) -> str:
    if node.name:
        return node.name
    if isinstance(node.op, Stored):
        return f"{float(node.op.value):g}" if node.op.value.ndim == 0 else "array"
    if isinstance(node.op, FullLike):
        return "ones" if node.op.fill else "zeros"
    axis = getattr(node.op, "axis", None)
    return type(node.op).__name__ + ("" if axis is None else f"\naxis {axis}")


def _box(axis: Axes, place: Place, text: str, fill: str, box: float) -> None:
    corner = (place[0] - box / 2, place[1] - HEIGHT / 2)
    style = "round,pad=0,rounding_size=0.12"
    axis.add_patch(FancyBboxPatch(corner, box, HEIGHT, style, fc=fill, ec="#222222", lw=1.2, zorder=2))
    size = 11 if max(map(len, text.splitlines())) < 8 and "\n" not in text else 9
    axis.text(*place, text, ha="center", va="center", fontsize=size, linespacing=0.95, zorder=3)


def _arrow(axis: Axes, way: list[Place], box: float, lift: float) -> None:
    """A line from the right side of one box to the left side of another, level where it passes between others."""
    begin, end = (way[0][0] + box / 2, way[0][1] + lift), (way[-1][0] - box / 2, way[-1][1] + lift)
    corners = [begin, *(corner for x, y in way[1:-1] for corner in ((x - box / 2, y), (x + box / 2, y))), end]
    line = Path(corners)
    axis.add_patch(FancyArrowPatch(path=line, arrowstyle="-|>", mutation_scale=11, color="#555555", lw=1.2, zorder=1))
