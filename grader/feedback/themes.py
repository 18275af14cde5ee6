"""What several mistakes of the library have in common, by their ids: for what a student does again and again."""

import re
from collections.abc import Iterable

# The first pattern that is found in an id decides; an id without one belongs to no theme.
THEMES = (
    (r"penalty|weight_decay", "the penalty or its gradient was not the one asked for"),
    (
        r"(?<!mean)(?<!average)(?<!averaged)_(over|along)_((the_)?(whole_batch|first_axis|last_axis|axis_[a-z]+)"
        r"|the_(batch|rows|examples|classes)|rows)\b|down_the_columns",
        "an axis was mistaken for another one",
    ),
    (
        r"target_minus_prediction|label_minus_p\b|(?<!by)_sign\b|uphill|without_(the_)?minus|with_a_plus\b|signs_turned",
        "a sign was the wrong way round",
    ),
    (
        r"overwritten|(?<!not)_in_place\b(?!_of)|writes_into|changes_(the_|[a-zA-Z]\b)|shifts_the_callers|inside_p\b",
        "an array was changed that was still needed as it was",
    ),
    (
        r"^(?!.*jacobian|chain_log)(.*((?<!root)_of_the_sum|(?<!not)_summed|not_divided|not_averaged)\b"
        r"|.*divided_(twice|by_(the_(classes|features|examples)|all_))|.*divides_by_(the|everything|nothing))",
        "a factor such as 1/N was missing, was another one, or came twice",
    ),
    (
        r"whole_columns|labels?_from_one|(?<!epochs)(?<!predict)_counted_from_one|minus_one_everywhere|(argmax|most_probable)_for_(the_)?label",
        "another entry was taken than that of the label",
    ),
    (
        r"^(?!sgd|breaking_margin|caffe_clamped).*(without_a_shift|without_the_maximum|one_maximum_for_all|not_shifted|epsilon|clipped|small_number|underflowed)",
        "very large or very small numbers were not met exactly",
    ),
)
NO_THEME = "bug_test_"  # ids that tell of a student's own test, and not of her gradients


def theme(mistake: str) -> str | None:
    """What a mistake is an example of, if of anything.

    Parameters
    ----------
    mistake
        Its id.
    """
    if mistake.startswith(NO_THEME):
        return None
    return next((says for pattern, says in THEMES if re.search(pattern, mistake)), None)


def repeated(mistakes: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Themes that came up in two exercises or more, the most frequent first.

    Parameters
    ----------
    mistakes
        Exercises and the ids of their mistakes.

    Returns
    -------
    list
        Themes with their exercises.
    """
    found: dict[str, list[str]] = {}
    for exercise, mistake in dict.fromkeys(mistakes):
        says = theme(mistake)
        if says and exercise not in found.setdefault(says, []):
            found[says].append(exercise)
    return sorted(((s, e) for s, e in found.items() if len(e) > 1), key=lambda item: -len(item[1]))
