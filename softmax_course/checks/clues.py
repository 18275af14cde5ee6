"""Where to look when the student's code has raised an exception whose text tells what went wrong."""

import re

from softmax_course.checks.calling import ARGUMENTS_REFUSED, Raised
from softmax_course.text import translate as _

# Patterns of "type: text", and of "function: line" in the student's code: in notebook 07 the general clue would mislead.
_CLUES_OF_GRAPHS = (
    (
        r"'NoneType' object has no attribute '(compute|gradient)'",
        r"",
        _(
            "That is the `.op` of a placeholder: it is None. No op computes a placeholder, it is fed, and nothing goes back "
            "from it. Where does your code come to one, and what should happen there?"
        ),
    ),
    (
        r"NoneType",
        r"^\w+\.(compute|gradient): .*axis",
        _("Is it the axis that is None? That stands for all axes. Does that line have to run then?"),
    ),
    (
        r"'list' object has no attribute '(inputs|op|name)'",
        r"",
        _(
            "A list stands there in the place of a node. Is it a list of nodes that was put into another list? `fetches` may be "
            "a node or a list; `outputs` and `nodes` are lists."
        ),
    ),
    (
        r"AttributeError: '\w+' object has no attribute",
        r"^\w+\.gradient: .*\bself\.",
        _(
            "`gradient` is called when the program is written, before anything is computed. And an op keeps nothing: what "
            "`compute` would put into `self` is not there. Which node stands for the value that you need?"
        ),
    ),
    (
        r"operand '\w+' does not support ufuncs|loop of ufunc does not support argument",
        r"",
        _(
            "A function of NumPy got a node, which is no array. `compute` gets arrays; `gradient` gets nodes and puts them "
            "together with operators, ops and the given functions."
        ),
    ),
    (
        r"unsupported operand type\(s\) for @",
        r"",
        _("Nodes have the operators + − * / and no @. Which op makes the node of a matrix product?"),
    ),
    (
        r"(MatMul|Log|Softmax)\(\) takes no arguments|(MatMul|Log|Softmax|ReduceSum)\.?\w*\(\) takes .* positional",
        r"",
        _("An op is made first, and then called with nodes: two pairs of brackets, as in `Exp()(x)`."),
    ),
    (
        r"can't multiply sequence by non-int",
        r"",
        _("A list stands in that line where one thing is meant. `gradients` gives a list, also for a single node."),
    ),
)

# The first pattern that is found in "type: text" decides. The texts are those of Python and NumPy.
_CLUES = (
    (
        r"NameError: name 'self'",
        _("A method gets its object as its first argument. Does its `def` line name it, `self`, before all others?"),
    ),
    (
        r"^(NameError|UnboundLocalError)",
        _("Is that name spelled as where it is defined, and does it need its module in front, as in `np.log`?"),
    ),
    (
        r"NoneType",
        _(
            "Something in that line is None. Which function does it come from? One without `return` gives None, and so do "
            "those that change a thing in place: `rng.shuffle`, `list.sort`, `list.append`."
        ),
    ),
    (
        r"'(int|float|bool|numpy\.\w+)' has no len\(\)|len\(\) of unsized",
        _(
            "A single number has no length: nothing in it can be counted. Where does it come in, or where is an axis lost?"
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
        ARGUMENTS_REFUSED + "|positional argument",
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
        r"truth value of an array",
        _(
            "`if`, `and`, `or` and `not` need one truth value, and here is one an entry. `np.where(condition, a, b)` chooses "
            "entry by entry; `&`, `|` and `~` combine conditions so."
        ),
    ),
    (
        r"too many indices",
        _("More indices than axes: which shape has the array before the brackets, and which should it have?"),
    ),
    (
        r"tuple index out of range|AxisError",
        _(
            "There are fewer axes than that line takes for granted, and the shape of an array has one number an axis. Which "
            "shapes come in?"
        ),
    ),
    (
        r"IndexError",
        _(
            "Which numbers stand in the brackets, and how many entries has that axis? Row numbers go from 0 to N − 1. Labels, "
            "or row numbers of another array, may lie outside."
        ),
    ),
    (
        r"'(int|float|bool)' object has no attribute",
        _("That is a plain Python number: it has none of the attributes of an array. May one come in here?"),
    ),
    (
        r"AttributeError",
        _(
            "Is that name spelled as where it is set? What a method stores without `self.` in front is forgotten when the "
            "method is over."
        ),
    ),
    (
        r"math domain error|expected a (positive|nonnegative) input",
        _("The functions of `math` raise where those of NumPy give inf or nan. Which value goes in?"),
    ),
    (
        r"ZeroDivisionError",
        _(
            "What is 0 there, and should it be? If it counts what a loop has seen, was there anything to see? An iterator "
            "that has been run through is empty, also at the second turn of an outer loop."
        ),
    ),
)
_CALLED_BY_THE_CHECK = _(
    "The check calls it as the statement of the exercise does. Does your `def` line name the same arguments, `self` first "
    "where it is a method?"
)


def clue(raised: Raised) -> str | None:
    """A question that fits an exception of the student's code, where its text says enough.

    Parameters
    ----------
    raised
        What was raised.
    """
    if raised.line is None and re.search(ARGUMENTS_REFUSED, raised.text):
        return _CALLED_BY_THE_CHECK
    place = f"{raised.where}: {raised.line or ''}"
    for pattern, at, question in _CLUES_OF_GRAPHS:
        if re.search(pattern, str(raised)) and re.search(at, place):
            return question
    return next((question for pattern, question in _CLUES if re.search(pattern, str(raised))), None)
