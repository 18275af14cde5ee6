"""What the explorations share: a picture in the browser, the same state in Python, and a static figure of it."""

from base64 import b64encode
from html import escape
from importlib.resources import files
from re import MULTILINE, sub
from typing import Any, ClassVar

import numpy as np
from anywidget import AnyWidget
from matplotlib.figure import Figure
from traitlets import Dict, Float, List, TraitError

from softmax_course.assets import asset
from softmax_course.plotting import as_image

_BROWSER = files("softmax_course") / "explorations" / "browser"


def _read(name: str) -> str:
    return (_BROWSER / name).read_text(encoding="utf-8")


def _one_module(name: str) -> str:
    """The shared module and the one of an exploration as one: a widget's code is a single file."""
    shared = sub(r"^export ", "", _read("shared.js"), flags=MULTILINE)
    return shared + sub(r"^import \{[^}]*\} from \"./shared.js\";\n", "", _read(f"{name}.js"))


class Numbers(List):
    """A list of numbers, which may be given as an array."""

    def __init__(self, default: list, fewest: int, most: int) -> None:
        super().__init__(Float(), default, minlen=fewest, maxlen=most)

    def validate(self, obj: Any, value: Any) -> list | None:
        return super().validate(obj, np.asarray(value, dtype=float).tolist())


class Positive(Float):
    """A number greater than 0."""

    def validate(self, obj: Any, value: Any) -> float:
        value = super().validate(obj, value)
        if not 0 < value < float("inf"):
            raise TraitError(f"{self.name} is {value}, and has to be greater than 0.")
        return value


class Exploration(AnyWidget):
    """A picture to play with: it is drawn in the browser, and what it shows can be read and set here.

    Every trait can be given when it is made, read and set afterwards; the picture follows.
    """

    name: ClassVar[str]
    #: The figure in assets/figures/ of how it begins, which then need not be drawn again and again.
    beginning: ClassVar[str]
    #: What Reset goes back to: the traits that it was made with.
    _start = Dict().tag(sync=True)
    #: The traits that make up the state.
    _state_names: ClassVar[tuple[str, ...]]

    _css = _read("shared.css")

    def __init_subclass__(cls, **options: Any) -> None:
        if "name" in vars(cls):
            cls._esm = _one_module(cls.name)
            cls.beginning = f"{cls.name}_begins"
        super().__init_subclass__(**options)

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self._start = self._state()

    def figure(self) -> Figure:
        """A static figure of what is shown, in the style of the course.

        Returns
        -------
        matplotlib.figure.Figure
            Show it with ``softmax_course.show(exploration.figure(), exploration.alt)``.
        """
        raise NotImplementedError

    @property
    def alt(self) -> str:
        """What there is to see in the figure, in words."""
        raise NotImplementedError

    @property
    def readings(self) -> dict[str, float]:
        """The numbers beside the picture, rounded as they are shown there."""
        raise NotImplementedError

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._state_names}

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._state().items() if np.size(value) < 10)
        return f"{type(self).__name__}({shown})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and the figure for where no kernel runs: feedback, a page on the web, paper."""
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/html": self._as_image()}, metadata

    def _as_image(self) -> str:
        if self._state() != {name: self.traits()[name].default() for name in self._state_names}:
            return as_image(self.figure(), self.alt)
        data = b64encode(asset(f"figures/{self.beginning}.svg").read_bytes()).decode()
        return f'<img alt="{escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'


def rounded(value: float) -> float:
    """A number as it is read off: four decimals, or three digits if it is small."""
    return round(float(value), 4) if abs(value) >= 1e-3 else float(f"{value:.2e}")


def minus(text: str) -> str:
    """A number in print: with a minus that is one, and without a sign in front of 0."""
    return text.replace("-", "−") if any(digit in text for digit in "123456789") else text.lstrip("+-")
