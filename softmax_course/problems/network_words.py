"""Sentences for what is observed in 04_two_layer_network: what is wrong, and a hint, for every fact."""

from softmax_course.problems.exercise import Words
from softmax_course.text import translate as _

_SPREAD = (
    _("The weights do not spread as they should (below: their standard deviation, divided by scale)."),
    _("Normal numbers with a standard deviation of 1 come out of the generator. By what are they multiplied?"),
)
_MEAN = (
    _("The weights do not lie around 0 (below: their mean, divided by scale)."),
    _("Which distribution draws them? A normal one around 0 has as many negative numbers as positive ones."),
)
_MOVED = (
    _("Somebody who holds the arrays of params does not see all four of them move."),
    _("Does every step write into the array itself? Which arrays does your code move: those of params, or copies?"),
)
_REPLACED = (
    _("The arrays have moved, and other arrays stand in params now."),
    _("Which line puts something new into the dictionary?"),
)
_STEPS = (
    _("The arrays move, and not to where the steps should take them."),
    _("Is each step minus lr times the gradient of its batch, with all four taken before any array moves?"),
)

WORDS: dict[str, Words] = {
    "init_two_layer": {
        "mean_of_W1": _MEAN,
        "mean_of_W2": _MEAN,
        "spread_of_W1": _SPREAD,
        "spread_of_W2": _SPREAD,
        "share_beyond_scale": (
            _("The weights do not follow a normal distribution (below: the share farther from 0 than scale)."),
            _("Which method of the generator draws from a normal distribution?"),
        ),
        "repeated_weights": (
            _("Some numbers occur more than once among the weights: they were not all drawn for themselves."),
            _("Is one generator used for both arrays, and as many numbers drawn as there are weights?"),
        ),
        "weights_that_differ_for_equal_rngs": (
            _("Two generators in the same state give different weights."),
            _("Does a random number come from anywhere else than from rng?"),
        ),
        "weights_that_agree_for_different_rngs": (
            _("Generators with different seeds give the same weights."),
            _("Are the weights drawn from the rng that was passed, or from one made inside?"),
        ),
    },
    "train_two_layer": {
        "arrays_that_moved": _MOVED,
        "arrays_replaced_in_params": _REPLACED,
        **dict.fromkeys(("W1", "b1", "W2", "b2"), _STEPS),
    },
}
