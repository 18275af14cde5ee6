"""The problems of 07_autodiff. The gradient from above is a random one always: one of ones hides most mistakes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from softmax_course.problems.autodiff_words import WORDS
from softmax_course.problems.exercise import Problem, exercise
from softmax_course.problems.graphs import (
    OUTPUT,
    Drawn,
    Program,
    checked_nodes,
    deep,
    diamond,
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
from softmax_course.problems.not_as_asked import NotAsAsked, kind_of
from softmax_course.tolerances import GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator
LOOP = 0.999e-10  # the graph takes the same steps as the loop, in another order of rounding
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


def _observe_order(answer: Any, build: Callable) -> tuple:
    order_of, given = taken_apart(answer)
    nodes, edges, outputs = build(given)
    few = nodes[:20]
    before = [len(node.inputs) for node in few]
    got = order_of([nodes[i] for i in outputs])
    if got is None or not hasattr(got, "__iter__"):
        raise NotAsAsked("topological_order gives None or a single thing, and not a list of nodes.")
    places: dict[int, list[int]] = {}
    got = list(got)
    for place, node in enumerate(got):
        places.setdefault(id(node), []).append(place)
    found = [places.get(id(node), []) for node in nodes]
    early = sum(bool(found[i] and found[j]) and found[i][0] < found[j][0] for i, j in edges)
    return (
        sum(not each for each in found),
        sum(len(each) > 1 for each in found),
        len(got) - sum(map(len, found)),
        early,
        sum(len(node.inputs) != count for node, count in zip(few, before, strict=True)),
    )


@exercise(
    "graph",
    tolerance=VALUES,
    returns="missing repeated strangers too_early changed_nodes",
    observe=_observe_order,
    words=WORDS["topological_order"],
)
def topological_order(rng: Rng) -> Problems:
    for build in (shared, twice, several, inner, leaf, wide):
        yield Problem((build,), _sentence(build))
    for _ in range(2):
        yield Problem((Drawn(int(rng.integers(2**31))),), "a graph that was drawn at random")
    yield Problem((deep,), _sentence(deep))


def _sentence(described: Callable) -> str:
    text = (described.__doc__ or "").rstrip(".")
    return text[:1].lower() + text[1:]


# ---- ops ---------------------------------------------------------------------------------------------------------

OPS = ("MatMul", "ReduceSum", "Log", "Softmax")


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
    "op settings inputs others out_grad",
    tolerance=GRADIENTS,
    returns="value gradient_in_first gradient_in_second",
    observe=_observe_op,
)
def graph_ops(rng: Rng) -> Problems:
    for rows, between, columns in ((4, 3, 5), (1, 6, 2), (3, 3, 3)):
        a, other_a = rng.normal(size=(2, rows, between))
        b, other_b = rng.normal(size=(2, between, columns))
        says = f"MatMul() of {rows} × {between} and {between} × {columns}"
        yield Problem(("MatMul", {}, [a, b], [other_a, other_b], rng.normal(size=(rows, columns))), says)
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
    return Problem((name, settings, [np.array(arrays[0])], [np.array(arrays[1])], rng.normal(size=out_shape)), text)


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

    Where ``again`` is None, the first ones only. They are asked for twice and the second answer counts: nothing may be left
    over from the first.
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
    first, second = (given.Variable(np.full(a.shape, start)) for start in (0.3, 0.7))
    out, wanted = program(given, first, second, bends)
    weighted = out * given.constant(G)
    wanted = [weighted if node is OUTPUT else node for node in wanted]
    gradients(weighted, wanted)
    once = checked_nodes(gradients(weighted, wanted), 2, "gradients")
    twice_over = []
    if again is not None:
        twice_over = checked_nodes(gradients(once[0] * given.constant(again), wanted), 2, "gradients")
    set_variables(given, (first, second), (a, b))
    values = read(given.Node, [*once, *twice_over])
    return *[*values, NONE, NONE][:4], int(calls > MOST_EVALUATIONS)


@exercise(
    "program a b G again",
    tolerance=GRADIENTS,
    returns="gradient_in_first gradient_in_second second_in_first second_in_second by_differences",
    observe=_observe_gradients,
    words=WORDS["gradients"],
)
def gradients(rng: Rng) -> Problems:
    shapes = ((2, 3), (3, 2), (2, 4), (1, 3), (3, 1), (4, 2), (2, 5))
    programs = (product, two_paths, diamond, unreachable, itself, quotient, ladder)
    for program, shape in zip(programs, shapes, strict=True):
        a, b = rng.uniform(0.4, 1.6, size=(2, *shape))
        G, again = rng.normal(size=(2, *shape))
        differentiated_twice = program in (product, diamond)
        yield Problem((program, a, b, G, again if differentiated_twice else None), _sentence(program))


# ---- Session -----------------------------------------------------------------------------------------------------


def _observe_session(
    answer: Any, name: str, x: np.ndarray, other_x: np.ndarray, y: np.ndarray, w: np.ndarray, new_w: np.ndarray
) -> tuple:
    session_of, given = taken_apart(answer)
    computed = [0, 0]

    def counted(which: int, shift: float) -> Callable:
        def function(values: np.ndarray) -> np.ndarray:
            computed[which] += 1
            return np.tanh(values + shift)

        return function

    pixels, labels, weights = given.placeholder("pixels"), given.placeholder(name), given.Variable(w, "weights")
    hidden = given.Elementwise(counted(0, 0.1))(pixels * weights)
    _unasked = given.Elementwise(counted(1, 0.2))(pixels + labels)
    out = hidden * hidden + hidden - pixels
    with_labels = hidden - labels

    session = session_of()
    single = session.run(out, {pixels: x})
    computed[:] = 0, 0
    listed = session.run([out, hidden, pixels, out], feed_dict={pixels: x, labels: y})
    counts = np.array(computed, dtype=float)
    return (
        single,
        counts,
        _stacked(listed, 4),
        _stacked(session.run([hidden], {pixels: x}), 1),
        session.run(out, {pixels: other_x}),
        session.run(with_labels, {labels: y, pixels: x}),
        _names(session, with_labels, {pixels: x}, name),
        _stacked([session.run(weights), *_after_assign(session, given, weights, new_w), session_of().run(weights)], 4),
        session.run(out, {pixels: x}),
    )


def _after_assign(session: Any, given: Any, weights: Any, new: np.ndarray) -> list:
    return [session.run(given.assign(weights, weights + given.constant(new))), session.run(weights)]


def _stacked(values: Any, count: int) -> np.ndarray:
    """Several results of one shape as one array."""
    if not isinstance(values, (list, tuple)):
        raise NotAsAsked(f"Session().run of a list of {count} gives {kind_of(values)}, and not a list.")
    if len(values) != count:
        raise NotAsAsked(f"Session().run of a list of {count} gives a list of {len(values)}.")
    try:
        return np.array([np.asarray(value, dtype=float) for value in values])
    except (TypeError, ValueError):
        raise NotAsAsked("What Session().run gives are not arrays of the right shapes.") from None


def _names(session: Any, node: Any, feed_dict: dict, name: str) -> int:
    """1 if an exception comes up that names the placeholder which is not fed, 0 if one that does not, −1 if none does."""
    try:
        session.run(node, feed_dict)
    except Exception as error:
        return int(name in str(error))
    return -1


@exercise(
    "name x other_x y w new_w",
    tolerance=GRADIENTS,
    returns="a_single_node times_computed a_list a_list_of_one after_other_feeds with_both_fed names_the_unfed "
    "variable_over_time after_assign",
    observe=_observe_session,
    words=WORDS["Session"],
)
def Session(rng: Rng) -> Problems:
    for name, shape in (("labels_17", (3, 4)), ("targets_b", (2, 5)), ("wanted", (1, 3))):
        yield Problem((name, *rng.normal(size=(5, *shape))))


# ---- the program of the notes ------------------------------------------------------------------------------------


def _observe_training(train: Callable, X: np.ndarray, Y: np.ndarray, seed: int, **settings: Any) -> Any:
    return train(X, Y, rng=np.random.default_rng(seed), **settings)


@exercise("X Y seed", tolerance=LOOP, returns="W", observe=_observe_training)
def train_graph_softmax(rng: Rng) -> Problems:
    for N, D, C, settings in (
        (23, 5, 4, {"lr": 0.5, "steps": 12, "batch_size": 7}),
        (13, 6, 3, {"lr": 0.2, "steps": 5, "batch_size": 13}),
        (11, 4, 6, {"lr": 0.3, "steps": 9, "batch_size": 1}),
        (17, 3, 5, {"lr": 1.1, "steps": 1, "batch_size": 10}),
        (9, 5, 2, {"lr": 0.1, "steps": 0, "batch_size": 4}),
    ):
        X, Y = rng.normal(size=(N, D)), np.eye(C)[rng.integers(0, C, N)]
        says = f"{settings['steps']} steps, batches of {settings['batch_size']}, lr = {settings['lr']}"
        yield Problem((X, Y, int(rng.integers(2**31))), says, options=settings)
