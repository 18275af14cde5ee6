"""Words for what goes wrong in the search of vanishing_temperature, whatever its bracket and its steps are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from softmax_course.checks.calling import call
from softmax_course.checks.check import Check
from softmax_course.checks.comparing import as_numbers, show_number
from softmax_course.checks.verdict import CheckFailed, CodeRaised, NotPassed
from softmax_course.text import translate as _

Z, EPS, T = np.array([2.0, 1.0, 0.0]), 0.1, 0.33994442351
SCALES = (1000, 1, 0.001)  # the temperature of a multiple of z is that multiple of the temperature of z

NONE_FOR = (
    ([2.0, 1.0, 0.0], 0.9, _("three classes reach at most 1 − 1/3")),
    ([2.0, 2.0, 0.0], 0.3, _("two tied maxima keep it above 1 − 1/2")),
    ([1.0, 1.0, 1.0], 0.5, _("p is uniform at every temperature")),
)


def require_refusals(check: Check, vanishing_temperature: Callable) -> None:
    """Fail unless a ValueError is raised where no temperature gives the gauge; say nothing of a function that never works.

    Parameters
    ----------
    check
        The check of the exercise.
    vanishing_temperature
        What the student wrote.
    """
    if call(vanishing_temperature, (Z, EPS)).raised is not None:
        return
    for logits, eps, why in NONE_FOR:
        result = call(vanishing_temperature, (np.array(logits), eps))
        if result.raised is None:
            came = _("{value} comes back").format(value=result.value)
        elif "ValueError" in result.raised.kinds:
            continue
        else:
            came = _("{kind} is raised").format(kind=result.raised.kind)
        check.require(
            False,
            _("vanishing_temperature has to raise a ValueError where no temperature does it, and here {came}.").format(
                came=came
            ),
            f"z = {logits}, eps = {eps}: {why}.",
            look=_("How many logits share the maximum? How many classes are there? What follows for eps?"),
        )


@contextmanager
def in_words(check: Check, vanishing_temperature: Callable) -> Iterator[None]:
    """Say of a search that ends elsewhere in what it fails, unless the library has named the mistake.

    Parameters
    ----------
    check
        The check of the exercise.
    vanishing_temperature
        What the student wrote.
    """
    try:
        yield
    except NotPassed as failure:
        message = failure.message
        if message.mistake is not None:
            raise
        if (
            isinstance(failure, CodeRaised) or message.look is None
        ):  # an exception or a result where a ValueError is due
            require_refusals(check, vanishing_temperature)
        words = None if message.certain else _words(vanishing_temperature)
        if words is None:
            raise
        details = [*message.details, words[0]]
        raise CheckFailed(replace(message, details=details, look=words[1], certain=True)) from None


def _words(vanishing_temperature: Callable) -> tuple[str, str] | None:
    results = [as_numbers(call(vanishing_temperature, (scale * Z, EPS)).value) for scale in SCALES]
    if not all(isinstance(result, np.ndarray) and result.size == 1 and result.item() > 0 for result in results):
        return None
    found = [float(result.item()) / scale for result, scale in zip(results, SCALES, strict=True)]  # type: ignore[union-attr]
    errors = [abs(t / T - 1) for t in found]
    if errors[1] > 0.01:
        p = np.exp((Z - Z.max()) / found[1])
        gauge = 1 - ((p / p.sum()) ** 2).sum()
        return (
            _("For z = [2, 1, 0] and eps = 0.1 it finds T = {T}, where the gauge is {gauge}: {far}.").format(
                T=show_number(found[1]), gauge=show_number(gauge), far=_("too hot") if found[1] > T else _("too cold")
            ),
            _(
                "If the gauge at the middle is larger than eps, is the middle too hot or too cold? Which end is replaced?"
            ),
        )
    if max(errors) < 1e-6:
        return None
    return (
        _("For 1000 z, z and z / 1000, with z = [2, 1, 0], the relative errors of its T are {errors}.").format(
            errors=", ".join(f"{error:.1g}".replace("-", "−") for error in errors)
        ),
        _(
            "Is the answer inside the bracket, however large z is? And how small is high / low − 1 when the search stops?"
        ),
    )
