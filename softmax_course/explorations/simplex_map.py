"""SimplexMap: the triangle of three probabilities, and where learning stops on it."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.tri import Triangulation
from traitlets import Enum, Int, TraitError, validate

from softmax_course.explorations.base import Exploration, Numbers, rounded
from softmax_course.explorations.softmax_numbers import _half_l1, _sent_back, _shares_of
from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

STEPS, SMALLEST = 60, 1e-9
CORNERS = np.array([[0.0, 0.0], [0.5, np.sqrt(3) / 2], [1.0, 0.0]])
LARGEST = {"jacobian": 2 / 3, "squared_error": 0.42, "cross_entropy": np.sqrt(2)}
TITLES = {
    "jacobian": _("size of J: ½‖J‖₁"),
    "squared_error": _("gradient of squared error"),
    "cross_entropy": _("gradient of cross-entropy"),
}


def _numbers(state: dict[str, Any]) -> dict[str, Any]:
    """Everything that is shown for a state: the same as ``numbers`` in simplex_map.js."""
    p, label = np.array(state["p"]), state["label"]
    entropy, squared = _sent_back(p, label)
    return {
        "half_l1": _half_l1(p),
        "cross_entropy": entropy,
        "squared_error": squared,
        "cross_entropy_length": np.sqrt(np.sum(entropy**2)),
        "squared_error_length": np.sqrt(np.sum(squared**2)),
        "cross_entropy_path": _descent(p, label, 0),
        "squared_error_path": _descent(p, label, 1),
    }


def _descent(p: np.ndarray, label: int, loss: int) -> np.ndarray:
    logits = np.log(np.maximum(p, SMALLEST))
    path = [_shares_of(logits)]
    for _step in range(STEPS):
        logits = logits - _sent_back(path[-1], label)[loss]
        path.append(_shares_of(logits))
    return np.array(path)


class SimplexMap(Exploration):
    """Where on the triangle of three probabilities the Jacobian and two gradients vanish.

    Parameters
    ----------
    p
        Three probabilities; they are divided by their sum.
    label
        The class that is right: 0, 1 or 2.
    quantity
        What the colour shows: "jacobian" (½‖J‖₁), "squared_error" or "cross_entropy" (length of the gradient in the logits).
    """

    name = "simplex_map"
    _state_names = ("p", "label", "quantity")

    p = Numbers([0.9, 0.06, 0.04], 3, 3).tag(sync=True)
    label = Int(1, min=0, max=2).tag(sync=True)
    quantity = Enum(list(LARGEST), "squared_error").tag(sync=True)

    @validate("p")
    def _p_sums_to_one(self, proposal: Any) -> list[float]:
        p = np.array(proposal.value)
        if not np.all(p >= 0) or not 0 < np.sum(p) < np.inf:
            raise TraitError(f"p is {proposal.value}: three numbers are wanted that are not negative, and not all 0.")
        return proposal.value if abs(np.sum(p) - 1) < 1e-12 else (p / np.sum(p)).tolist()

    @property
    def readings(self) -> dict[str, float]:
        """``half_l1``, ``squared_error`` and ``cross_entropy`` (lengths), and each p of the label after 60 steps."""
        now = _numbers(self._state())
        return {
            "half_l1": rounded(now["half_l1"]),
            "squared_error": rounded(now["squared_error_length"]),
            "cross_entropy": rounded(now["cross_entropy_length"]),
            "after_squared_error": rounded(now["squared_error_path"][-1, self.label]),
            "after_cross_entropy": rounded(now["cross_entropy_path"][-1, self.label]),
        }

    @property
    def alt(self) -> str:
        text = _(
            "The triangle of three probabilities, coloured by: {quantity}. At p = {p}, with the label {label}, half the 1-norm of the "
            "Jacobian is {half_l1:.3f}, the gradient of squared error has length {squared_error:.3f} and that of cross-entropy "
            "{cross_entropy:.3f}. After 60 steps of descent from there the label has {after_squared_error:.2f} with squared error and "
            "{after_cross_entropy:.2f} with cross-entropy."
        )
        shares = ", ".join(f"{share:.2f}" for share in self.p)
        return text.format(quantity=TITLES[self.quantity], p=shares, label=self.label, **self.readings)

    def figure(self) -> Figure:
        now = _numbers(self._state())
        picture, (triangle, progress) = figure(1, 2, figsize=(9.2, 4.6), width_ratios=(1.25, 1))
        self._triangle(triangle, now)
        for name, title, colour, style in (
            ("cross_entropy", _("cross-entropy"), "blue", "-"),
            ("squared_error", _("squared error"), "vermilion", "--"),
        ):
            progress.plot(now[f"{name}_path"][:, self.label], style, color=COLOURS[colour], label=title)
        progress.set(
            xlabel=_("step of descent"), ylabel=_("probability of the label"), ylim=(-0.02, 1.02), xlim=(0, STEPS)
        )
        progress.legend(loc="best")
        return picture

    def _triangle(self, axis: Axes, now: dict[str, Any]) -> None:
        side = 60
        grid = np.array([(i, side - i - k, k) for i in range(side + 1) for k in range(side + 1 - i)]) / side
        entropy, squared = (np.sqrt(np.sum(each**2, -1)) for each in _sent_back(grid, self.label))
        values = {"jacobian": _half_l1(grid), "squared_error": squared, "cross_entropy": entropy}[self.quantity]
        colours = axis.tripcolor(
            Triangulation(*(grid @ CORNERS).T),
            values,
            shading="gouraud",
            vmin=0,
            vmax=LARGEST[self.quantity],
            rasterized=True,
        )
        for name, colour, style in (("cross_entropy", "white", "-"), ("squared_error", COLOURS["orange"], "--")):
            path = now[f"{name}_path"] @ CORNERS
            axis.plot(*path.T, color="black", lw=4, alpha=0.6)
            axis.plot(*path.T, style, color=colour)
        axis.plot(*(np.array(self.p) @ CORNERS), "o", ms=11, mfc="white", mec="black", mew=2)
        for k, ((x, y), shift) in enumerate(zip(CORNERS, (-0.06, 0.04, -0.06), strict=True)):
            name = f"p{k} = 1" + (_(": right") if k == self.label else "")
            axis.text(x, y + shift, name, ha="center", va="top" if shift < 0 else "bottom", fontsize=11)
        axis.set(title=TITLES[self.quantity], aspect="equal", xlim=(-0.12, 1.12), ylim=(-0.16, 1.02))
        axis.title.set_y(1.04)
        axis.axis("off")
        bar = axis.figure.colorbar(colours, ax=axis, shrink=0.7)
        bar.outline.set_visible(False)
