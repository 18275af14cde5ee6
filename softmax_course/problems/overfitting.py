"""Reading the answer of overfit_settings, for its check and its grade."""

from typing import Any

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.text import translate as _

KEYS = ("hidden", "scale", "lr", "steps")
MOST_STEPS = 2000
LOW = 0.01
FREQUENCIES_ALONE = 2.03  # the loss on the twenty digits of a net of which b2 alone has learnt


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


def _number(value: Any, key: str) -> float:
    number = as_numbers(value)
    if not isinstance(number, np.ndarray) or number.shape != ():
        raise CheckFailed(Message(_("{key} is not a number.").format(key=key)))
    return float(number)


def _hint(loss: float) -> str:
    if abs(loss - FREQUENCIES_ALONE) < 0.005:
        return _(
            "That is what one pays who knows how frequent each class is, and nothing else: b2 alone has learnt. Can the "
            "weights leave their start? Or did the first steps switch every unit off?"
        )
    if not loss < 2.4:
        return _("It ends above log 10, where a net that knows nothing stands. Is the rate, or the scale, too large?")
    if loss > 1.5:
        return _("It has not come far from log 10, where a net that knows nothing stands. Is the rate large enough?")
    return _("It is on its way down. Watch the losses of a run of your own: do they still fall, or do they jump about?")
