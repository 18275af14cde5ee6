"""Explorations: pictures to play with, drawn in the browser, whose state Python reads and sets."""

from softmax_course.explorations.descent_path import DescentPath
from softmax_course.explorations.hidden_units import HiddenUnits
from softmax_course.explorations.simplex_map import SimplexMap
from softmax_course.explorations.step_size import StepSize
from softmax_course.explorations.vanishing_gradient import VanishingGradient

EXPLORATIONS = (VanishingGradient, SimplexMap, StepSize, DescentPath, HiddenUnits)

__all__ = ["EXPLORATIONS", "DescentPath", "HiddenUnits", "SimplexMap", "StepSize", "VanishingGradient"]
