"""The problems of 07_autodiff on graphs and their gradients.

The gradient from above is a random one always: one of ones hides most mistakes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from softmax_course.checks.calling import executed_lines
from softmax_course.derivatives import evaluate_all
from softmax_course.problems.autodiff_words import WORDS
from softmax_course.problems.exercise import Origin, Problem, exercise
from softmax_course.problems.graphs import (
    OUTPUT,
    Drawn,
    Program,
    checked_nodes,
    diamond,
    doubled,
    fed,
    inner,
    itself,
    ladder,
    leaf,
    product,
    quotient,
    read,
    set_variables,
    several,
    shared,
    taken_apart,
    twice,
    two_paths,
    unreachable,
    wide,
)
from softmax_course.problems.not_as_asked import NotAsAsked
from softmax_course.tolerances import GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator
NONE = np.zeros(0)  # of an op with one input, the gradient in the second


@exercise("g shape", tolerance=GRADIENTS, returns="gradient")
def reduce_like(rng: Rng) -> Problems:
    for before, after, says in (
        ((4, 3), (3,), "an axis was added in front"),
        ((4, 3), (1, 3), "an axis of length 1 was repeated"),
        ((4, 3), (4, 1), "the last axis had length 1"),
        ((2, 5), (), "a single number was broadcast"),
        ((2, 5), (1, 1), "both axes had length 1"),
        ((3, 4), (3, 4), "nothing was broadcast"),
        ((2, 4, 3), (4, 1), "an axis was added, another repeated"),
        ((2, 4, 3), (2, 1, 3), "the axis in the middle was repeated"),
        ((5, 2, 3), (3,), "two axes were added"),
        ((3, 3), (3,), "an axis was added in front, and both have length 3"),
        ((1, 3), (3,), "the axis that was added has length 1"),
        ((6, 1, 2), (1, 2), "an axis was added, and an axis of length 1 was left alone"),
    ):
        yield Problem((rng.uniform(0.2, 2.0, size=before), after), says)


# ---- topological_order -------------------------------------------------------------------------------------------


DEPTH, SAMPLED = 10_000, 97  # of a chain every 97th place is looked at
FEW, MANY = 6, 12  # doublings: twice as many nodes, 64 times as many ways
MOST_GROWTH = 8  # twice as many nodes are four times the work where each is compared with each


def _observe_order(answer: Any, build: Callable | None) -> tuple:
    order_of, given = taken_apart(answer)
    if build is None:
        return _observe_chain(order_of, given)
    nodes, edges, outputs = build(given)
    before = [len(node.inputs) for node in nodes]
    got = _listed(order_of([nodes[i] for i in outputs]))
    places: dict[int, list[int]] = {}
    for place, node in enumerate(got):
        places.setdefault(id(node), []).append(place)
    found = [places.get(id(node), []) for node in nodes]
    early = sum(bool(found[i] and found[j]) and found[i][0] < found[j][0] for i, j in edges)
    return (
        sum(not each for each in found),
        sum(len(each) > 1 for each in found),
        len(got) - sum(map(len, found)),
        early,
        sum(len(node.inputs) != count for node, count in zip(nodes, before, strict=True)),
        int(build is twice and _goes_every_way(order_of, given)),
    )


def _goes_every_way(order_of: Callable, given: Any) -> bool:
    """Whether the work grows with the ways through a graph, and not with its nodes."""
    few, many = (executed_lines(order_of, ([doubled(given, times)],)) for times in (FEW, MANY))
    return many > MOST_GROWTH * few


def _observe_chain(order_of: Callable, given: Any) -> tuple:
    """The same facts of a chain that is too deep for calls inside calls; its nodes cross once, and a sample is looked at."""
    got = _listed(order_of([given.chain(given.Variable([0.5]), DEPTH)]))
    count = len({id(node) for node in got})
    early = 0
    if len(got) == count == DEPTH + 1:
        places = range(1, count, SAMPLED)
        parts = evaluate_all(given.Node.parts, [(got[place],) for place in places])
        early = sum([*inputs] != [got[place - 1]] for place, (_op, inputs) in zip(places, parts, strict=True))
    return max(DEPTH + 1 - count, 0), len(got) - count, max(count - DEPTH - 1, 0), early, 0, 0


def _listed(order: Any) -> list:
    if order is None or not hasattr(order, "__iter__"):
        raise NotAsAsked("topological_order gives None or a single thing, and not a list of nodes.")
    return list(order)


@exercise(
    "graph",
    tolerance=VALUES,
    returns="missing repeated strangers too_early changed_nodes along_every_way",
    observe=_observe_order,
    words=WORDS["topological_order"],
)
def topological_order(rng: Rng) -> Problems:
    for build in (shared, twice, several, inner, leaf, wide):
        yield Problem((build,), _sentence(build))
    for _ in range(2):
        yield Problem((Drawn(int(rng.integers(2**31))),), "a graph that was drawn at random")
    yield Problem((None,), f"a chain of {DEPTH} operations")


def _sentence(described: Callable) -> str:
    text = (described.__doc__ or "").rstrip(".")
    return text[:1].lower() + text[1:]


# ---- ops ---------------------------------------------------------------------------------------------------------

OPS = {"MatMul": ("a", "b"), "ReduceSum": ("x",), "Log": ("x",), "Softmax": ("z",)}  # with their inputs


def _observe_op(
    answer: Any,
    name: str,
    settings: dict[str, Any],
    inputs: Sequence[np.ndarray],
    others: Sequence[np.ndarray],
    out_grad: np.ndarray,
) -> tuple:
    """The value and the gradients of one op, which serves another node too, and whose inputs change before it is computed."""
    classes, given = taken_apart(answer)
    op = dict(zip(OPS, classes, strict=True))[name](**settings)
    variables = [given.Variable(np.full(each.shape, 0.5)) for each in inputs]
    node, other = op(*variables), op(*map(given.constant, others))
    grads = checked_nodes(op.gradient(node, given.constant(out_grad)), len(inputs), f"{name}.gradient")
    set_variables(given, variables, inputs)
    value, _other, *gradients = read(given.Node, [node, other, *grads])
    return value, *[*gradients, NONE][:2]


@exercise(
    "name settings inputs others out_grad",
    tolerance=GRADIENTS,
    returns="value gradient_in_first gradient_in_second",
    observe=_observe_op,
)
def graph_ops(rng: Rng) -> Problems:
    for rows, between, columns in ((4, 3, 5), (1, 6, 2), (3, 3, 3)):
        a, other_a = rng.normal(size=(2, rows, between))
        b, other_b = rng.normal(size=(2, between, columns))
        says = f"MatMul() of {rows} × {between} and {between} × {columns}"
        args: tuple[Any, ...] = ("MatMul", {}, [a, b], [other_a, other_b], rng.normal(size=(rows, columns)))
        yield Problem(args, says, **_of_op("MatMul"))
    reductions: tuple[tuple[tuple[int, ...], dict[str, Any]], ...] = (
        ((4, 3), {}),
        ((4, 3), {"axis": 0}),
        ((4, 3), {"axis": 1}),
        ((3, 3), {"axis": 1}),
        ((4, 3), {"axis": -1, "keepdims": True}),
        ((4, 3), {"keepdims": True}),
        ((2, 4, 3), {"axis": -2}),
        ((2, 4, 3), {"axis": (0, 2)}),
        ((2, 4, 3), {"axis": [0, -1], "keepdims": True}),
        ((4, 3), {"axis": [1]}),
    )
    for shape, settings in reductions:
        yield _on_one(rng, "ReduceSum", settings, rng.normal(size=(2, *shape)), _reduced(shape, **settings))
    for size in ((4, 3), (), (2, 3, 2)):
        yield _on_one(rng, "Log", {}, rng.uniform(0.2, 3, size=(2, *size)), size)
    softmaxes: tuple[tuple[tuple[int, ...], Any, str], ...] = (
        ((4, 3), 0, ""),
        ((3, 3), 0, ""),
        ((5,), 0, "one example alone"),
        ((2, 3, 4), 0, "the classes on the last of three axes"),
        ((4, 5), 1000, "1000 added to every logit"),
        ((3, 5), [[-3000], [0], [8000]], "logits of the rows thousands apart"),
    )
    for logits_shape, shift, says in softmaxes:
        # Sixteenths are exact in float32 too, also far out.
        logits = np.round(32 * rng.normal(size=(2, *logits_shape))) / 16 + np.array(shift)
        yield _on_one(rng, "Softmax", {}, logits, logits_shape, says)


def _on_one(
    rng: Rng, name: str, settings: dict[str, Any], arrays: np.ndarray, out_shape: tuple[int, ...], says: str = ""
) -> Problem:
    written = ", ".join(f"{key}={value}" for key, value in settings.items())
    text = f"{name}({written}) of shape {arrays[0].shape}" + (f", {says}" if says else "")
    # np.array: a single number must stay an array
    args = (name, settings, [np.array(arrays[0])], [np.array(arrays[1])], np.array(rng.normal(size=out_shape)))
    return Problem(args, text, **_of_op(name))


def _of_op(name: str) -> dict[str, Any]:
    """What a message needs to know of a problem on this op."""
    lines = (
        f"node = {name}(**settings)(*map(constant, inputs))",
        "print(naive_value(node))",
        "print(*map(naive_value, node.op.gradient(node, constant(out_grad))))",
    )
    names = (f"value of {name}", *(f"gradient of {name} in {each}" for each in OPS[name]))
    return {"part": name, "names": names, "origin": Origin(name, lines)}


def _reduced(shape: tuple[int, ...], axis: Any = None, keepdims: bool = False) -> tuple[int, ...]:
    """The shape that is left."""
    gone = {a % len(shape) for a in (range(len(shape)) if axis is None else np.atleast_1d(axis))}
    return tuple(1 if i in gone else n for i, n in enumerate(shape) if keepdims or i not in gone)


# ---- gradients ---------------------------------------------------------------------------------------------------

MOST_EVALUATIONS = 4


def _observe_gradients(
    answer: Any, program: Program, a: np.ndarray, b: np.ndarray, G: np.ndarray, again: np.ndarray | None
) -> tuple:
    """Gradients of the sum of G · output, then of the sum of ``again`` · the first of them, read after the values have changed.

    Where ``again`` is None, the first ones only. They are asked for twice, after those of another output, and the last answer
    counts: nothing may be left over.
    """
    gradients, given = taken_apart(answer)
    calls = 0

    def bend(x: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += 1
        return np.sin(1.3 * x + 0.2)

    bends = given.Elementwise(
        bend,
        lambda x: 1.3 * np.cos(1.3 * x + 0.2),
        lambda x: -1.69 * np.sin(1.3 * x + 0.2),
        lambda x: -2.197 * np.cos(1.3 * x + 0.2),
    )
    first = given.Variable(np.full(a.shape, 0.3))
    second = given.placeholder("b") if program is fed else given.Variable(np.full(b.shape, 0.7))
    out, wanted = program(given, first, second, bends)
    weighted = out * given.constant(G)
    wanted = [weighted if node is OUTPUT else node for node in wanted]
    gradients(first + second, [first, second])
    gradients(weighted, wanted)
    once = checked_nodes(gradients(weighted, wanted), 2, "gradients")
    twice_over = []
    if again is not None:
        twice_over = checked_nodes(gradients(once[0] * given.constant(again), wanted), 2, "gradients")
    if program is fed:
        set_variables(given, [first], [a])
        values = read(given.Node, [*once, *twice_over], [(second, b)])
    else:
        set_variables(given, (first, second), (a, b))
        values = read(given.Node, [*once, *twice_over])
    return *[*values, NONE, NONE][:4], int(calls > MOST_EVALUATIONS)


@exercise(
    "program a b G again",
    tolerance=GRADIENTS,
    returns="gradient_in_first gradient_in_second second_in_first second_in_second computed_on_the_way",
    observe=_observe_gradients,
    words=WORDS["gradients"],
)
def gradients(rng: Rng) -> Problems:
    # First gradients come before gradients of gradients, so that a message begins with them.
    for program, shape, names in (
        (product, (2, 3), "ab"),
        (two_paths, (3, 2), "ba"),
        (fed, (2, 2), "ab"),
        (quotient, (4, 2), "ab"),
        (itself, (3, 1), ("the output itself", "b")),
        (unreachable, (1, 3), "ab"),
        (diamond, (2, 4), "au"),
        (ladder, (2, 5), "ab"),
    ):
        a, b = rng.uniform(0.4, 1.6, size=(2, *shape))
        G, again = rng.normal(size=(2, *shape))
        differentiated_twice = program in (diamond, ladder)
        args = (program, a, b, G, again if differentiated_twice else None)
        first = [f"gradient in {node}" for node in names]
        second = [f"{each} of the {first[0]}" for each in first if differentiated_twice]
        yield Problem(args, _sentence(program), names=(*first, *second))
