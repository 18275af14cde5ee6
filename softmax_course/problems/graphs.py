"""Graphs that are built through the names of a notebook, and read from outside, whichever process their nodes live in.

Nodes, ops and functions are only ever called, asked for attributes and compared by identity: never by their class.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from softmax_course import graph as page
from softmax_course.derivatives import evaluate_all
from softmax_course.problems.not_as_asked import NotAsAsked, kind_of

Edges = list[tuple[int, int]]


@dataclass(frozen=True)
class Written:
    """What the student wrote, beside the names of the graph page as her notebook has them."""

    answer: Any
    given: Any


def with_graph(answer: Any, **given: Any) -> Written:
    """The answer to an exercise and the given names that its check builds graphs with.

    Parameters
    ----------
    answer
        What the exercise's name (or the tuple of its names) is bound to.
    given
        Names of :mod:`softmax_course.graph`, taken from the notebook.
    """
    return Written(answer, SimpleNamespace(**given))


def taken_apart(answer: Any) -> tuple[Any, Any]:
    """The answer and where the given names are found: those of the package, for an answer that comes alone."""
    return (answer.answer, answer.given) if isinstance(answer, Written) else (answer, page)


# ---- reading -----------------------------------------------------------------------------------------------------


MOST_NODES = 10_000


def read(Node: Any, nodes: Sequence[Any], fed: Sequence[tuple[Any, np.ndarray]] = ()) -> list:
    """The values of nodes at one moment; whatever they share is computed once.

    Parameters
    ----------
    Node
        The class of nodes: of nodes in another process many are asked in one message.
    nodes
        What is read.
    fed
        The placeholders among their leaves, each with its value.

    Raises
    ------
    NotAsAsked
        If it takes very many nodes, or if they go in a circle.
    """
    inputs: dict[int, list] = {}
    needed: dict[int, Any] = {}  # keeps the nodes, so that an id stays one's own
    fresh = list({id(node): node for node in nodes}.values())
    while fresh:
        needed |= {id(node): node for node in fresh}
        if len(needed) > MOST_NODES:
            raise NotAsAsked(f"More than {MOST_NODES} nodes were made. Is a node gone through once for every way?")
        found = evaluate_all(Node.parts, [(node,) for node in fresh])
        inputs |= {id(node): list(each) for node, (_op, each) in zip(fresh, found, strict=True)}
        ahead = {id(each): each for node in fresh for each in inputs[id(node)]}
        fresh = [node for key, node in ahead.items() if key not in needed]
    values: dict[int, Any] = {id(node): value for node, value in fed}
    while needed.keys() - values.keys():
        ready = [key for key in needed if key not in values and all(id(each) in values for each in inputs[key])]
        if not ready:
            raise NotAsAsked("A node is computed from itself, by way of others.")
        asked = [(needed[key], *(values[id(each)] for each in inputs[key])) for key in ready]
        values |= dict(zip(ready, evaluate_all(Node.computed, asked), strict=True))
    return [values[id(node)] for node in nodes]


def set_variables(given: Any, variables: Sequence[Any], values: Sequence[np.ndarray]) -> None:
    """Give variables new values, as a running program does."""
    read(given.Node, [given.assign(*pair) for pair in zip(variables, map(given.constant, values), strict=True)])


def is_node(value: Any) -> bool:
    """Whether it has inputs, as a node does."""
    return hasattr(value, "inputs")


def checked_nodes(value: Any, count: int, what: str) -> list:
    """The nodes of a list, or an exception whose text says what it is instead.

    Parameters
    ----------
    value
        What a student's function gave.
    count
        How many nodes are due.
    what
        What gave it, as the student reads it.
    """
    if is_node(value):
        raise NotAsAsked(f"{what} gives a single node, and not a list of them.")
    if not isinstance(value, (list, tuple)):
        raise NotAsAsked(f"{what} gives {kind_of(value)}, and not a list of nodes.")
    if len(value) != count:
        raise NotAsAsked(f"{what} gives a list of {len(value)}, and {count} {'is' if count == 1 else 'are'} due.")
    for each in value:
        if not is_node(each):
            raise NotAsAsked(f"{what} gives {kind_of(each)} in its list, and not a node.")
    return list(value)


# ---- graphs for an order: their nodes, which of them needs which, and the outputs --------------------------------


def shared(given: Any) -> tuple[list, Edges, list[int]]:
    """C = a + b with b = x · a and a = exp(x): who goes level by level meets a before b."""
    x = given.Variable([0.5])
    a = given.Exp()(x)
    b = x * a
    return [x, a, b, a + b], [(1, 0), (2, 0), (2, 1), (3, 1), (3, 2)], [3]


def twice(given: Any) -> tuple[list, Edges, list[int]]:
    """The same node as both inputs, eight times over: x · x, then that times itself, and so on."""
    nodes = [given.Variable([0.5])]
    for _ in range(8):
        nodes.append(nodes[-1] * nodes[-1])
    return nodes, [(i + 1, i) for i in range(8)], [8]


def several(given: Any) -> tuple[list, Edges, list[int]]:
    """The outputs [b, a, exp(y), b] of a = x · y and b = a + x: one is an input of another, and one is asked for twice."""
    x, y = given.Variable([0.5]), given.Variable([2.0])
    a = x * y
    b = a + x
    return [x, y, a, b, given.Exp()(y)], [(2, 0), (2, 1), (3, 2), (3, 0), (4, 1)], [3, 2, 4, 3]


def inner(given: Any) -> tuple[list, Edges, list[int]]:
    """The outputs [a, b, c] of a = −x, b = exp(a) and c = b − a; and a node c · x that nobody asks for."""
    x = given.Variable([0.5])
    a = -x
    b = given.Exp()(a)
    c = b - a
    _unasked = c * x
    return [x, a, b, c], [(1, 0), (2, 1), (3, 2), (3, 1)], [1, 2, 3]


def leaf(given: Any) -> tuple[list, Edges, list[int]]:
    """A variable and nothing else."""
    return [given.Variable([0.5])], [], [0]


def wide(given: Any) -> tuple[list, Edges, list[int]]:
    """D − x with d = exp(−a) / a and a = exp(x): long ways and short ways from the same nodes."""
    x = given.Variable([0.5])
    a = given.Exp()(x)
    b = -a
    c = given.Exp()(b)
    d = c / a
    return [x, a, b, c, d, d - x], [(1, 0), (2, 1), (3, 2), (4, 3), (4, 1), (5, 4), (5, 0)], [5]


def doubled(given: Any, times: int) -> Any:
    """x + x, then that plus itself, and so on: few nodes, and twice as many ways each time."""
    node = given.Variable([0.5])
    for _ in range(times):
        node = node + node
    return node


@dataclass(frozen=True)
class Drawn:
    """A graph that is drawn at random: three leaves, fourteen sums and products, three outputs."""

    seed: int

    def __call__(self, given: Any) -> tuple[list, Edges, list[int]]:
        rng = np.random.default_rng(self.seed)
        nodes = [given.Variable([0.5]) for _ in range(3)]
        needs: list[tuple[int, ...]] = [(), (), ()]
        while len(nodes) < 17:
            i, j = (int(place) for place in rng.integers(0, len(nodes), 2))
            nodes.append(nodes[i] + nodes[j] if rng.random() < 0.5 else nodes[i] * nodes[j])
            needs.append((i, j))
        outputs = [int(place) for place in rng.choice(np.arange(10, 17), 3, replace=False)]
        needed = set(outputs)
        for place in reversed(range(17)):
            if place in needed:
                needed |= set(needs[place])
        kept = sorted(needed)
        edges = [(kept.index(i), kept.index(j)) for i in kept for j in needs[i]]
        return [nodes[i] for i in kept], edges, [kept.index(i) for i in outputs]


# ---- programs for gradients: an output of the shape of a and b, and two nodes to differentiate in -----------------

OUTPUT = None  # among the nodes to differentiate in: what is differentiated itself
Program = Callable[[Any, Any, Any, Any], tuple[Any, list]]


def product(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """a · b."""
    return a * b, [a, b]


def two_paths(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """a · a + a · b − a: four ways from a to the output."""
    return a * a + a * b - a, [b, a]


def diamond(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """u = exp(a), v = u · b, u + v · u: what comes back to u comes in parts, along ways of different lengths."""
    u = given.Exp()(a)
    v = u * b
    return u + v * u, [a, u]


def fed(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """a · b + a, where b is a placeholder."""
    return a * b + a, [a, b]


def unreachable(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """The output does not depend on b."""
    return bend(a) / a, [a, b]


def itself(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """The output is among the nodes to differentiate in."""
    out = a - b * b
    return out, [OUTPUT, b]


def quotient(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """bend(a / b) − (−b) / (a · a + b · b), turned over and back."""
    turned = given.transpose(bend(a / b))
    return given.transpose(turned) - (-b) / (a * a + b * b), [a, b]


def ladder(given: Any, a: Any, b: Any, bend: Any) -> tuple[Any, list]:
    """u ← u · b + u, twice: four ways from the top to the bottom."""
    u = bend(a)
    for _ in range(2):
        u = u * b + u
    return u, [a, b]
