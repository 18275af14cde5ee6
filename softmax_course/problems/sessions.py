"""The problems of 07_autodiff on programs that run: the session, and training with the graph."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from softmax_course.checks.calling import calls_of_helpers, same_bits
from softmax_course.problems.autodiff_words import WORDS
from softmax_course.problems.exercise import Demand, Problem, exercise
from softmax_course.problems.graphs import taken_apart
from softmax_course.problems.not_as_asked import NotAsAsked, kind_of
from softmax_course.text import translate as _
from softmax_course.tolerances import GRADIENTS

Problems = Iterator[Problem]
Rng = np.random.Generator
LOOP = 0.999e-10  # the graph takes the same steps as the loop, in another order of rounding


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
    feeds = {pixels: x, labels: y}
    listed = session.run([out, hidden, pixels, out], feed_dict=feeds)
    times, times_unasked = computed
    return (
        single,
        times,
        times_unasked,
        _stacked(listed, 4),
        _stacked(session.run([hidden], {pixels: x}), 1),
        session.run(out, {pixels: other_x}),
        session.run(with_labels, {labels: y, pixels: x}),
        _names(session, with_labels, {pixels: x}, name),
        _stacked([session.run(weights), *_after_assign(session, given, weights, new_w), session_of().run(weights)], 4),
        session.run(out, {pixels: x}),
        len(feeds) if len(feeds) != 2 or (same_bits(x, feeds.get(pixels)) and same_bits(y, feeds.get(labels))) else -1,
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


_PROGRAM = "; hidden = f(pixels · weights), out = hidden · hidden + hidden − pixels"


@exercise(
    "name x other_x y w new_w",
    tolerance=GRADIENTS,
    returns="a_single_node times_computed times_computed_unasked a_list a_list_of_one after_other_feeds with_both_fed "
    "names_the_unfed variable_over_time after_assign entries_of_feed_dict",
    observe=_observe_session,
    words=WORDS["Session"],
)
def Session(rng: Rng) -> Problems:
    for name, shape in (("labels_17", (3, 4)), ("targets_b", (2, 5)), ("wanted", (1, 3))):
        says = f"pixels (fed x) and {name} (fed y) are placeholders, weights is a variable, f counts its calls"
        yield Problem((name, *rng.normal(size=(5, *shape))), says + _PROGRAM)


# ---- the program of the notes ------------------------------------------------------------------------------------


def _observe_training(train: Callable, X: np.ndarray, Y: np.ndarray, *, seed: int, **settings: Any) -> Any:
    return train(X, Y, rng=np.random.default_rng(seed), **settings)


def _goes_through_the_graph(train: Callable, X: np.ndarray, Y: np.ndarray, *, seed: int, **settings: Any) -> bool:
    """Whether the gradient of some op of the notebook's is asked for: no loop written by hand does that."""
    helpers = calls_of_helpers(train, (X, Y), {**settings, "rng": np.random.default_rng(seed)})
    return any(key.partition(":")[0] == "gradient" for key in helpers)


@exercise(
    "X Y",
    tolerance=LOOP,
    returns="W",
    observe=_observe_training,
    plain=True,
    demand=Demand(
        _goes_through_the_graph,
        _("The weights are right, and they come without the graph: no op is asked for its gradient."),
        _("The exercise asks for the program: which node is the loss, and what gives its gradient in W?"),
    ),
)
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
        yield Problem((X, Y), says, options={**settings, "seed": int(rng.integers(1000))})
