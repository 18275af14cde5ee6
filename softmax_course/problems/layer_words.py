"""Sentences for what is observed of the layers of 06_inside_frameworks: a fact that is not right gets its own words."""

from softmax_course.problems.exercise import Words
from softmax_course.text import translate as _

LAYERS = ("SoftmaxLayer", "LogLayer", "PickLayer")  # of unfused_layers
_SENTENCES = {
    "in_a_second_call_of_backward": (
        _("{layer}: backward works once. When it is called again it stops, or gives something else."),
        _("Which line of backward writes into something that the layer still needs: a second name for the same array?"),
    ),
    "beside_another_layer": (
        _(
            "Two layers of {layer} disturb each other: after the second one's forward the first one's backward is wrong."
        ),
        _("Where does forward put what backward needs: into this object (self), or where all objects see it?"),
    ),
    "after_another_batch": (
        _("{layer} is right for its first batch, and not for the next one, which has another number of rows."),
        _("What does the layer keep from the first batch, and is all of it replaced by the next forward?"),
    ),
}
_OUT_GRAD = (
    _("backward gives something else when a gradient comes from above. SoftmaxOutput does not listen to it."),
    _(
        "What does backward do with out_grad? Call it with numbers of any kind: the result has to be that of backward()."
    ),
)


def _of_uses(layer: str, prefix: str = "") -> dict[str, tuple[str, str]]:
    """The sentences for the counts of :func:`~softmax_course.problems.layers.uses`."""
    return {prefix + use: (sentence.format(layer=layer), look) for use, (sentence, look) in _SENTENCES.items()}


WORDS: dict[str, Words] = {
    "SoftmaxOutput": _of_uses("SoftmaxOutput") | {"dZ_with_out_grad": _OUT_GRAD},
    "unfused_layers": {key: words for layer in LAYERS for key, words in _of_uses(layer, f"{layer}_").items()},
    **{name: _of_uses(name) for name in ("LogisticRegressionOutput", "MakeLoss", "SoftmaxWithLoss")},
}
