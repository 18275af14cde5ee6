"""What the notebooks of *Softmax from the Odds Up* import: checks, numerical derivatives, data, plot style."""

from softmax_course.checks import checking
from softmax_course.checks.trying import check_arguments
from softmax_course.derivatives import central_gradient, central_jacobian, directional_derivatives, random_directions
from softmax_course.plotting import COLOURS, figure, show
from softmax_course.story import beside, once_works

__all__ = [
    "COLOURS",
    "beside",
    "central_gradient",
    "central_jacobian",
    "check_arguments",
    "checking",
    "directional_derivatives",
    "figure",
    "once_works",
    "random_directions",
    "show",
]
