"""A wrong array beside the expected one, as small pictures: signs and sizes by colour, numbers only of what came.

Nobody can read an expected number off them: colours come in four steps a sign.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

import numpy as np

from softmax_course.checks.comparing import Difference, allowed
from softmax_course.problems.exercise import ORDINARY, Exercise, Problem
from softmax_course.text import translate as _

MOST_ROWS, MOST_COLUMNS = 16, 10
WIDTH, HEIGHT, LEFT, TOP = 50, 26, 24, 42  # of a cell; beside and above the cells
STEPS = (0.22, 0.45, 0.7, 1.0)  # how much of the full colour each quarter of the scale has
BLUE, ORANGE, GREY = (0, 114, 178), (230, 115, 0), "#d9d9d9"  # told apart by every eye
NAMES = {"N": _("N: examples"), "D": _("D: features"), "C": _("C: classes"), "H": _("H: hidden units")}
# The axes of results, by the name of the result or of its exercise; leading axes may come before them.
AXES = dict.fromkeys("Z P Y log_P dZ dP dQ Jᵀg softmax_of_Z log_of_P dZ_with_out_grad".split(), "NC") | {
    **dict.fromkeys(("W", "dW"), "DC"),
    **dict.fromkeys(("W1", "dW1", "two_layer_derivation"), "DH"),
    **dict.fromkeys(("W2", "dW2"), "HC"),
    **dict.fromkeys(("b", "db", "db2", "squared_error_gradient", "cross_entropy_derivation"), "C"),
    **dict.fromkeys(("w", "logistic_gradient", "logistic_derivation"), "D"),
    "dX": "ND",
    "dS": "NH",
    "db1": "H",
    "J": "CC",
}


@dataclass(frozen=True)
class HeatMaps:
    """Three heat maps on one scale.

    Parameters
    ----------
    label
        What the array is called.
    expected, got
        Shape (rows, columns), or (columns,).
    axes
        Letters of the notation for its last axes; nothing where they have none.
    gap
        The largest difference that rounding may explain.
    """

    label: str
    expected: np.ndarray
    got: np.ndarray
    axes: str
    gap: float

    @property
    def html(self) -> str:
        """Three images with alt texts, and a line on the colours."""
        difference = self.got - self.expected
        panels = (
            (_("expected"), self.expected, partial(self._sign, zero="0")),
            (_("yours"), self.got, _number),
            (_("yours − expected"), difference, partial(self._sign, zero="=")),
        )
        scale = self._scale()
        images = "\n".join(self._image(f"{self.label}: {title}", values, mark, scale) for title, values, mark in panels)
        legend = _(
            "Blue is positive, orange negative, in four steps; the darkest ends at ±{scale}. On the right, = is an entry that is right."
        )
        return f"<div>{images}</div>\n<div><small>{escape(legend.format(scale=f'{scale:g}'))}</small></div>"

    @property
    def text(self) -> str:
        """What stands in their place where no HTML is shown."""
        return _("[pictures of {label}: expected, yours, and the difference]").format(label=self.label)

    def _scale(self) -> float:
        """The first digit above the largest entry: rounded so, it is no number of the answer."""
        sizes = np.abs(np.concatenate([self.expected.ravel(), self.got.ravel()]))
        largest = max(float(sizes[np.isfinite(sizes)].max(initial=0.0)), self.gap)
        digit = 10.0 ** np.floor(np.log10(largest))
        return float(f"{np.ceil(largest / digit) * digit:.3g}")

    def _sign(self, value: float, zero: str) -> str:
        if not np.isfinite(value):
            return _number(value)
        return zero if abs(value) <= self.gap else "+" if value > 0 else "−"

    def _image(self, title: str, values: np.ndarray, mark: Callable[[float], str], scale: float) -> str:
        values = np.atleast_2d(values)
        marks = [[mark(float(value)) for value in row] for row in values]
        rows, columns = values.shape
        width, height = max(LEFT + columns * WIDTH + 6, LEFT + 8 * len(title)), TOP + rows * HEIGHT + 6
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="12" text-anchor="middle">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text x="{LEFT}" y="14" font-size="13" font-weight="bold" text-anchor="start">{escape(title)}</text>',
        ]
        across, down = self.axes[-1:], self.axes[-2:-1] if self.got.ndim == 2 else ""
        if across:
            parts.append(f'<text x="{LEFT}" y="33" fill="#333" text-anchor="start">{NAMES[across]} →</text>')
        if down:
            parts.append(
                f'<text transform="translate(15 {TOP}) rotate(-90)" fill="#333" text-anchor="end">← {NAMES[down]}</text>'
            )
        for (i, j), value in np.ndenumerate(values):
            fill, ink = _colours(float(value), scale, self.gap)
            x, y = LEFT + j * WIDTH, TOP + i * HEIGHT
            parts.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="{fill}" stroke="#777"/>')
            parts.append(f'<text x="{x + WIDTH // 2}" y="{y + 17}" fill="{ink}">{marks[i][j]}</text>')
        data = b64encode("".join([*parts, "</svg>"]).encode()).decode()
        alt = _("{title}, row by row: {marks}").format(title=title, marks="; ".join(map(" ".join, marks)))
        return f'<img alt="{escape(alt)}" width="{width}" src="data:image/svg+xml;base64,{data}">'


def heat_maps(exercise: Exercise, label: str, problem: Problem, difference: Difference) -> HeatMaps | None:
    """The pictures of a wrong array, where they help: of a gradient or a table, not large, on an ordinary problem.

    Parameters
    ----------
    exercise, problem
        Where it came up.
    label
        What the array is called.
    difference
        The array and the expected one. Of more than two axes the table is shown in which they differ most.
    """
    if difference.kind not in ("value", "nan") or problem.kind != ORDINARY or label in exercise.words:
        return None
    leading = difference.at[:-2]
    expected, got = difference.expected[leading], np.asarray(difference.got)[leading]
    gradient = exercise.analytic or exercise.derivation
    if (
        expected.ndim < (1 if gradient else 2)
        or expected.shape[-1] > MOST_COLUMNS
        or expected.size > MOST_ROWS * MOST_COLUMNS
    ):
        return None
    if expected.size < 2 or (expected.ndim == 2 and len(expected) > MOST_ROWS):
        return None
    shown = label + (f"[{', '.join(map(str, leading))}]" if leading else "")
    axes = AXES.get(label, AXES.get(exercise.name, ""))
    return HeatMaps(shown, expected, got, axes, allowed(expected, exercise.tolerance))


def _number(value: float) -> str:
    return f"{value + 0.0:.2g}".replace("-", "−")


def _colours(value: float, scale: float, gap: float) -> tuple[str, str]:
    """Of a cell and of what is written in it."""
    if not np.isfinite(value):
        return GREY, "#000"
    if abs(value) <= gap:
        return "#fff", "#000"
    step = STEPS[min(int(len(STEPS) * abs(value) / scale), len(STEPS) - 1)]
    full = BLUE if value > 0 else ORANGE
    fill = "#" + "".join(f"{round(255 - step * (255 - part)):02x}" for part in full)
    return fill, "#fff" if full == BLUE and step == 1.0 else "#000"
