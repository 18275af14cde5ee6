"""What is observed of a layer: an object with ``forward`` and ``backward`` that keeps something from the one for the other.

A layer is used as a network uses it: backward more than once, two layers of a class beside each other, the next batch with
another number of rows. Each of these gives a count of results that differ from those of a new layer that is used once, so
a slip in the numbers and a slip in what is kept are told apart.
"""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from softmax_course.problems.exercise import Origin

USES = ("in_a_second_call_of_backward", "beside_another_layer", "after_another_batch")

Batch = tuple[Sequence, Sequence]  # the arguments of forward, then those of backward


def outputs(layer: Any, batch: Batch) -> tuple:
    """What a layer's forward and backward return for one batch."""
    return _now(layer.forward(*batch[0])), _now(layer.backward(*batch[1]))


def uses(make: Callable[[], Any], first: Batch, second: Batch) -> tuple[int, int, int]:
    """In how many results a layer that is used as in a network differs from a new one that is used once.

    Parameters
    ----------
    make
        Makes a layer.
    first, second
        Two batches, of different sizes.

    Returns
    -------
    tuple of int
        The counts of :data:`USES`. A call that fails counts as a result that differs.
    """
    once = [outputs(make(), batch) for batch in (first, second)]
    twice = make()
    outputs(twice, first)
    in_a_second_call = _differing([(twice, "backward", first[1], once[0][1])])
    beside = [(make(), batch) for batch in (first, second)]
    for layer, (inputs, _above) in beside:
        layer.forward(*inputs)
    reused = make()
    return (
        in_a_second_call,
        _differing(
            [
                (layer, "backward", batch[1], gradient)
                for (layer, batch), (_o, gradient) in zip(beside, once, strict=True)
            ]
        ),
        _differing(
            [
                call
                for (inputs, above), (out, gradient) in ((first, once[0]), (second, once[1]), (first, once[0]))
                for call in ((reused, "forward", inputs, out), (reused, "backward", above, gradient))
            ]
        ),
    )


def origins(
    layer: str, parts: tuple[str, str], first: tuple[str, str], second: tuple[str, str], prefix: str = ""
) -> dict[str, Origin]:
    """Which calls show what :func:`outputs` and :func:`uses` give of a layer.

    Parameters
    ----------
    layer
        The name of its class.
    parts
        What the exercise calls the results of forward and of backward.
    first, second
        Two batches as for :func:`uses`, each as the names of the arguments of forward and of backward: ``("Z, y", "")``.
    prefix
        Of the names of the uses.
    """
    backward, new = f"{layer}.backward", f"layer = {layer}({{options}})"
    forward, printed = f"layer.forward({first[0]})", f"print(layer.backward({first[1]}))"
    once = (new, f"print({forward})", printed)
    of_uses = (
        (new, forward, printed, printed),
        (new, f"other = {layer}({{options}})", forward, f"other.forward({second[0]})", printed),
        (new, forward, f"print(layer.forward({second[0]}))", f"print(layer.backward({second[1]}))"),
    )
    return {
        parts[0]: Origin(f"{layer}.forward", once),
        parts[1]: Origin(backward, once),
        **{prefix + use: Origin(backward, lines) for use, lines in zip(USES, of_uses, strict=True)},
    }


def _now(value: Any) -> Any:
    """The result as it is at this moment: what the layer does with it later does not matter."""
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, list)) else value


def _differing(calls: Sequence[tuple[Any, str, Sequence, Any]]) -> int:
    """How many of these calls, made in this order, do not give the result that stands behind them."""
    return sum(not _gives(*call) for call in calls)


def _gives(layer: Any, method: str, args: Sequence, value: Any) -> bool:
    try:
        got, once = np.asarray(getattr(layer, method)(*args)), np.asarray(value)
        return np.array_equal(got, once) or (
            got.shape == once.shape and np.allclose(got, once, rtol=1e-9, atol=1e-12, equal_nan=True)
        )
    except Exception:  # the call fails, or gives no numbers
        return False
