"""The problems of 06_inside_frameworks.

What hides a mistake here: a gradient from above that is all ones, of which no layer shows whether it is used; as many
examples as classes; a batch size of 1; a class for every example; one layer that is used once; labels to be ignored that
are classes, and so can be looked up.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from softmax_course.problems.drawing import SIZES, classification_problem
from softmax_course.problems.exercise import TAIL, Origin, Problem, exercise
from softmax_course.problems.layer_words import LAYERS, WORDS
from softmax_course.problems.layers import USES, origins, outputs, uses
from softmax_course.tolerances import GRADIENTS, VALUES

Problems = Iterator[Problem]
Rng = np.random.Generator


def _logits(rng: Rng, N: int, C: int) -> np.ndarray:
    """Logits whose rows differ in spread and in level."""
    return rng.uniform(0.8, 2.0, (N, 1)) * rng.normal(size=(N, C)) + rng.uniform(-4, 4, (N, 1))


def _batch(rng: Rng, N: int, C: int, absent: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels; every class occurs but one, which may be chosen."""
    absent = int(rng.integers(C)) if absent is None else absent
    return _logits(rng, N, C), classification_problem(rng, N, 2, C, absent)[2]


def _far_batches(rng: Rng) -> Iterator[tuple[np.ndarray, np.ndarray, str]]:
    """Logits far out, with the least likely label: p_y − 1 keeps its digits there."""
    for Z, says in (
        (rng.normal(size=(4, 3)) + 1000, "1000 added to every logit"),
        (rng.normal(size=(3, 4)) - 1000, "1000 taken from every logit"),
        (rng.normal(size=(3, 4)) + rng.permutation([-3000.0, 0.0, 4000.0])[:, None], "levels thousands apart"),
        (rng.permuted(np.array([[0.0, -0.7, -9.0, -15.0]] * 3), axis=1), "probabilities down to 1e-7"),
        (
            1e4 * np.array([[0.5, 0.5, -0.2, -0.5], [-0.7, 0.1, 0.3, -0.3], [-0.2, -1.0, -0.6, -0.8]]),
            "margins up to 1e4",
        ),
    ):
        yield Z, Z.argmin(axis=1), says


# ---- SoftmaxOutput ----------------------------------------------------------------------------------------------


def _observe_softmax_output(
    SoftmaxOutput: Callable,
    Z: np.ndarray,
    y: np.ndarray,
    out_grad: np.ndarray,
    next_Z: np.ndarray,
    next_y: np.ndarray,
    **options: Any,
) -> tuple:
    make = partial(SoftmaxOutput, **options)
    P, dZ = outputs(make(), ((Z, y), ()))
    _P, dZ_with_out_grad = outputs(make(), ((Z, y), (out_grad,)))
    return P, dZ, dZ_with_out_grad, *uses(make, ((Z, y), ()), ((next_Z, next_y), ()))


_ORIGINS = origins("SoftmaxOutput", ("P", "dZ"), ("Z, y", ""), ("next_Z, next_y", ""))
_WITH_OUT_GRAD = (*_ORIGINS["dZ"].lines, "print(layer.backward(out_grad))")


@exercise(
    "Z y out_grad next_Z next_y",
    tolerance=GRADIENTS,
    returns=f"P dZ dZ_with_out_grad {' '.join(USES)}",
    observe=_observe_softmax_output,
    words=WORDS["SoftmaxOutput"],
    origins=_ORIGINS | {"dZ_with_out_grad": Origin("SoftmaxOutput.backward", _WITH_OUT_GRAD)},
)
def SoftmaxOutput(rng: Rng) -> Problems:
    for (N, _D, C, _H), options in zip(SIZES, ({}, {"grad_scale": 2.5}, {"grad_scale": -0.4}), strict=True):
        yield _softmax_output(rng, N, C, "labels stored as uint8" if N == 13 else "", **options)
    yield _softmax_output(rng, 4, 4, "as many examples as classes")
    for N, C, scale in ((7, 3, 1.0), (11, 6, 0.3)):
        yield _softmax_output(rng, N, C, normalization="batch", grad_scale=scale)
        yield _softmax_output(rng, N, C, normalization="valid", grad_scale=scale)
    for ignored, normalization in (
        (-1, "null"),
        (0, "batch"),
        (2, "valid"),
        (-100, "valid"),
        (255, "null"),
        (255, "batch"),
    ):
        yield _softmax_output(rng, 9, 4, normalization=normalization, ignore_label=ignored, grad_scale=1.7)
    Z, y = _batch(rng, 5, 3)
    arguments = (Z, np.full_like(y, -1), rng.normal(size=(5, 3)), *_batch(rng, 6, 4))
    yield Problem(arguments, "every row ignored", options={"normalization": "valid", "ignore_label": -1})
    Z, y = np.argsort(rng.random((3, 5)), axis=1) - 1, rng.permutation([4, 0, 0])
    yield Problem((Z, y, rng.normal(size=(3, 5)), *_batch(rng, 6, 4)), "integer logits")
    for Z, y, says in _far_batches(rng):
        yield Problem((Z, y, rng.normal(size=Z.shape), *_batch(rng, 6, 4)), says, TAIL)


def _softmax_output(rng: Rng, N: int, C: int, says: str = "", **options: Any) -> Problem:
    Z, y = _batch(rng, N, C)
    next_Z, next_y = _batch(rng, N + 2, C + 1)
    ignored = options.get("ignore_label")
    if ignored is not None:
        kind = np.uint8 if ignored > 127 else y.dtype
        y, next_y = y.astype(kind), next_y.astype(kind)
        rows = rng.permutation(N)
        y[rows[:3]], next_y[rng.integers(N + 2)] = ignored, ignored
        y[rows[3:5]] = (1, 3)  # two at least are counted
    if says == "labels stored as uint8":
        y = y.astype(np.uint8)
    said = [f"{name} = {value!r}" for name, value in options.items()]
    return Problem(
        (Z, y, rng.normal(size=(N, C)), next_Z, next_y), ", ".join([says] * bool(says) + said), options=options
    )


# ---- LogisticRegressionOutput, MakeLoss -------------------------------------------------------------------------


def _observe_logistic(
    LogisticRegressionOutput: Callable,
    x: np.ndarray,
    label: np.ndarray,
    next_x: np.ndarray,
    next_label: np.ndarray,
    **options: Any,
) -> tuple:
    make = partial(LogisticRegressionOutput, **options)
    first = ((x, label), ())
    return *outputs(make(), first), *uses(make, first, ((next_x, next_label), ()))


@exercise(
    "x label next_x next_label",
    tolerance=GRADIENTS,
    returns=f"p dx {' '.join(USES)}",
    observe=_observe_logistic,
    words=WORDS["LogisticRegressionOutput"],
    origins=origins("LogisticRegressionOutput", ("p", "dx"), ("x, label", ""), ("next_x, next_label", "")),
)
def LogisticRegressionOutput(rng: Rng) -> Problems:
    def labelled(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return 2 * rng.normal(size=shape), rng.integers(0, 2, shape)

    for shape, options, says in (
        ((7,), {}, ""),
        ((6, 1), {}, "one column"),
        ((5, 3), {}, "three numbers an example"),
        ((3, 4), {"grad_scale": 2.5}, "four numbers an example, grad_scale = 2.5"),
        ((4, 3, 2), {"grad_scale": -0.3}, "six numbers an example, grad_scale = -0.3"),
    ):
        yield Problem((*labelled(*shape), *labelled(shape[0] + 2, *shape[1:])), says, options=options)
    x, label = labelled(4, 5)
    yield Problem((x, label.astype(np.uint8), *labelled(3, 2)), "labels stored as uint8")
    yield Problem((x, rng.uniform(size=(4, 5)), *labelled(3, 2)), "labels between 0 and 1")
    yield Problem((rng.integers(-3, 4, (3, 4)), rng.integers(0, 2, (3, 4)), *labelled(3, 2)), "integer x")
    x = np.array([[-1e4, -800.0, -40.0, -3.0], [1e4, 800.0, 40.0, 3.0]])
    yield Problem((x, np.array([[1, 1, 1, 1], [0, 0, 0, 0]]), *labelled(3, 2)), "far out in both tails", TAIL)
    yield Problem((x[:1], np.zeros((1, 4), dtype=int), *labelled(3, 2)), "far out, and right", TAIL)


def _observe_make_loss(MakeLoss: Callable, loss: np.ndarray, next_loss: np.ndarray, **options: Any) -> tuple:
    make = partial(MakeLoss, **options)
    first = ((loss,), ())
    return *outputs(make(), first), *uses(make, first, ((next_loss,), ()))


@exercise(
    "loss next_loss",
    tolerance=VALUES,
    returns=f"out gradient {' '.join(USES)}",
    observe=_observe_make_loss,
    words=WORDS["MakeLoss"],
    origins=origins("MakeLoss", ("out", "gradient"), ("loss", ""), ("next_loss", "")),
)
def MakeLoss(rng: Rng) -> Problems:
    for shape, options, says in (
        ((), {}, "a single number"),
        ((7,), {"grad_scale": 0.3}, "one number an example, grad_scale = 0.3"),
        ((5, 3), {"grad_scale": -2.0}, "grad_scale = -2"),
    ):
        yield Problem((rng.normal(size=shape) + np.zeros(shape), rng.normal(size=(4, 2))), says, options=options)
    whole = rng.integers(1, 9, 6)
    yield Problem((whole, rng.normal(size=3)), "a loss of whole numbers, grad_scale = 0.5", options={"grad_scale": 0.5})
    yield Problem((float(rng.normal()), rng.normal(size=3)), "a plain Python number")


# ---- the chain of layers ----------------------------------------------------------------------------------------


def _observe_chain(
    layers: Sequence[Callable],
    Z: np.ndarray,
    P: np.ndarray,
    Q: np.ndarray,
    y: np.ndarray,
    out_grad: np.ndarray,
    picked_grad: np.ndarray,
) -> tuple:
    fewer = slice(None, -2)
    softmax = ((Z,), (out_grad,)), ((Z[fewer],), (out_grad[fewer],))
    log = ((P,), (out_grad,)), ((P[fewer],), (out_grad[fewer],))
    pick = ((Q, y), (picked_grad,)), ((Q[fewer], y[fewer]), (picked_grad[fewer],))
    results: list = []
    counts: list = []
    for make, batches in zip(layers, (softmax, log, pick), strict=True):
        results += outputs(make(), batches[0])
        counts += uses(make, *batches)
    return *results, *counts


def _fewer(inputs: str, above: str) -> tuple[str, str]:
    """The second batch, by name: the same without its last two rows."""
    return ", ".join(f"{name}[:-2]" for name in inputs.split(", ")), f"{above}[:-2]"


@exercise(
    "Z P Q y out_grad picked_grad",
    tolerance=GRADIENTS,
    returns="softmax_of_Z dZ log_of_P dP picked dQ " + " ".join(f"{layer}_{use}" for layer in LAYERS for use in USES),
    observe=_observe_chain,
    words=WORDS["unfused_layers"],
    origins={
        part: origin
        for layer, parts, inputs, above in (
            ("SoftmaxLayer", ("softmax_of_Z", "dZ"), "Z", "out_grad"),
            ("LogLayer", ("log_of_P", "dP"), "P", "out_grad"),
            ("PickLayer", ("picked", "dQ"), "Q, y", "picked_grad"),
        )
        for part, origin in origins(layer, parts, (inputs, above), _fewer(inputs, above), f"{layer}_").items()
    },
)
def unfused_layers(rng: Rng) -> Problems:
    for N, _D, C, _H in SIZES:
        yield _chain_problem(rng, *_batch(rng, N, C), "labels stored as uint8" if N == 13 else "")
    yield _chain_problem(rng, *_batch(rng, 4, 4), "as many examples as classes")
    yield _chain_problem(
        rng, np.argsort(rng.random((4, 5)), axis=1) - 1, rng.permutation([4, 0, 0, 1]), "integer logits"
    )
    for Z, y, says in _far_batches(rng):
        yield _chain_problem(rng, Z, y, says, TAIL)


def _chain_problem(rng: Rng, Z: np.ndarray, y: np.ndarray, says: str, kind: str = "ordinary") -> Problem:
    """Each layer gets inputs of its own: a slip in one does not reach the next."""
    if says == "labels stored as uint8":
        y = y.astype(np.uint8)
    P = rng.uniform(0.05, 1.5, Z.shape)
    if kind == TAIL:
        P = P * 10.0 ** -rng.integers(0, 200, Z.shape)
        says += "; P down to 1e-200"
    Q = rng.normal(size=Z.shape)
    if Z.dtype.kind == "i":
        Q = np.round(3 * Q).astype(int)
        says += "; Q of whole numbers"
    return Problem((Z, P, Q, y, rng.normal(size=Z.shape), rng.normal(size=len(y))), says, kind)


# ---- Caffe's layer, the margin, the loss without a log ----------------------------------------------------------


def _observe_caffe(
    SoftmaxWithLoss: Callable, Z: np.ndarray, y: np.ndarray, next_Z: np.ndarray, next_y: np.ndarray
) -> tuple:
    first = ((Z, y), ())
    return *outputs(SoftmaxWithLoss(), first), *uses(SoftmaxWithLoss, first, ((next_Z, next_y), ()))


@exercise(
    "Z y next_Z next_y",
    tolerance=GRADIENTS,
    returns=f"loss dZ {' '.join(USES)}",
    observe=_observe_caffe,
    words=WORDS["SoftmaxWithLoss"],
    origins=origins("SoftmaxWithLoss", ("loss", "dZ"), ("Z, y", ""), ("next_Z, next_y", "")),
)
def SoftmaxWithLoss(rng: Rng) -> Problems:
    for N, _D, C, _H in SIZES:
        Z, y = _batch(rng, N, C)
        says = "labels stored as uint8" if N == 13 else ""
        yield Problem((Z, y.astype(np.uint8) if says else y, *_batch(rng, N + 2, C + 1)), says)
    yield Problem((*_batch(rng, 4, 4), *_batch(rng, 6, 5)), "as many examples as classes")
    for low, high, says in (
        (40, 80, "margins of 40 to 80: small probabilities that are not clamped"),
        (86.8, 87.8, "margins of about 87.3: probabilities around FLT_MIN"),
        (90, 100, "margins of 90 to 100: below FLT_MIN"),
        (200, 700, "margins of 200 to 700: far below FLT_MIN"),
        (800, 1e4, "margins of 800 to 10000: the probabilities are 0"),
    ):
        yield Problem((*_with_margins(rng, rng.uniform(low, high, 5)), *_batch(rng, 6, 5)), says)
    mixed = rng.permutation([0.3, 2.0, 60.0, 95.0, 3000.0, -1.0])
    yield Problem((*_with_margins(rng, mixed), *_batch(rng, 6, 5)), "margins from −1 to 3000 in one batch")
    *far, _vanishing = _far_batches(rng)  # in the last, P is 0 or 1e-38 according to what is clamped
    for Z, y, says in far:
        yield Problem((Z, y, *_batch(rng, 6, 4)), says, TAIL)


def _with_margins(rng: Rng, margins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of four logits in which the label is behind the largest by a given margin."""
    y = rng.integers(0, 4, len(margins))
    Z = rng.uniform(-8, -4, (len(margins), 4))
    rows = np.arange(len(margins))
    Z[rows, (y + rng.integers(1, 4, len(margins))) % 4] = 0
    Z[rows, y] = -margins
    return Z + rng.normal(size=(len(margins), 1)), y


@exercise("dtype", tolerance=VALUES, returns="margin")
def breaking_margin(rng: Rng) -> Problems:
    for dtype in (np.float64, np.float32, np.float16):
        yield Problem((dtype,), f"dtype = np.{dtype.__name__}")


@exercise("Z y", tolerance=GRADIENTS, returns="dZ", analytic=True)
def critic_loss_gradient(rng: Rng) -> Problems:
    for N, _D, C, _H in SIZES:
        Z, y = _batch(rng, N, C)
        says = "labels stored as uint8" if N == 13 else ""
        yield Problem((Z, y.astype(np.uint8) if says else y), says)
    yield Problem(_batch(rng, 4, 4), "as many examples as classes")
    yield Problem((_logits(rng, 1, 4), np.array([rng.integers(1, 4)])), "a batch of one")
    yield Problem((np.argsort(rng.random((3, 5)), axis=1) - 1, rng.permutation([4, 0, 0])), "integer logits")
    for Z, y, says in _far_batches(rng):
        yield Problem((Z, y), says, TAIL)
