"""Reading the answer of overfit_settings, for its check and its grade."""

from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.data import load_digits_split
from softmax_course.text import translate as _

KEYS = ("hidden", "scale", "lr", "steps")
MOST_STEPS = 2000
LOW = 0.01
FREQUENCIES_ALONE = 2.03  # the loss on the twenty digits of a net of which b2 alone has learnt
LOG_TEN = 2.303  # the loss of a net that knows nothing


def settings_of(check: Check, answer: Any) -> tuple[int, float, float, int]:
    """``hidden``, ``scale``, ``lr`` and ``steps`` of an answer, if they are settings of a training.

    Parameters
    ----------
    check
        The check that fails with a message if they are not.
    answer
        What the student's function returned.
    """
    check.require(
        answer is not None,
        _("overfit_settings returned None."),
        look=_("Does it end in a `return`, and what stands behind it?"),
    )
    check.require(
        isinstance(answer, dict) and set(KEYS) <= set(answer),
        _("overfit_settings should return a dictionary with the keys hidden, scale, lr and steps."),
        _("  got  {what}").format(
            what=_("the keys {keys}").format(keys=", ".join(map(str, answer)))
            if isinstance(answer, dict)
            else type(answer).__name__
        ),
        look=_("`dict(hidden=…, scale=…, lr=…, steps=…)` makes one."),
    )
    hidden, scale, lr, steps = (_number(answer[key], key) for key in KEYS)
    for key, number in (("hidden", hidden), ("steps", steps)):
        check.require(
            number >= 1 and number == int(number),
            _("{key} is {number}, and should be a whole number from 1 on.").format(key=key, number=f"{number:g}"),
        )
    for key, number in (("scale", scale), ("lr", lr)):
        check.require(np.isfinite(number), _("{key} is {number}, and should be finite.").format(key=key, number=number))
    check.require(
        lr > 0,
        _("lr is {number}, and should be above 0.").format(number=f"{lr:g}"),
        look=_("The step is minus lr times the gradient. Which way does yours go?"),
    )
    check.require(
        steps <= MOST_STEPS,
        _("{steps} steps are too many: {most} are allowed.").format(steps=int(steps), most=MOST_STEPS),
        look=_("Which of the other settings makes every step do more?"),
    )
    return int(hidden), scale, lr, int(steps)


def require_low(check: Check, losses: dict[int, float]) -> None:
    """Fail unless the last loss is under 0.01 for every seed.

    Parameters
    ----------
    check
        The check of ``overfit_settings``.
    losses
        The loss after the last step, by the seed.
    """
    for seed, loss in losses.items():
        check.require(
            loss < LOW,
            _("With seed {seed} the loss on the twenty digits ends at {loss}, and should end under {low}.").format(
                seed=seed, loss=f"{loss:.3g}", low=LOW
            ),
            look=_hint(loss),
        )
    check.say(
        _("overfit_settings: right, the loss ends under {low} for all {count} seeds that were tried.").format(
            low=LOW, count=len(losses)
        )
    )


def _number(value: Any, key: str) -> float:
    number = as_numbers(value)
    if not isinstance(number, np.ndarray) or number.shape != ():
        sort = "None" if value is None else _("a {kind}").format(kind=type(value).__name__)
        raise CheckFailed(Message(_("{key} is {sort}, and should be a number.").format(key=key, sort=sort)))
    return float(number)


def _hint(loss: float) -> str:
    if not np.isfinite(loss):
        return _("The numbers have left all bounds. Is the rate, or the scale, too large?")
    if abs(loss - FREQUENCIES_ALONE) < 0.005:
        return _(
            "That is what one pays who knows how frequent each class is, and nothing else: b2 alone has learnt. Can the "
            "weights leave their start? Or did the first steps switch every unit off?"
        )
    if loss > LOG_TEN:
        return _("It ends above log 10, where a net that knows nothing stands. Is the rate, or the scale, too large?")
    return _(
        "Log 10 is where a net that knows nothing stands. Draw the losses of a run of your own from this seed: do they "
        "still fall, jump about, or stand still? Too few steps, too large steps and too few units look different there."
    )


# ---- what the check trains ----------------------------------------------------------------------------------------


def loss_after_training(hidden: int, scale: float, lr: float, steps: int, seed: int) -> float:
    """Loss on the first twenty training digits after a training on them with these settings.

    The descent is followed in the pre-activations, 20 rows of them, instead of in W1 and b1: a step with the gradient
    dS moves them by ``-lr (X Xᵀ + 1) dS``.

    Parameters
    ----------
    hidden, scale, lr, steps
        The settings.
    seed
        Of the generator that draws the weights.
    """
    training, _held_back = load_digits_split()
    X, y = training
    X, y = X[:20], y[:20]
    rng = np.random.default_rng(seed)
    S = X @ (scale * rng.normal(size=(X.shape[1], hidden)))
    V, c = scale * rng.normal(size=(hidden, 10)), np.zeros(10)
    alike, truth = X @ X.T + 1, np.eye(10)[y]
    for _step in range(steps):
        error = lr / 20 * (_softmax(np.maximum(S, 0) @ V + c) - truth)
        through = (error @ V.T) * (S > 0)
        V, c = V - np.maximum(S, 0).T @ error, c - error.sum(axis=0)
        S = S - alike @ through
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.log((_softmax(np.maximum(S, 0) @ V + c) * truth).sum(axis=1))))


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
