"""Asking a student's test of losses for its verdicts, for the check and the grade of catches_bug."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from softmax_course.checks.calling import copy_argument, describe, quiet, same_bits
from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers, show_array, show_number
from softmax_course.checks.explaining import explain_exception
from softmax_course.checks.verdict import CodeRaised, Message, NotPassed
from softmax_course.text import translate as _

MOST_CALLS = 30  # of a loss, kept to tell what it gave
ENOUGH = 2e-3  # of the largest entry: what is off by more is wrong; the loss that others are made from is off by 2e-4


def verdict(check: Check, catches_bug: Callable, loss_fn: Callable) -> bool:
    """Whether a test of losses calls one wrong.

    Parameters
    ----------
    check
        The check that fails with a message if the answer is neither True nor False.
    catches_bug
        The student's test.
    loss_fn
        The loss to be judged, a function of W, X, y and reg.
    """
    with quiet():
        answer = catches_bug(loss_fn)
    number = as_numbers(answer)
    check.require(
        isinstance(number, np.ndarray) and number.shape == () and number in (0, 1),
        _("catches_bug has to answer True or False, and answered {answer}.").format(answer=_short(answer)),
        look=_("Does every way through your function end in a `return`?")
        if answer is None
        else _("There are two answers: True for a loss that is wrong, False for one that is right."),
    )
    return bool(number)


def _short(answer: object) -> str:
    text = repr(answer) if isinstance(answer, (bool, int, float, str, type(None), tuple)) else type(answer).__name__
    return text if len(text) <= 40 else text[:40] + "…"


# ---- the check: which losses, and what they gave ------------------------------------------------------------------


@dataclass
class _Seen:
    """What a loss was asked while it was judged, and what it gave."""

    calls: list[tuple[tuple, Any, bool]] = field(default_factory=list)  # arguments, result, whether it changed them
    raised: str | None = None


def judge(check: Check, catches_bug: Callable, right: Mapping[str, Callable], wrong: Mapping[str, Callable]) -> None:
    """Fail unless a test of losses accuses none of the right ones and finds all of the wrong ones.

    Parameters
    ----------
    check
        The check of catches_bug.
    catches_bug
        The student's test.
    right, wrong
        Losses by what is said about them; the first right one is what the others are measured by.
    """
    true = next(iter(right.values()))
    seen: dict[str, _Seen] = {}
    answers: dict[str, bool] = {}
    for says, loss_fn in {**right, **wrong}.items():
        seen[says] = _Seen()
        answers[says] = _asked(check, catches_bug, loss_fn, says, seen[says])
    same = len(set(answers.values())) == 1
    for says in right:
        check.require(
            not answers[says],
            _("catches_bug answers True for every loss_fn, also for {says}.").format(says=says)
            if same
            else _("catches_bug calls a right loss wrong: {says}.").format(says=says),
            *_last_call(seen[says]),
            look=_(
                "What is compared with that in your test, how far are the two apart, and how far may they be? Or does "
                "something of your own fail, inside a `try`?"
            ),
        )
    missed = [says for says in wrong if not answers[says]]
    if missed:
        details, look = _why_missed(seen[missed[0]], true)
        check.require(
            False,
            _("catches_bug answers False for every loss_fn, right or wrong. The first of these wrong ones:")
            if same
            else _("catches_bug finds {found} of {count} wrong losses. These get through:").format(
                found=len(wrong) - len(missed), count=len(wrong)
            ),
            "\n".join(f"  – {says}" for says in (missed[:1] if same else missed)),
            *details,
            look=look,
        )


def _asked(check: Check, catches_bug: Callable, loss_fn: Callable, says: str, seen: _Seen) -> bool:
    """The verdict on one loss; of an exception the message says on which."""

    def watched(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> Any:
        before = tuple(map(copy_argument, (W, X, y, reg)))
        try:
            result = loss_fn(W, X, y, reg)
        except Exception as error:
            seen.raised = f"{type(error).__name__}: {error}"
            raise
        if len(seen.calls) < MOST_CALLS:
            seen.calls.append((before, result, not all(map(same_bits, before, (W, X, y, reg)))))
        return result

    try:
        return verdict(check, catches_bug, watched)
    except (NotPassed, NotImplementedError):
        raise
    except Exception as error:
        raised = describe(error, error.__traceback__)
        if seen.raised == str(raised):
            raise CodeRaised(
                Message(
                    _("catches_bug lets an exception of loss_fn through: {raised}").format(raised=raised),
                    look=_("A loss_fn that raises is wrong. How can your test notice that, and answer True?"),
                )
            ) from None
        place = _("It was asked about this loss: {says}").format(says=says)
        raise explain_exception(check.name, raised, place) from None


def _last_call(seen: _Seen) -> list[str]:
    """What a loss gave in the last call of a test, in a paragraph."""
    if not seen.calls:
        return [_("Your test never called it.")]
    arguments, result, _changed = seen.calls[-1]
    words = _("The last time that your test called it, with {sizes}, it gave")
    return [words.format(sizes=_sizes(arguments)) + _given(result)]


def _sizes(arguments: tuple) -> str:
    W, X, y, reg = arguments
    return f"W {np.shape(W)}, X {np.shape(X)}, y {np.shape(y)}, reg = {show_number(float(reg))}"


def _given(result: Any) -> str:
    """Loss and first row of the gradient, each on a line."""
    loss, dW = (np.asarray(part, dtype=float) for part in result)
    row = dW if dW.ndim < 2 else dW[0]
    return f"\n  loss  = {show_array(loss)}\n  dW[0] = {show_array(row)}"


def _why_missed(seen: _Seen, true: Callable) -> tuple[list[str], str]:
    """Whether some call of the test showed the mistake, and where to look."""
    for arguments, result, changed in seen.calls:
        if changed:
            return [], _("The first of them did change its arguments in your test. What do you compare them with?")
        loss, dW = (np.asarray(part, dtype=float) for part in result)
        if not _near(loss, dW, *true(*arguments)):
            shown = _("The first of them does show in your test: with {sizes} it gave").format(sizes=_sizes(arguments))
            look = _("Which of your comparisons lets this pass?")
            if not (np.isfinite(loss).all() and np.isfinite(dW).all()):
                look = _("Every comparison with nan is False, also `gap > tolerance`. What can you ask instead?")
            return [shown + _given(result)], look
    if seen.raised:
        return [], _("The first of them did raise in your test. What does your test answer then?")
    if not seen.calls:
        return [_("Your test never called it.")], _("On which problem would the first of them show?")
    words = _("On none of the {count} problems of your test does the first of them show. On which one would it?")
    return [], words.format(count=len(seen.calls))


def _near(loss: np.ndarray, dW: np.ndarray, true_loss: float, true_dW: np.ndarray) -> bool:
    pairs = ((loss, np.asarray(true_loss)), (dW, np.asarray(true_dW)))
    return all(
        got.shape == true.shape and bool(np.abs(got - true).max() <= ENOUGH * np.abs(true).max()) for got, true in pairs
    )
