"""What students do not read: the hidden tests of a grade cell, and whatever quotes them."""

from collections.abc import Iterable

from nbconvert.filters import strip_ansi

from grader.build.regions import TRIVIAL, visible_and_hidden


def secrets(sources: Iterable[str]) -> set[str]:
    """The lines that stand only in hidden tests; what is too short to give anything away is left out.

    Parameters
    ----------
    sources
        Cells as the instructor has them.
    """
    visible: set[str] = set()
    hidden: set[str] = set()
    for source in sources:
        seen, unseen = visible_and_hidden(source)
        visible.update(map(str.strip, seen))
        hidden.update(map(str.strip, unseen))
    return {line for line in hidden - visible if len(line) >= TRIVIAL}


def without(text: str, hidden: set[str]) -> str:
    """A text without the lines in which a hidden line stands.

    Parameters
    ----------
    text
        What a cell printed, or an error's text.
    hidden
        The hidden lines, as :func:`secrets` gives them.
    """
    return "\n".join(line for line in text.split("\n") if not any(secret in strip_ansi(line) for secret in hidden))
