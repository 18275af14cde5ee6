"""The problems of 04_two_layer_network, and what is observed of weights that are drawn and of arrays that are updated.

What hides a mistake here: biases of 0, H = C or D = H, a penalty of 0, units that are on for every example, an example
for every class. And what accuses a right answer falsely: a pre-activation so near its kink that a difference steps
over it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from softmax_course.checks.comparing import as_numbers
from softmax_course.problems.drawing import two_layer_problem, two_layer_problems
from softmax_course.problems.exercise import TAIL, Problem, exercise
from softmax_course.problems.network_words import WORDS
from softmax_course.problems.not_as_asked import NotAsAsked
from softmax_course.text import translate as _
from softmax_course.tolerances import EXACT, GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator
Arrays = dict[str, np.ndarray]

NAMES = ("W1", "b1", "W2", "b2")
BACKWARDS = ("b2", "W2", "b1", "W1")
SIGMAS = 5.5  # a right answer strays farther than this once in thirty million draws
BEYOND_ONE_SIGMA = 0.31731  # share of a normal distribution


def named_arrays(value: Any, what: str) -> Any:
    """The value, if it is a dictionary with the four names; else an exception whose text is a sentence on why.

    Parameters
    ----------
    value
        What a student's function gave.
    what
        What it should be, as the sentence names it: "grads".
    """
    if not isinstance(value, dict):
        came = "None" if value is None else _("a {kind}").format(kind=type(value).__name__)
        raise NotAsAsked(_("{what} is {came}, and should be a dictionary.").format(what=what, came=came))
    missing = [name for name in NAMES if name not in value]
    if missing:
        raise NotAsAsked(
            _("{what} has no {missing}. Its keys are {keys}.").format(
                what=what, missing=", ".join(missing), keys=", ".join(map(str, value)) or _("none at all")
            )
        )
    return value


# ---- init_two_layer -----------------------------------------------------------------------------------------------


def _observe_init(init: Callable, D: int, H: int, C: int, scale: float, *, seed: int) -> tuple:
    """Facts about the arrays. What chance decides is set to its ideal value where it is within chance of it."""
    first, again, other = (
        named_arrays(init(D, H, C, scale, np.random.default_rng(s)), "params") for s in (seed, seed, seed + 1)
    )
    weights = [np.asarray(first[name], dtype=float) for name in ("W1", "W2")]
    drawn = np.concatenate([W.reshape(-1) for W in weights]) / scale
    return (
        np.array(weights[0].shape),
        first["b1"],
        np.array(weights[1].shape),
        first["b2"],
        *(_within_chance(W.mean() / scale, 0.0, 1 / np.sqrt(W.size)) for W in weights),
        *(_within_chance(W.std() / scale, 1.0, 1 / np.sqrt(2 * W.size)) for W in weights),
        _within_chance((np.abs(drawn) > 1).mean(), BEYOND_ONE_SIGMA, 0.47 / np.sqrt(drawn.size)),
        drawn.size - np.unique(drawn).size,
        sum(_unequal(first[name], again[name]) for name in NAMES),
        sum(np.size(first[name]) - _unequal(first[name], other[name]) for name in ("W1", "W2")),
    )


def _unequal(one: Any, another: Any) -> int:
    """How many entries are not the same; of arrays of different shapes, all."""
    return int((np.asarray(one) != np.asarray(another)).sum()) if np.shape(one) == np.shape(another) else np.size(one)


def _within_chance(seen: float, ideal: float, deviation: float) -> float:
    return ideal if abs(seen - ideal) <= SIGMAS * deviation else float(seen)


@exercise(
    "D H C scale",
    tolerance=VALUES,
    returns="shape_of_W1 b1 shape_of_W2 b2 mean_of_W1 mean_of_W2 spread_of_W1 spread_of_W2 share_beyond_scale "
    "repeated_weights weights_that_differ_for_equal_rngs weights_that_agree_for_different_rngs",
    observe=_observe_init,
    words=WORDS["init_two_layer"],
)
def init_two_layer(rng: Rng) -> Problems:
    for D, H, C, scale in ((64, 90, 30, 0.1), (40, 100, 35, 2.5), (5, 4, 3, 0.01)):
        yield Problem((D, H, C, scale), options={"seed": int(rng.integers(10**6))})


# ---- forward ------------------------------------------------------------------------------------------------------


def _inputs(rng: Rng) -> Iterator[tuple[Arrays, np.ndarray, str]]:
    """Parameters, inputs, and what is special about them."""
    for params, X, _y, _reg in two_layer_problems(rng):
        yield params, X, ""
    params, X, _y = two_layer_problem(rng, 4, 4, 4, 4)
    yield params, X, "N = D = H = C"
    params, X, _y = two_layer_problem(rng, 9, 5, 3, 4)
    yield params, X[:1], "a batch of one"
    params, X, _y = two_layer_problem(rng, 8, 4, 3, 5, whole=True)
    yield params, X, "integer X"


@exercise("params X", tolerance=VALUES, returns="Z")
def two_layer_scores(rng: Rng) -> Problems:
    for params, X, says in _inputs(rng):
        yield Problem((params, X), says)
    params, X, _y = two_layer_problem(rng, 6, 4, 3, 5)
    params["b1"][2] = -np.inf
    yield Problem((params, X), "a unit that is switched off by a bias of −inf")
    params, X, _y = two_layer_problem(rng, 6, 5, 3, 4)
    params["b1"] -= 100.0
    yield Problem((params, X), "no unit is on for any example")


@exercise("params X", tolerance=VALUES, returns="labels")
def predict(rng: Rng) -> Problems:
    for params, X, says in _inputs(rng):
        yield Problem((params, X), says)
    params, X, _y = two_layer_problem(rng, 12, 4, 5, 6)
    params["W2"], params["b2"] = 300 * params["W2"], 300 * params["b2"]
    yield Problem((params, X), "scores of several hundred and more")
    params, X, _y = two_layer_problem(rng, 12, 4, 5, 6)
    params["b2"] -= 1000.0
    yield Problem((params, X), "1000 taken from every score")


# ---- backward -----------------------------------------------------------------------------------------------------


@exercise("dA S", tolerance=VALUES, returns="dS", analytic=True)
def relu_backward(rng: Rng) -> Problems:
    for N, H in ((7, 4), (5, 6), (1, 3)):
        yield Problem((rng.normal(size=(N, H)), rng.normal(size=(N, H))))
    yield Problem((rng.normal(size=(6, 5)), rng.integers(-1, 2, (6, 5))), "S of integers, some of them 0")
    S = rng.permuted(np.array([[0.0, -0.0, 1.5, -2.0, 1e-12, -1e-12, 1e-300, 0.0]] * 4), axis=1)
    yield Problem((rng.normal(size=S.shape), S), "S exactly at 0, and next to it")
    S = rng.permuted(np.array([[-np.inf, np.inf, -1e300, 1e300, 1e4, -1e4]] * 4), axis=1)
    yield Problem((rng.normal(size=S.shape), S), "S of any size, −inf and inf among them")


@exercise("params X y", tolerance=EXACT, returns="gradient")
def two_layer_derivation(rng: Rng) -> Problems:
    for N, D, C, H, absent in ((6, 4, 3, 5, None), (5, 3, 4, 2, 1), (7, 5, 3, 4, 2)):
        yield Problem(two_layer_problem(rng, N, D, C, H, absent))
    # A large common level: the scores are rounded there, so that differences lose digits and a formula does not.
    params, X, y = two_layer_problem(rng, 6, 4, 3, 5)
    params["b2"] += rng.uniform(300, 500)
    yield Problem((params, X, y), "a large number added to every score")


# ---- the loss and its four gradients ------------------------------------------------------------------------------


def _loss_and_gradients(loss_fn: Callable, *args: Any) -> tuple:
    """The loss and the four gradients, from the loss backwards: the first that is wrong lies next to the slip."""
    result = loss_fn(*args)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        came = _("a {kind}").format(kind=type(result).__name__) if result is not None else "None"
        raise NotAsAsked(_("Two results are expected, loss and grads; {came} came back.").format(came=came))
    loss, grads = result
    grads = named_arrays(grads, "grads")
    return (loss, *(grads[name] for name in BACKWARDS))


@exercise(
    "params X y reg", tolerance=GRADIENTS, returns="loss db2 dW2 db1 dW1", observe=_loss_and_gradients, analytic=True
)
def two_layer_loss(rng: Rng) -> Problems:
    for params, X, y, reg in two_layer_problems(rng):
        yield Problem((params, X, y, reg))
    params, X, y = two_layer_problem(rng, 5, 4, 4, 4, absent=2)
    yield Problem((params, X, y, 0.2), "D = H = C")
    params, X, y = two_layer_problem(rng, 8, 4, 3, 5, whole=True)
    yield Problem((params, X, y, 0.05), "integer X")
    for scale in (1e6, 1e-8):
        params, X, y = two_layer_problem(rng, 9, 5, 4, 3, absent=2)
        says = f"features of size {scale:g}, where differences lose their digits"
        yield Problem(({**params, "W1": params["W1"] / scale}, scale * X, y, 0.0), says)
    yield from _far_scores(rng)


def _far_scores(rng: Rng) -> Problems:
    """Scores far from 0, as TAIL problems."""
    for level, says in ((1000.0, "1000 added to every score"), (-1000.0, "1000 taken from every score")):
        params, X, y = two_layer_problem(rng, 8, 4, 3, 5)
        params["b2"] += level
        yield Problem((params, X, y, 0.0), says, TAIL)
    # A further feature and a further unit that hands it on to all scores, nearly alike: each example has its own level.
    params, X, y = two_layer_problem(rng, 8, 4, 3, 5)
    W1 = np.zeros((5, 6))
    W1[:4, :5], W1[4, 5] = params["W1"], 1.0
    W2 = np.vstack([params["W2"], 1 + 1e-3 * rng.normal(size=3)])
    X = np.column_stack([X, rng.permutation(1000.0 * np.arange(8))])
    params = {"W1": W1, "b1": np.append(params["b1"], 0.5), "W2": W2, "b2": params["b2"]}
    yield Problem((params, X, y, 0.0), "examples whose scores lie thousands apart", TAIL)
    # Every label is a class with a score thousands below the best one.
    params, X, _y = two_layer_problem(rng, 8, 5, 4, 3)
    low = rng.permutation(4)[:2]
    params["W2"] *= 300
    params["b2"][low] -= 5000
    yield Problem((params, X, rng.permutation(np.repeat(low, (5, 3))), 0.0), "margins of thousands", TAIL)


# ---- training -----------------------------------------------------------------------------------------------------


def train_and_hold(
    train: Callable, params: Arrays, X: np.ndarray, y: np.ndarray, *, seed: int, **options: Any
) -> tuple:
    """One run of a training function: the losses, and the four arrays as one sees them who held them before.

    Parameters
    ----------
    train
        What the student wrote.
    params, X, y
        As for ``train_two_layer``; ``params`` is copied first.
    seed
        For the generator that is passed.
    options
        The other keyword arguments.
    """
    held, _passed, losses = _train(train, params, X, y, seed, options)
    return (losses, *(held[name] for name in NAMES))


def _train(train: Callable, params: Arrays, X: np.ndarray, y: np.ndarray, seed: int, options: dict) -> tuple:
    """The arrays as their holder sees them after a training, those that stand in params now, and what came back."""
    held = {name: array.copy() for name, array in params.items()}
    passed = dict(held)
    losses = train(passed, X, y, rng=np.random.default_rng(seed), **options)
    return held, passed, losses


def _observe_training(
    train: Callable, params: Arrays, X: np.ndarray, y: np.ndarray, *, seed: int, steps: int, **options: Any
) -> tuple:
    """The losses, how many of the arrays have moved, how many are not in params any more, and where they are."""
    held, passed, losses = _train(train, params, X, y, seed, {**options, "steps": steps})
    numbers = as_numbers(losses)
    if isinstance(numbers, np.ndarray) and numbers.ndim == 1 and numbers.size != steps:
        raise NotAsAsked(
            _("{steps} losses are due, one for each step, and {count} came back.").format(
                steps=steps, count=numbers.size
            )
        )
    moved = sum(not np.array_equal(held[name], params[name]) for name in NAMES)
    replaced = sum(name in passed and not np.array_equal(passed[name], held[name]) for name in NAMES)
    return (losses, moved, replaced, *(held[name] for name in NAMES))


@exercise(
    "params X y",
    tolerance=GRADIENTS,
    returns="losses arrays_that_moved arrays_replaced_in_params W1 b1 W2 b2",
    observe=_observe_training,
    words=WORDS["train_two_layer"],
)
def train_two_layer(rng: Rng) -> Problems:
    """Every batch holds all rows, so that nothing is left to chance; the draws are looked at in network_batches.py."""
    for (params, X, y, reg), lr, steps in zip(two_layer_problems(rng), (0.3, 0.1, 0.05), (1, 4, 3), strict=True):
        options = {"lr": lr, "steps": steps, "batch_size": len(y), "reg": reg / 4, "seed": int(rng.integers(10**6))}
        yield Problem((params, X, y), "every row in every batch", options=options)
    params, X, y = two_layer_problem(rng, 6, 4, 3, 5)
    options = {"lr": 0.2, "steps": 2, "batch_size": 1, "reg": 0.1, "seed": int(rng.integers(10**6))}
    yield Problem((params, X[:1], y[:1]), "a single example", options=options)


# ---- settings -----------------------------------------------------------------------------------------------------


@exercise(tolerance=VALUES, returns="settings")
def overfit_settings(rng: Rng) -> Problems:
    yield from ()  # nothing is drawn: the student gives the settings
