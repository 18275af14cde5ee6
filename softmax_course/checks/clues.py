"""Where to look when the student's code has raised an exception whose text tells what went wrong."""

import re

from softmax_course.checks.calling import Raised
from softmax_course.text import translate as _

# The first pattern that is found in "type: text" decides. The texts are those of Python and NumPy.
_CLUES = (
    (
        r"NoneType",
        _(
            "Something in that line is None. Which function does it come from? One without `return` gives None, and so do "
            "those that change a thing in place: `rng.shuffle`, `list.sort`, `list.append`."
        ),
    ),
    (
        r"has no len\(\)",
        _("An iterator has no length: one can run through it, once. Can what you need be counted on the way?"),
    ),
    (
        r"is not subscriptable",
        _("What stands before the square brackets in that line? Iterators, numbers and functions have no entries."),
    ),
    (
        r"object is not callable",
        _("What stands before the round brackets in that line? If it is an object with methods, which one is meant?"),
    ),
    (
        r"positional argument",
        _(
            "Which arguments does the signature name, and which does that line pass? What stands behind a `*` is passed by "
            "name, and a method has `self` in front."
        ),
    ),
    (
        r"values to unpack",
        _(
            "How many names stand on the left, and what comes on the right? A pair (X, y) is one pair; a list of pairs has "
            "pairs for entries."
        ),
    ),
    (
        r"IndexError",
        _(
            "Which number stands in the brackets, and how many entries are there? Row numbers go from 0 to N − 1; labels, or "
            "row numbers of another array, may be larger."
        ),
    ),
    (
        r"AttributeError",
        _(
            "Is that name spelled as where it is set? What a method stores without `self.` in front is forgotten when the "
            "method is over."
        ),
    ),
    (
        r"ZeroDivisionError",
        _(
            "What is 0 there, and should it be? If it counts what a loop has seen, was there anything to see? An iterator "
            "that has been run through is empty, also at the second turn of an outer loop."
        ),
    ),
)


def clue(raised: Raised) -> str | None:
    """A question that fits an exception of the student's code, where its text says enough.

    Parameters
    ----------
    raised
        What was raised.
    """
    return next((question for pattern, question in _CLUES if re.search(pattern, str(raised))), None)
