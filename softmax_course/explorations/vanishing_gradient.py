"""VanishingGradient: logits and a temperature, the Jacobian, and what two losses send back."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from traitlets import Int, TraitError, validate

from softmax_course.explorations.base import Exploration, Numbers, Positive, minus, rounded
from softmax_course.explorations.softmax_numbers import _half_l1, _sent_back, _shares_of
from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

HOT, COLD, STATIONS = 20.0, 0.05, 97
FILLS = [COLOURS[name] for name in ("blue", "orange", "green", "purple", "sky", "vermilion")]


def _numbers(state: dict[str, Any]) -> dict[str, Any]:
    """Everything that is shown for a state: the same as ``numbers`` in vanishing_gradient.js."""
    logits, label = np.array(state["logits"]), state["label"]
    p = _shares_of(logits / state["temperature"])
    entropy, squared = _sent_back(p, label)
    temperatures = HOT * (COLD / HOT) ** (np.arange(STATIONS) / (STATIONS - 1))
    along = _shares_of(logits / temperatures[:, None])
    lengths = [np.sqrt(np.sum(each**2, -1)) for each in _sent_back(along, label)]
    return {
        "p": p,
        "jacobian": p[:, None] * (np.identity(p.size) - p),
        "half_l1": _half_l1(p),
        "cross_entropy": entropy,
        "squared_error": squared,
        "cross_entropy_length": np.sqrt(np.sum(entropy**2)),
        "squared_error_length": np.sqrt(np.sum(squared**2)),
        "temperatures": temperatures,
        "half_l1_along": _half_l1(along),
        "cross_entropy_along": lengths[0],
        "squared_error_along": lengths[1],
    }


class VanishingGradient(Exploration):
    """Which gradient vanishes near one-hot, and which does not.

    Parameters
    ----------
    logits
        Two to six numbers.
    temperature
        Greater than 0; the probabilities are softmax(logits / temperature).
    label
        The class that is right.
    """

    name = "vanishing_gradient"
    _state_names = ("logits", "temperature", "label")

    logits = Numbers([2.0, 1.0, 0.0], 2, 6).tag(sync=True)
    temperature = Positive(1.0).tag(sync=True)
    label = Int(1, min=0).tag(sync=True)

    @validate("label")
    def _label_is_a_class(self, proposal: Any) -> int:
        if proposal.value >= len(self.logits):
            raise TraitError(f"label is {proposal.value}, and there are {len(self.logits)} classes, counted from 0.")
        return proposal.value

    @property
    def readings(self) -> dict[str, float]:
        """``half_l1``, ``cross_entropy``, ``squared_error`` (lengths), ``largest`` and ``label`` (probabilities)."""
        now = _numbers(self._state())
        return {
            "half_l1": rounded(now["half_l1"]),
            "cross_entropy": rounded(now["cross_entropy_length"]),
            "squared_error": rounded(now["squared_error_length"]),
            "largest": rounded(now["p"].max()),
            "label": rounded(now["p"][self.label]),
        }

    @property
    def alt(self) -> str:
        now = _numbers(self._state())
        text = _(
            "softmax of {logits} at temperature {T:.3g}: the probabilities are {p}. Half the 1-norm of the Jacobian is {size:.3f}; "
            "over falling temperature it goes from {hot:.2f} to {cold:.2f}. With the label {label} the gradient of the squared error "
            "has length {squared:.3f} and ends at {squared_cold:.2f}, that of cross-entropy has length {entropy:.2f} and ends at "
            "{entropy_cold:.2f}."
        )
        return text.format(
            logits="[" + ", ".join(f"{z:g}" for z in self.logits) + "]",
            T=self.temperature,
            p=", ".join(f"{share:.3f}" for share in now["p"]),
            size=now["half_l1"],
            hot=now["half_l1_along"][0],
            cold=now["half_l1_along"][-1],
            label=self.label,
            squared=now["squared_error_length"],
            squared_cold=now["squared_error_along"][-1],
            entropy=now["cross_entropy_length"],
            entropy_cold=now["cross_entropy_along"][-1],
        )

    def figure(self) -> Figure:
        now = _numbers(self._state())
        picture, ((bars, heat), (gauge, arriving)) = figure(2, 2, figsize=(8.6, 6.8))
        self._bars(bars, now["p"])
        self._heat_map(heat, now["jacobian"])
        for axis, names, title in (
            (gauge, [("half_l1", "", "black", "-")], _("what can move at all: ½‖J‖₁")),
            (
                arriving,
                [
                    ("cross_entropy", _("cross-entropy: p − onehot"), "blue", "-"),
                    ("squared_error", _("squared error"), "vermilion", "--"),
                ],
                _("what still arrives: gradient in z / T"),
            ),
        ):
            for name, label, colour, style in names:
                height = now[name if name == "half_l1" else f"{name}_length"]
                axis.semilogx(now["temperatures"], now[f"{name}_along"], style, color=COLOURS[colour], label=label)
                axis.plot(self.temperature, height, "o", color=COLOURS[colour], ms=8)
            axis.set(title=title, xlabel=_("temperature, from hot to cold"), xlim=(HOT, COLD), ylim=(0, None))
            axis.set_xticks([20, 5, 1, 0.2, 0.05], ["20", "5", "1", "0.2", "0.05"])
            axis.minorticks_off()
        gauge.set_ylim(0, 1)
        arriving.set_ylim(0, 1.55)
        arriving.legend(loc="best", fontsize=11)
        return picture

    def _bars(self, axis: Axes, p: np.ndarray) -> None:
        names = [f"p{k}" + (_("\nlabel") if k == self.label else "") for k in range(p.size)]
        drawn = axis.bar(names, p, color=FILLS[: p.size], width=0.7)
        axis.bar_label(drawn, [f"{share:.3f}" for share in p], padding=2, fontsize=11)
        axis.set(title=_("p = softmax(z / T)"), ylim=(0, 1.12), yticks=[0, 0.5, 1])
        axis.grid(axis="x", visible=False)
        axis.set_axisbelow(True)

    def _heat_map(self, axis: Axes, jacobian: np.ndarray) -> None:
        axis.imshow(jacobian, cmap="PuOr_r", vmin=-0.3, vmax=0.3, interpolation="nearest")
        for i, j in np.ndindex(jacobian.shape):
            ink = "white" if abs(jacobian[i, j]) > 0.22 else "black"
            axis.text(j, i, minus(f"{jacobian[i, j]:+.3f}"), ha="center", va="center", color=ink, fontsize=11)
        ticks = range(len(jacobian))
        axis.set_xticks(ticks, [f"z{k}" for k in ticks])
        axis.set_yticks(ticks, [f"p{k}" for k in ticks])
        axis.set_title(_("the Jacobian, ∂p / ∂z at z / T"))
        axis.grid(False)
