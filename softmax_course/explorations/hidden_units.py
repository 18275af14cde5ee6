"""HiddenUnits: what the hidden units of a two-layer network draw, over training."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from traitlets import Enum, Int

from softmax_course.explorations.base import Exploration, Positive, rounded
from softmax_course.explorations.same_digits import _exp
from softmax_course.plotting import COLOURS, figure
from softmax_course.text import translate as _

MOST, EXAMPLES, REACH = 1000, 120, 2.3
RANGE = 2147483647
INKS = [COLOURS[name] for name in ("blue", "vermilion", "green")]
PALE = ["#B3D4E8", "#F4C9A8", "#B0DFD0"]
SETTINGS = ("data", "hidden", "scale", "rate", "seed")


def _random(seed: int) -> tuple[Callable[[], float], Callable[[], float]]:
    """Uniform and normal numbers.

    A large learning rate makes differences in the last digit grow, and the browser has to arrive at the same network. So both draw by
    whole numbers below 2**53, which are exact, round where sines or logarithms came in, and do the same operations in the same order.
    """
    state = 7919 * (seed + 1)

    def uniform() -> float:
        nonlocal state
        state = state * 48271 % RANGE
        return state / RANGE

    def normal() -> float:
        size = np.sqrt(-2 * np.log(uniform()))
        return float(_rounded(size * np.cos(2 * np.pi * uniform())))

    return uniform, normal


def _rounded(value: Any) -> Any:
    return np.floor(value * 1e6 + 0.5) / 1e6


def _problem(data: str) -> tuple[np.ndarray, np.ndarray]:
    uniform, normal = _random(41)
    points, labels = [], []
    for n in range(EXAMPLES):
        if data == "ring":
            radius = 1.5 + 0.5 * uniform() if n % 2 else 0.9 * np.sqrt(uniform())
            angle = 2 * np.pi * uniform()
            points.append((radius * np.cos(angle), radius * np.sin(angle)))
            labels.append(n % 2)
        elif data == "xor":
            right, up = n % 2, n // 2 % 2
            points.append(((1.1 if right else -1.1) + 0.36 * normal(), (1.1 if up else -1.1) + 0.36 * normal()))
            labels.append(int(right != up))
        else:
            along = 0.08 + 0.92 * (n // 3) / (EXAMPLES / 3 - 1)
            angle = 3.6 * along + n % 3 * 2 * np.pi / 3 + 0.1 * normal()
            points.append((2.1 * along * np.sin(angle), 2.1 * along * np.cos(angle)))
            labels.append(n % 3)
    return np.array(points) if data == "xor" else _rounded(np.array(points)), np.array(labels)


def _begin(hidden: int, scale: float, seed: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """A row for each unit (two weights and a bias), and one for each class (a weight for each unit, and a bias)."""
    draw = _random(seed + 100)[1]
    lower = np.array([(scale * draw(), scale * draw(), 0.0) for _unit in range(hidden)])
    upper = np.array([[*(scale * draw() for _unit in range(hidden)), 0.0] for _class in range(classes)])
    return lower, upper


def _ramps(lower: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The activations at points (..., 2), with a 1 behind them for the bias of the next layer."""
    rise = points[..., :1] * lower[:, 0] + points[..., 1:] * lower[:, 1] + lower[:, 2]
    return np.concatenate([np.where(rise > 0, rise, 0.0), np.ones((*rise.shape[:-1], 1))], axis=-1)


def _in_order(terms: np.ndarray) -> np.ndarray:
    """The sum over the first axis, from the first term to the last as in the browser: pairwise numpy adds along the last axis only."""
    return np.add.reduce(np.ascontiguousarray(terms), axis=0)


@lru_cache(maxsize=8)
def _training(data: str, hidden: int, scale: float, rate: float, seed: int) -> dict[str, Any]:
    """Networks before every step, their losses, and the share that they get right."""
    points, labels = _problem(data)
    targets = np.identity(labels.max() + 1)[labels]
    inputs = np.concatenate([points, np.ones((EXAMPLES, 1))], axis=1)
    lower, upper = _begin(hidden, scale, seed, targets.shape[1])
    bias_first = np.roll(np.arange(hidden + 1), 1)  # the order of the terms of a score
    nets, losses, rights = [], [], []
    for _step in range(MOST + 1):
        ramps = _ramps(lower, points)
        scores = _in_order(ramps.T[bias_first, :, None] * upper.T[bias_first, None, :])
        highest = np.amax(scores, 1)
        odds = _exp(scores - highest[:, None])
        totals = _in_order(odds.T)
        nets.append((lower, upper))
        losses.append(np.mean(np.log(totals) + highest - np.sum(scores * targets, 1)))
        rights.append(np.mean(scores.argmax(1) == labels))
        back = (odds / totals[:, None] - targets) / EXAMPLES
        further = np.where(ramps[:, None, :-1] > 0, back[:, :, None] * upper[:, :-1], 0.0)  # example, class, unit
        paths = further[..., None] * inputs[:, None, None, :]
        upper = upper - rate * _in_order(back[:, :, None] * ramps[:, None, :])
        lower = lower - rate * _in_order(paths.reshape(-1, hidden, 3))
    return {"points": points, "labels": labels, "nets": nets, "losses": np.array(losses), "rights": rights}


def _numbers(state: dict[str, Any]) -> dict[str, Any]:
    """Everything that is shown for a state: the same as ``numbers`` in hidden_units.js."""
    run = _training(*(state[name] for name in SETTINGS))
    lower, upper = run["nets"][state["step"]]
    dead = np.flatnonzero(~(_ramps(lower, run["points"])[:, :-1] > 0).any(axis=0))
    return {
        "points": run["points"],
        "labels": run["labels"],
        "net": np.concatenate([lower.ravel(), upper.ravel()]),
        "losses": run["losses"],
        "loss": run["losses"][state["step"]],
        "right": run["rights"][state["step"]],
        "dead": dead.tolist(),
    }


class HiddenUnits(Exploration):
    """The decision regions of a two-layer network, and its hidden units one by one, over training.

    Parameters
    ----------
    data
        "ring" (a disc in a ring), "xor" (four clouds) or "spiral" (three arms).
    hidden
        How many hidden units, 1 to 8.
    scale
        The size of the random weights at the start.
    rate
        The learning rate; each step uses all 120 points.
    seed
        Another seed, other weights at the start.
    step
        At which step of the training one looks, up to 1000.
    """

    name = "hidden_units"
    _state_names = (*SETTINGS, "step")

    data = Enum(["ring", "xor", "spiral"], "ring").tag(sync=True)
    hidden = Int(4, min=1, max=8).tag(sync=True)
    scale = Positive(1.0).tag(sync=True)
    rate = Positive(0.5).tag(sync=True)
    seed = Int(1, min=0, max=1000).tag(sync=True)
    step = Int(MOST, min=0, max=MOST).tag(sync=True)

    @property
    def readings(self) -> dict[str, float]:
        """``loss``, ``right`` (a share) and ``dead`` (how many units are off for all points) at the step."""
        now = _numbers(self._state())
        return {"loss": rounded(now["loss"]), "right": rounded(now["right"]), "dead": len(now["dead"])}

    @property
    def alt(self) -> str:
        text = _(
            "A two-layer network with {hidden} hidden units on the points of the {data}, after {step} steps with rate {rate:g}: its "
            "decision regions, with {right:.0%} of the points right, the loss over the training, now {loss:.3g}, and each unit, off on one "
            "side of a straight line and rising on the other. {dead} of them are off for all points."
        )
        return text.format(**self._state(), **self.readings)

    def figure(self) -> Figure:
        state = self._state()
        run, now = _training(*(state[name] for name in SETTINGS)), _numbers(state)
        lower, upper = run["nets"][self.step]
        picture = figure(1, 1, figsize=(9.6, 5.6))[0]
        picture.clear()
        cells = picture.add_gridspec(2, 8, height_ratios=(2.3, 1))
        regions, losses = picture.add_subplot(cells[0, :4]), picture.add_subplot(cells[0, 4:])
        side = np.linspace(-REACH, REACH, 240)
        grid = np.stack(np.meshgrid(side, side), axis=-1)
        scores = np.einsum("...u,ku->...k", _ramps(lower, grid), upper)
        extent = (-REACH, REACH, -REACH, REACH)
        colours = ListedColormap(PALE[: len(upper)])
        regions.imshow(scores.argmax(-1), cmap=colours, vmin=0, vmax=len(upper) - 1, extent=extent, origin="lower")
        _draw_points(regions, now, 18)
        regions.set_title(_("step {step}, right: {right:.0%}").format(step=self.step, right=now["right"]))
        losses.semilogy(np.maximum(now["losses"], 1e-3), color=COLOURS["black"], lw=1.3)
        losses.plot(self.step, max(now["loss"], 1e-3), "o", color=COLOURS["black"], ms=8)
        losses.set(title=_("the loss over training"), xlabel=_("step"), xlim=(0, MOST))
        ends = [[-REACH, REACH]] * 2
        corners = np.stack(np.meshgrid(*ends), axis=-1)
        for unit in range(self.hidden):
            axis = picture.add_subplot(cells[1, unit])
            rise = corners @ lower[unit, :2] + lower[unit, 2]  # linear: the corners are enough
            speaks = int(upper[:, unit].argmax())
            if rise.max() > 0 > rise.min():
                axis.contourf(*ends, rise, levels=[0, 1e9], colors=[PALE[speaks]])
                axis.contour(*ends, rise, levels=[0], colors=[COLOURS["black"]], linewidths=1.3)
                axis.contour(*ends, rise, levels=np.arange(1, 9), colors=[INKS[speaks]], linewidths=0.6)
            elif rise.max() > 0:
                axis.set_facecolor(PALE[speaks])
            _draw_points(axis, now, 2)
            axis.set_title(_("{unit}: dead").format(unit=unit) if unit in now["dead"] else f"{unit}", fontsize=10)
        return picture


def _draw_points(axis: Axes, now: dict[str, Any], size: float) -> None:
    for k, marker in zip(range(now["labels"].max() + 1), "o^s", strict=False):
        across, up = now["points"][now["labels"] == k].T
        axis.scatter(across, up, s=size, marker=marker, color=INKS[k], linewidths=0, rasterized=size < 5)
    axis.set(xticks=[], yticks=[], aspect="equal", xlim=(-REACH, REACH), ylim=(-REACH, REACH))
    axis.grid(False)
