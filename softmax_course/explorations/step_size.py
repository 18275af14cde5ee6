"""StepSize: the error of three numerical derivatives against the step."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from traitlets import Enum, Float, TraitError, validate

from softmax_course.explorations.base import Exploration, rounded
from softmax_course.explorations.same_digits import _exp, _log
from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

SMALLEST = 64  # quarters of a power of ten: h goes from 1 to 1e-16
QUARTERS = (1.0, 0.5623413251903491, 0.31622776601683794, 0.1778279410038923)
FLOOR = 1e-17  # where errors of exactly 0 are drawn
KINDS = ("forward", "central", "complex")
TEXTS = {"softplus": "log(1 + e⁻ˣ)", "cube": "x³", "exp": "eˣ"}


def _value(curve: str, x: float) -> float:
    return {"softplus": lambda: _log(1 + _exp(-x)), "cube": lambda: x * x * x, "exp": lambda: _exp(x)}[curve]()


def _slope(curve: str, x: float) -> float:
    return {"softplus": lambda: -1 / (1 + _exp(x)), "cube": lambda: 3 * x * x, "exp": lambda: _exp(x)}[curve]()


def _imaginary(curve: str, x: float, h: float) -> float:
    """The imaginary part of the function at x + ih."""
    if curve == "softplus":
        return math.atan2(-_exp(-x) * math.sin(h), 1 + _exp(-x) * math.cos(h))
    return 3 * x * x * h - h * h * h if curve == "cube" else _exp(x) * math.sin(h)


def _step_at(quarter: int) -> float:
    return QUARTERS[quarter % 4] * float(f"1e-{quarter // 4}")


def _quotients(state: dict[str, Any], h: float) -> dict[str, float]:
    curve, x, constant = state["curve"], state["x"], state["constant"]
    here, right, left = (constant + _value(curve, at) for at in (x, x + h, x - h))
    return {"forward": (right - here) / h, "central": (right - left) / (2 * h), "complex": _imaginary(curve, x, h) / h}


def _numbers(state: dict[str, Any]) -> dict[str, Any]:
    """Everything that is shown for a state: the same as ``numbers`` in step_size.js."""
    curve, x, constant = state["curve"], state["x"], state["constant"]
    slope = _slope(curve, x)
    steps = [_step_at(quarter) for quarter in range(SMALLEST + 1)]
    h = _step_at(round(-4 * state["exponent"]))
    errors = [{kind: abs(value - slope) for kind, value in _quotients(state, step).items()} for step in [h, *steps]]
    return {
        "h": h,
        "slope": slope,
        "steps": steps,
        **_quotients(state, h),
        **{f"{kind}_error": errors[0][kind] for kind in KINDS},
        **{f"{kind}_errors": [each[kind] for each in errors[1:]] for kind in KINDS},
        "f": constant + _value(curve, x),
        "f_right": constant + _value(curve, x + h),
        "f_left": constant + _value(curve, x - h),
    }


class StepSize(Exploration):
    """The V-curve of numerical differentiation, for forward, central and complex step.

    Parameters
    ----------
    curve
        The function: "softplus" for log(1 + exp(-x)), "cube" for x³, "exp" for exp(x).
    x
        Where its slope is measured, from -5 to 5.
    constant
        What is added to the function: its slope stays, its digits do not.
    exponent
        The step is h = 10**exponent; from -16 to 0, in quarters.
    """

    name = "step_size"
    _state_names = ("curve", "x", "constant", "exponent")

    curve = Enum(list(TEXTS), "softplus").tag(sync=True)
    x = Float(1.0, min=-5, max=5).tag(sync=True)
    constant = Float(0.0, min=0, max=1e15).tag(sync=True)
    exponent = Float(-1.0, min=-16, max=0).tag(sync=True)

    @validate("exponent")
    def _exponent_in_quarters(self, proposal: Any) -> float:
        return round(4 * proposal.value) / 4

    @validate("x", "constant")
    def _is_a_number(self, proposal: Any) -> float:
        if not math.isfinite(proposal.value):
            raise TraitError(f"{proposal.trait.name} is {proposal.value}: a number is wanted.")
        return proposal.value

    @property
    def readings(self) -> dict[str, float]:
        """``h``, and ``forward``, ``central`` and ``complex``: the errors with this step."""
        now = _numbers(self._state())
        return {"h": now["h"], **{kind: rounded(now[f"{kind}_error"]) for kind in KINDS}}

    @property
    def alt(self) -> str:
        now = _numbers(self._state())
        lowest = {kind: now["steps"][int(np.argmin(now[f"{kind}_errors"]))] for kind in KINDS}
        text = _(
            "Error of the numerical derivative of {curve} at x = {x:g}, with the constant {constant:g} added, against the step h, both "
            "axes logarithmic. The forward quotient is best near h = {forward:.0e} and the central one near {central:.0e}; below that "
            "their errors rise as the step shrinks, because digits cancel. That of the complex step does not rise. At h = {h:.1e} the "
            "three errors are {errors}."
        )
        return text.format(
            curve=TEXTS[self.curve],
            x=self.x,
            constant=self.constant,
            forward=lowest["forward"],
            central=lowest["central"],
            h=now["h"],
            errors=", ".join(f"{now[f'{kind}_error']:.1e}" for kind in KINDS),
        )

    def figure(self) -> Figure:
        now = _numbers(self._state())
        picture, axis = figure(figsize=(7.6, 4.4))
        added = f" + {self.constant:g}" if self.constant else ""
        for kind, colour, marker in zip(KINDS, ("orange", "blue", "green"), "so^", strict=True):
            error = np.maximum(now[f"{kind}_errors"], FLOOR)
            face = "none" if kind == "complex" else COLOURS[colour]
            axis.loglog(now["steps"], error, marker=marker, ms=4, mfc=face, lw=1.3, color=COLOURS[colour], label=kind)
        axis.axvline(now["h"], color=COLOURS["black"], ls=":", lw=1.2, label=f"h = {now['h']:.1e}")
        axis.set(
            title=f"f(x) = {TEXTS[self.curve]}{added}, x = {self.x:g}",
            xlabel=_("step h"),
            ylabel=_("error of the derivative"),
            xlim=(5e-17, 2),
            ylim=(5e-18, 100),
        )
        axis.minorticks_off()
        axis.legend(fontsize=11)
        return picture
