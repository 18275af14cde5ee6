"""What is no such thing as an exercise asks for, in words."""

from typing import Any

import numpy as np


class NotAsAsked(TypeError):
    """What a student's function gives is no such thing as the exercise asks for.

    The text is a sentence on why; a second line, if there is one, says where to look.
    """


def kind_of(value: Any) -> str:
    """What a value is, as a sentence names it: "None", "an array of shape (3,)", "a tuple of 2"."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    sized = f" of {len(value)}" if isinstance(value, (tuple, list)) else ""
    return f"a {type(value).__name__}{sized}"
