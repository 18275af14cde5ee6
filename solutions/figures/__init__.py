"""The static figures of the notebooks: ``python -m solutions.figures`` draws them all into assets/figures/."""

from solutions.figures import autodiff as autodiff
from solutions.figures import explorations as explorations
from solutions.figures import inside_frameworks as inside_frameworks
from solutions.figures import logistic as logistic
from solutions.figures import softmax as softmax
from solutions.figures import training_loop as training_loop
from solutions.figures import two_layer_network as two_layer_network
from solutions.figures import vectorized_gradient as vectorized_gradient
from solutions.figures.drawing import FIGURES, draw_all

__all__ = ["FIGURES", "draw_all"]
