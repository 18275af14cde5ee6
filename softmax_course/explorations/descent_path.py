"""DescentPath: gradient descent on the logistic loss of two clouds, step by step."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from traitlets import Enum, Int, List

from softmax_course.explorations.base import Exploration, Numbers, Positive, rounded
from softmax_course.explorations.same_digits import _exp
from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

MOST, WATCHED = 60, 20  # steps that are drawn, and in which the loss ought to fall
FAR = 700.0  # log-odds beyond which p is 0 or 1
AROUND = (-0.7, -1.3, 2.7, 2.1)  # of the landscape: w0 and w1 from, to


def _clouds() -> tuple[list, list]:
    """The two clouds of notebook 01."""
    labels = np.arange(60) % 2
    points = np.random.default_rng(0).normal(size=(60, 2)) * [1.0, 2.2] + np.outer(2 * labels - 1, [0.5, 0.9])
    return points.tolist(), labels.tolist()


POINTS, LABELS = _clouds()


def _surprise(w: np.ndarray, points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The mean loss at weights (..., 2)."""
    return np.mean(np.logaddexp(0.0, (1 - 2 * labels) * np.dot(w, points.T)), -1)


def _numbers(state: dict[str, Any]) -> dict[str, Any]:
    """Everything that is shown for a state: the same as ``numbers`` in descent_path.js."""
    points, labels = np.array(state["points"]), np.array(state["labels"])
    factor = state["rate"] * (1 if state["loss"] == "mean" else len(labels))
    path = [np.array(state["start"])]
    for _step in range(MOST):
        z = points[:, 0] * path[-1][0] + points[:, 1] * path[-1][1]
        share = np.where(np.abs(z) > FAR, np.sign(z) > 0, 1 / (1 + _exp(-np.clip(z, -FAR, FAR))))
        # Large rates make the last digit grow: the sum is taken in the order in which the browser takes it.
        slope = np.cumsum((share - labels)[:, None] * points, axis=0)[-1] / len(labels)
        path.append(path[-1] - factor * slope)
    losses = _surprise(np.array(path), points, labels)
    rises = np.flatnonzero(np.diff(losses[: WATCHED + 1]) >= 0)
    return {"path": np.array(path), "losses": losses, "rises_at": int(rises[0]) + 1 if rises.size else 0}


class DescentPath(Exploration):
    """The contours of the logistic loss, and the path of a descent that grows step by step.

    Parameters
    ----------
    rate
        The learning rate.
    loss
        "mean" or "sum": of which the gradient is followed.
    step
        How many steps have been made, up to 60.
    start
        The two weights to start from.
    """

    name = "descent_path"
    _state_names = ("points", "labels", "rate", "loss", "step", "start")

    points: List = List(POINTS).tag(sync=True)
    labels: List = List(LABELS).tag(sync=True)
    rate = Positive(1.0).tag(sync=True)
    loss = Enum(["mean", "sum"], "mean").tag(sync=True)
    step = Int(20, min=0, max=MOST).tag(sync=True)
    start = Numbers([0.0, 0.0], 2, 2).tag(sync=True)

    @property
    def readings(self) -> dict[str, float]:
        """``loss`` and weights ``w0``, ``w1`` after the steps; ``rises_at``: the first of 20 steps at which the loss rises, or 0."""
        now = _numbers(self._state())
        first, second = now["path"][self.step]
        return {
            "loss": rounded(now["losses"][self.step]),
            "w0": rounded(first),
            "w1": rounded(second),
            "rises_at": now["rises_at"],
        }

    @property
    def alt(self) -> str:
        now = _numbers(self._state())
        text = _(
            "Gradient descent with learning rate {rate:.3g} on the {kind} of the logistic loss, {step} steps from ({start}): the path over "
            "the contours of the loss ends at ({end}), the loss goes from {first:.3f} to {last:.3f}. {verdict}"
        )
        rises = now["rises_at"]
        return text.format(
            rate=self.rate,
            kind=_("mean") if self.loss == "mean" else _("sum"),
            step=self.step,
            start=", ".join(f"{w:g}" for w in self.start),
            end=", ".join(f"{w:.2f}" for w in now["path"][self.step]),
            first=now["losses"][0],
            last=now["losses"][self.step],
            verdict=_("It rises at step {step}.").format(step=rises)
            if rises
            else _("It falls at each of the first 20 steps."),
        )

    def figure(self) -> Figure:
        now = _numbers(self._state())
        picture, (landscape, data, losses) = figure(1, 3, figsize=(11.0, 3.9), width_ratios=(1.1, 1, 1))
        self._landscape(landscape, now["path"][: self.step + 1])
        self._data(data, now["path"][self.step])
        losses.plot(now["losses"], color="grey", ls=":", lw=1.2)
        losses.plot(now["losses"][: self.step + 1], color=COLOURS["vermilion"])
        top = max(0.8, min(1.05 * now["losses"].max(), 2.0))
        losses.set(title=_("the loss"), xlabel=_("step"), xlim=(0, MOST), ylim=(0.4, top))
        return picture

    def _landscape(self, axis: Axes, path: np.ndarray) -> None:
        left, bottom, right, top = AROUND
        across, up = np.linspace(left, right, 57), np.linspace(bottom, top, 57)
        height = _surprise(np.stack(np.meshgrid(across, up), axis=-1), np.array(self.points), np.array(self.labels))
        levels = height.min() + (height.max() - height.min()) * ((np.arange(15) + 0.6) / 15) ** 2.6
        axis.contour(across, up, height, levels=levels, cmap="Blues_r", linewidths=0.9)
        axis.plot(*path.T, "o-", color=COLOURS["vermilion"], ms=3.5, lw=1.4)
        axis.plot(*path[0], "o", color=COLOURS["black"], ms=8)
        title = _("learning rate {rate:.3g} on the {kind}").format(rate=self.rate, kind=self.loss)
        axis.set(title=title, xlabel="w₀", ylabel="w₁", xlim=(left, right), ylim=(bottom, top))
        axis.grid(False)

    def _data(self, axis: Axes, w: np.ndarray) -> None:
        points, labels = np.array(self.points), np.array(self.labels)
        for label, marker, colour in ((0, "s", "orange"), (1, "o", "blue")):
            across, up = points[labels == label].T
            axis.scatter(across, up, s=16, marker=marker, color=COLOURS[colour], label=f"y = {label}")
        if np.any(w):
            along = np.array([-w[1], w[0]]) / np.hypot(*w) * 12  # at a right angle to w
            axis.plot([-along[0], along[0]], [-along[1], along[1]], color=COLOURS["black"], lw=1.5)
        axis.set(title=_("the line p = ½"), xlabel="x₀", ylabel="x₁", xlim=(-4, 4), ylim=(-7, 7))
        axis.legend(loc="upper left", fontsize=10, handletextpad=0)
