"""Sentences for what is observed in 04_two_layer_network: a fact that is not right gets its own words."""

from softmax_course.problems.watching import WORDS
from softmax_course.problems.watching import in_words as in_words
from softmax_course.problems.watching import watch as watch
from softmax_course.text import translate as _

_SPREAD = (
    _("The weights do not spread as they should (below: their standard deviation, divided by scale)."),
    _("Normal numbers with a standard deviation of 1 come out of the generator. By what are they multiplied?"),
)
_MEAN = (
    _("The weights do not lie around 0 (below: their mean, divided by scale)."),
    _("Which distribution draws them? A normal one around 0 has as many negative numbers as positive ones."),
)
_HELD = (
    _("Somebody who holds the arrays of params does not see them as they should be after the training."),
    _("Does every step write into the array itself, for all four arrays, and by lr times the gradient?"),
)

WORDS.update(
    {
        ("init_two_layer", "mean_of_W1"): _MEAN,
        ("init_two_layer", "mean_of_W2"): _MEAN,
        ("init_two_layer", "spread_of_W1"): _SPREAD,
        ("init_two_layer", "spread_of_W2"): _SPREAD,
        ("init_two_layer", "share_beyond_scale"): (
            _("The weights do not follow a normal distribution (below: the share farther from 0 than scale)."),
            _("Which method of the generator draws from a normal distribution?"),
        ),
        ("init_two_layer", "repeated_weights"): (
            _("Some numbers occur more than once among the weights: they were not all drawn for themselves."),
            _("Is one generator used for both arrays, and as many numbers drawn as there are weights?"),
        ),
        ("init_two_layer", "same_from_an_equal_rng"): (
            _("Two generators in the same state give different weights."),
            _("Does a random number come from anywhere else than from rng?"),
        ),
        ("init_two_layer", "same_from_another_rng"): (
            _("Generators with different seeds give the same weights."),
            _("Are the weights drawn from the rng that was passed, or from one made inside?"),
        ),
        **{("train_two_layer", name): _HELD for name in ("W1", "b1", "W2", "b2")},
    }
)
