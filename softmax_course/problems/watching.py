"""Facts about what was seen of a student's loop or arrays: one that is not right gets its own words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from softmax_course.checks.check import Check
from softmax_course.checks.verdict import CheckFailed, CodeRaised, Message
from softmax_course.problems.layers import USES
from softmax_course.problems.not_as_asked import NotAsAsked
from softmax_course.text import translate as _

Figures = Callable[[str], str | None]  # from a fact to the numbers that show it best, where there are better ones

YES_OR_NO = {
    "in_the_order_of_X",
    "same_order_at_the_next_call",
    "same_order_from_an_equal_rng",
    "same_order_from_another_rng",
    "same_rows_together_at_every_call",
    "same_rows_together_in_every_epoch",
    "same_from_an_equal_rng",
    "same_from_another_rng",
    "along_every_way",
    "computed_on_the_way",
    "names_the_unfed",
}


def watch(check: Check, function: Callable, figures: Figures = lambda fact: None) -> None:
    """Decide on the visible problems, and say what was seen in words.

    Parameters
    ----------
    check
        The check of the exercise.
    function
        What the student wrote.
    figures
        Shows a fact that is not right in numbers; by default they are those that were compared.
    """
    with in_words(check, figures):
        check.values(function)


@contextmanager
def in_words(check: Check, figures: Figures = lambda fact: None) -> Iterator[None]:
    """Give the failure of a check the words of the fact that is not right; a mistake of the library keeps its name and hint.

    Parameters
    ----------
    check
        The check of the exercise.
    figures
        As for :func:`watch`.
    """
    try:
        yield
    except CodeRaised as failure:
        _headline, told, sentence = failure.message.headline.partition(f"{NotAsAsked.__name__}: ")
        if not told:
            raise
        sentence, _line, look = sentence.partition("\n")
        look = look or _("Which line of {name} hands over its result, and what is it then?").format(name=check.name)
        if failure.message.mistake is not None:
            details = [failure.message.details[0], failure.message.details[-1]]  # where, and which mistake it is
            raise CheckFailed(replace(failure.message, headline=sentence, details=details)) from None
        raise CheckFailed(Message(sentence, failure.message.details[:1], look)) from None
    except CheckFailed as failure:
        fact = failure.message.result or ""
        words = check.exercise.words.get(fact)
        if words is None:
            raise
        place, *compared = failure.message.details[:2]
        shown = figures(fact)
        place_and_figures = [place, *([shown] if shown else _readable(fact, compared))]
        if failure.message.mistake is not None:
            details = [*place_and_figures, failure.message.details[-1]]  # the last one says which mistake it is
            raise CheckFailed(replace(failure.message, headline=words[0], details=details, certain=True)) from None
        raise CheckFailed(
            replace(failure.message, headline=words[0], details=place_and_figures, look=words[1], certain=True)
        ) from None


def _readable(fact: str, figures: list[str]) -> list[str]:
    """The compared figures without the spelling of a fact's name; none for a fact that says yes or no, or how often."""
    if fact in YES_OR_NO or fact.endswith(USES):
        return []
    return [text.replace(fact, fact.replace("_", " ")) for text in figures]
