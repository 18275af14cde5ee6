"""Story cells run whether or not the exercises are done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib.pyplot as plt

from softmax_course.checks.calling import describe
from softmax_course.problems import EXERCISES
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
        raised = describe(error, error.__traceback__)
        reason = ""
        if raised.missing:
            name = raised.where if raised.where in EXERCISES else name  # the stub, which another exercise may call
        elif isinstance(error, NameError) and error.name in EXERCISES:
            name = error.name
            reason = " " + _("({missing} is not defined: run the cell that defines it.)").format(missing=name)
        elif isinstance(error, NameError) and error.name:
            missing = _("Not shown yet: {what}. {missing} is not defined: run the cell that defines it.")
            print(missing.format(what=what, missing=error.name))
            return
        else:  # it may be the exercise, and it may be a value that was changed in the cell
            print(_("Not shown: {what}. It stopped with {raised}").format(what=what, raised=raised))
            print(_("Is {name} right, and does every value set in this cell fit?").format(name=name))
            return
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
