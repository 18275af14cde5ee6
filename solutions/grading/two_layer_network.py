"""Hidden grading of 04_two_layer_network: one function an exercise."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.data import load_digits_split
from softmax_course.problems import ORDINARY, TAIL
from softmax_course.problems.network_batches import look_at_network_batches
from softmax_course.problems.overfitting import require_low, settings_of
from softmax_course.problems.two_layer_network import named_arrays
from softmax_course.problems.watching import in_words
from solutions.grading.fresh import FRESH, check_fresh
from solutions.grading.parts import Parts
from solutions.reference import reference

NOTEBOOK = "04_two_layer_network"


def _fresh(check: Check, function: Any) -> None:
    with in_words(check):
        check_fresh(check, NOTEBOOK, function)


def grade_two_layer_scores(check: Check, two_layer_scores: Callable) -> None:
    """Fresh parameters and inputs."""
    _fresh(check, two_layer_scores)


def grade_relu_backward(check: Check, relu_backward: Callable) -> None:
    """Fresh pre-activations, also at the kink and at infinity."""
    _fresh(check, relu_backward)


def grade_two_layer_derivation(check: Check, two_layer_derivation: list) -> None:
    """All lines at fresh points."""
    _fresh(check, two_layer_derivation)


def grade_train_two_layer(check: Check, train_two_layer: Callable) -> None:
    """Full batches of fresh data by value; small ones by what is drawn, with other seeds."""
    _fresh(check, train_two_layer)
    look_at_network_batches(check, train_two_layer, seed=FRESH)


def grade_predict(check: Check, predict: Callable) -> None:
    """Fresh parameters and inputs."""
    _fresh(check, predict)


def grade_overfit_settings(check: Check, overfit_settings: Callable[[], Any]) -> None:
    """The reference's training with the student's settings, from other seeds than the visible ones."""
    hidden, scale, lr, steps = settings_of(check, overfit_settings())
    truth = reference(NOTEBOOK)
    (X, y), _held_back = load_digits_split()
    X, y = X[:20], y[:20]
    losses = {}
    for seed in range(FRESH, FRESH + 4):
        rng = np.random.default_rng(seed)
        params = truth["init_two_layer"](64, hidden, 10, scale, rng)
        truth["train_two_layer"](params, X, y, lr=lr, steps=steps, batch_size=20, reg=0.0, rng=rng)
        losses[seed] = float(truth["two_layer_loss"](params, X, y, 0.0)[0])
    require_low(check, losses)


# ---- two_layer_loss, in parts -------------------------------------------------------------------------------------


def grade_two_layer_loss(check: Check, two_layer_loss: Callable) -> None:
    """The loss and the gradients without a penalty, then what the penalty adds, then scores far out."""
    problems = check.exercise.draw(FRESH)
    ordinary = [problem for problem in problems if problem.kind == ORDINARY]
    without = [replace(p, args=(*p.args[:3], 0.0), says=_with(p.says, "reg = 0")) for p in ordinary]
    penalised = [p for p in ordinary if p.args[3] > 0]
    far = [problem for problem in problems if problem.kind == TAIL]
    everything = check.exercise.returns
    grade = Parts(check, NOTEBOOK, two_layer_loss, problems).grade
    with check.part("the loss, without a penalty", 1):
        grade(without, ("loss",), _only("loss"))
    with check.part("dW2 and db2, without a penalty", 1):
        grade(without, ("db2", "dW2"), _only("db2", "dW2"), analytic=True)
    with check.part("dW1 and db1, without a penalty", 2):
        grade(without, ("db1", "dW1"), _only("db1", "dW1"), analytic=True)
    with check.part("the penalty: what loss and gradients gain from reg = 0 to reg > 0", 1):
        grade(penalised, everything, _gained)
    with check.part("scores up to 10⁴ in size", 1):
        grade(far, everything, check.exercise.observe)


def _with(says: str, more: str) -> str:
    return f"{says}, {more}" if says else more


def _only(*names: str) -> Callable[..., Any]:
    """An observer of some of the results; what is not a pair is left as it is, for the message to say so."""

    def observe(loss_fn: Callable, *args: Any) -> Any:
        result = loss_fn(*args)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return result
        parts = tuple(result[0] if name == "loss" else _gradient(result[1], name.removeprefix("d")) for name in names)
        return parts if len(parts) > 1 else parts[0]

    return observe


def _gradient(grads: Any, name: str) -> Any:
    """One gradient; only where it is missing does it matter that others are."""
    return grads[name] if isinstance(grads, dict) and name in grads else named_arrays(grads, "grads")[name]


def _gained(loss_fn: Callable, *args: Any) -> tuple:
    """What the penalty adds to the loss and to each gradient."""
    observe = _only("loss", "db2", "dW2", "db1", "dW1")
    with_penalty, without = observe(loss_fn, *args), observe(loss_fn, *args[:3], 0.0)
    return tuple(np.asarray(a) - np.asarray(b) for a, b in zip(with_penalty, without, strict=True))
