"""The explorations as they begin: what their output holds for readers without a kernel."""

from softmax_course.explorations import EXPLORATIONS
from solutions.figures.drawing import FIGURES

for _kind in EXPLORATIONS:
    FIGURES[_kind.beginning] = lambda kind=_kind: kind().figure()
