"""Wrong and right implementations of every exercise, one module a notebook."""

from solutions.mistakes import autodiff as autodiff
from solutions.mistakes import inside_frameworks as inside_frameworks
from solutions.mistakes import logistic as logistic
from solutions.mistakes import softmax_jacobian as softmax_jacobian
from solutions.mistakes import training_loop as training_loop
from solutions.mistakes import two_layer_network as two_layer_network
from solutions.mistakes import vectorized_gradient as vectorized_gradient
from solutions.mistakes.library import LIBRARY, Implementation, right, wrong

__all__ = ["LIBRARY", "Implementation", "right", "wrong"]
