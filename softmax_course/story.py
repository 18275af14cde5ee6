"""Story cells run whether or not the exercises are done."""

from collections.abc import Iterator
from contextlib import contextmanager

from softmax_course.text import translate as _


@contextmanager
def once_works(name: str, what: str) -> Iterator[None]:
    """Run the body, or say what will appear here once an exercise works.

    Parameters
    ----------
    name
        The exercise that the body uses.
    what
        What will appear, as the subject of a sentence: "The curve of your sigmoid".
    """
    try:
        yield
    except Exception as error:
        reason = "" if isinstance(error, NotImplementedError | NameError) else f" ({type(error).__name__}: {error})"
        print(_("{what} appears here once {name} works{reason}.").format(what=what, name=name, reason=reason))
