"""Story cells run whether or not the exercises are done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib.pyplot as plt

from softmax_course.text import translate as _


@contextmanager
def once_works(name: str, what: str) -> Iterator[None]:
    """Run the body, or say what will appear here once an exercise works.

    Parameters
    ----------
    name
        The exercise that the body uses.
    what
        What will appear, such as "the curve of your sigmoid".
    """
    try:
        yield
    except Exception as error:
        plt.close("all")  # a figure that was begun would be shown empty
        what = what[:1].lower() + what[1:]
        reason = "" if isinstance(error, NotImplementedError | NameError) else f" ({type(error).__name__}: {error})"
        print(_("Here, once {name} works: {what}.{reason}").format(what=what, name=name, reason=reason))


def beside(guess: Any, outcome: Any, question: str = "") -> None:
    """Show a guess and what came, one under the other.

    Parameters
    ----------
    guess
        What the student committed to; None or ``...`` where she has not yet.
    outcome
        What came.
    question
        What was asked, where the cell above does not say it.
    """
    if question:
        print(question)
    print(_("your guess:  {guess}").format(guess=_("not made yet") if guess is None or guess is ... else guess))
    print(_("what came:   {outcome}").format(outcome=outcome))
