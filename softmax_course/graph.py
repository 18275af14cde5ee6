"""The plumbing of a small graph autodiff, on one page: nodes, leaves, and the ops that are given.

A program is written down first and computed later. Every operator makes a :class:`Node` that says which op computes it, out of which
other nodes. An op is an object that can do three things:

- ``op(*inputs)`` makes the node,
- ``op.compute(*values)`` computes its value from the values of its inputs,
- ``op.gradient(node, out_grad)`` gives the gradients in its inputs, one node an input, out of the gradient in its output.

An op keeps no values: the same one may serve many nodes. Notebook 07 writes what is not here: the order, the session, the gradients of
a whole graph, and the ops that reduce.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray


class Node:
    """One value of a program, not computed yet.

    Parameters
    ----------
    op
        What computes it; None for a placeholder, which is fed.
    inputs
        The nodes that it is computed from.
    name
        For messages and pictures.
    """

    __array_ufunc__ = None  # so that NumPy leaves `array * node` to the node

    def __init__(self, op: Any, inputs: Iterable["Node"], name: str | None = None) -> None:
        self.op, self.inputs, self.name = op, list(inputs), name

    def __repr__(self) -> str:
        kind = "placeholder" if self.op is None else type(self if isinstance(self, Variable) else self.op).__name__
        return f"<{kind} {self.name}>" if self.name else f"<{kind}>"

    def parts(self) -> tuple[Any, list["Node"]]:
        """Op and inputs together."""
        return self.op, self.inputs

    def computed(self, *values: Array) -> Array:
        """The value of this node, from the values of its inputs."""
        return self.op.compute(*values)

    def __add__(self, other: Any) -> "Node":
        return Add()(self, other)

    def __radd__(self, other: Any) -> "Node":
        return Add()(other, self)

    def __sub__(self, other: Any) -> "Node":
        return Sub()(self, other)

    def __rsub__(self, other: Any) -> "Node":
        return Sub()(other, self)

    def __mul__(self, other: Any) -> "Node":
        return Mul()(self, other)

    def __rmul__(self, other: Any) -> "Node":
        return Mul()(other, self)

    def __truediv__(self, other: Any) -> "Node":
        return Div()(self, other)

    def __rtruediv__(self, other: Any) -> "Node":
        return Div()(other, self)

    def __neg__(self) -> "Node":
        return Neg()(self)


class Op:
    """What all ops have in common: calling one makes a node. Each has a ``compute`` and a ``gradient`` of its own."""

    def __call__(self, *inputs: Any) -> Node:
        """A node that this op computes; numbers and arrays among the inputs become constants."""
        return Node(self, [each if isinstance(each, Node) else constant(each) for each in inputs])


# ---- leaves: nodes without inputs ----------------------------------------------------------------------------------


class Stored(Op):
    """The op of constants and variables: it has a value from outside, which is read when the node is computed."""

    def __init__(self, value: Any) -> None:
        self.value = np.array(value, dtype=float)

    def compute(self) -> Array:
        return self.value

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return []


def placeholder(name: str) -> Node:
    """A node whose value is fed when the program runs. No op computes it."""
    return Node(None, [], name)


def constant(value: Any) -> Node:
    """A node with a value that never changes."""
    return Node(Stored(value), [])


class Variable(Node):
    """A node with a value that :func:`assign` changes."""

    def __init__(self, value: Any, name: str | None = None) -> None:
        super().__init__(Stored(value), [], name)


class Assign(Op):
    """Puts a new value into a variable when it is computed."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable

    def compute(self, value: Array) -> Array:
        stored = self.variable.op
        if np.shape(value) != stored.value.shape:
            raise ValueError(f"{self.variable} has shape {stored.value.shape}, the new value {np.shape(value)}.")
        stored.value = np.array(value, dtype=float)  # a new array: whoever has read the old one keeps it
        return stored.value


def assign(variable: Variable, node: Node) -> Node:
    """A node that gives ``variable`` the value of ``node``, each time it is computed."""
    return Assign(variable)(node)


# ---- arithmetic, entry by entry, with broadcasting ------------------------------------------------------------------


class Add(Op):
    def compute(self, a: Array, b: Array) -> Array:
        return a + b

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [sum_like(out_grad, node.inputs[0]), sum_like(out_grad, node.inputs[1])]


class Sub(Op):
    def compute(self, a: Array, b: Array) -> Array:
        return a - b

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [sum_like(out_grad, node.inputs[0]), sum_like(-out_grad, node.inputs[1])]


class Mul(Op):
    def compute(self, a: Array, b: Array) -> Array:
        return a * b

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        a, b = node.inputs
        return [sum_like(out_grad * b, a), sum_like(out_grad * a, b)]


class Div(Op):
    def compute(self, a: Array, b: Array) -> Array:
        return a / b

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        a, b = node.inputs
        return [sum_like(out_grad / b, a), sum_like(-out_grad * node / b, b)]


class Neg(Op):
    def compute(self, a: Array) -> Array:
        return -a

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [-out_grad]


class Exp(Op):
    def compute(self, a: Array) -> Array:
        return np.exp(a)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [out_grad * node]


class Elementwise(Op):
    """Any function of an array that works entry by entry, followed by as many of its derivatives as are needed."""

    def __init__(self, function: Callable[[Array], Array], *derivatives: Callable[[Array], Array]) -> None:
        self.function, self.derivatives = function, derivatives

    def compute(self, a: Array) -> Array:
        return self.function(a)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        if not self.derivatives:
            raise TypeError("This Elementwise was given too few derivatives.")
        return [out_grad * Elementwise(*self.derivatives)(node.inputs[0])]


# ---- shapes ---------------------------------------------------------------------------------------------------------


class Transpose(Op):
    def compute(self, a: Array) -> Array:
        return np.swapaxes(a, -1, -2)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [transpose(out_grad)]


class ExpandDims(Op):
    def __init__(self, axis: int | Sequence[int]) -> None:
        self.axis = axis if isinstance(axis, int | np.integer) else tuple(axis)

    def compute(self, a: Array) -> Array:
        return np.expand_dims(a, self.axis)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [ReshapeLike()(out_grad, node.inputs[0])]


class ReshapeLike(Op):
    def compute(self, a: Array, other: Array) -> Array:
        return np.reshape(a, np.shape(other))

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [ReshapeLike()(out_grad, node.inputs[0]), zeros_like(node.inputs[1])]


class BroadcastLike(Op):
    def compute(self, a: Array, other: Array) -> Array:
        return np.broadcast_to(a, np.shape(other))

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [sum_like(out_grad, node.inputs[0]), zeros_like(node.inputs[1])]


class FullLike(Op):
    def __init__(self, fill: float) -> None:
        self.fill = fill

    def compute(self, other: Array) -> Array:
        return np.full(np.shape(other), self.fill)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [zeros_like(node.inputs[0])]


def transpose(node: Node) -> Node:
    """The last two axes exchanged."""
    return Transpose()(node)


def expand_dims(node: Node, axis: int | Sequence[int]) -> Node:
    """New axes of length 1 at these places of the result."""
    return ExpandDims(axis)(node)


def broadcast_like(node: Node, other: Node) -> Node:
    """``node`` repeated until it has the shape of ``other``."""
    return BroadcastLike()(node, other)


def zeros_like(node: Node) -> Node:
    """Zeros in the shape of ``node``."""
    return FullLike(0.0)(node)


def ones_like(node: Node) -> Node:
    """Ones in the shape of ``node``."""
    return FullLike(1.0)(node)


# ---- broadcasting, backwards: with the function that the notebook writes -------------------------------------------


class SumLike(Op):
    """A gradient on its way back to an input that was broadcast. On equal shapes there is nothing to do."""

    reduce_like: Callable[[Array, tuple[int, ...]], Array] | None = None

    def compute(self, out_grad: Array, other: Array) -> Array:
        shape = np.shape(other)
        if np.shape(out_grad) == shape:
            return out_grad
        if SumLike.reduce_like is None:
            raise TypeError(f"A gradient of shape {np.shape(out_grad)} is due in shape {shape}: see use_reduce_like.")
        return SumLike.reduce_like(out_grad, shape)

    def gradient(self, node: Node, out_grad: Node) -> list[Node]:
        return [broadcast_like(out_grad, node.inputs[0]), zeros_like(node.inputs[1])]


def sum_like(node: Node, other: Node) -> Node:
    """``node``, a gradient, summed back to the shape of ``other``."""
    return SumLike()(node, other)


def use_reduce_like(function: Callable[[Array, tuple[int, ...]], Array]) -> None:
    """Hand over the function that sums a gradient back to the shape that was broadcast: ``function(g, shape)``."""
    SumLike.reduce_like = staticmethod(function)


def chain(node: Node, length: int) -> Node:
    """−(… −(−``node``)): a program that is ``length`` operations deep, for trying things out."""
    for _ in range(length):
        node = -node
    return node
