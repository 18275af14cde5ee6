"""A story cell that cannot run yet names the exercise that is missing, and not the one that calls it."""

import pytest

from softmax_course import once_works


def sigmoid():
    raise NotImplementedError


def fit_logistic():
    sigmoid()


def helper():
    raise NotImplementedError


@pytest.fixture(autouse=True)
def _as_in_a_notebook(monkeypatch):
    """The functions above count as the student's where they stand in the notebook's own namespace."""
    monkeypatch.setitem(globals(), "__name__", "__main__")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("fit_logistic()", "Here, once sigmoid works: the curve.\n"),
        ("helper()", "Here, once fit_logistic works: the curve.\n"),
        (
            "softmax(1)",
            "Here, once softmax works: the curve. (softmax is not defined: run the cell that defines it.)\n",
        ),
        ("w", "Not shown yet: the curve. w is not defined: run the cell that defines it.\n"),
        (
            "1 / 0",
            "Not shown: the curve. It stopped with ZeroDivisionError: division by zero\n"
            "Is fit_logistic right, and does every value set in this cell fit?\n",
        ),
    ],
    ids=["a stub behind it", "a stub of no exercise", "after a restart", "a name of the story", "another exception"],
)
def test_a_story_cell_says_what_is_missing(capsys, body, said):
    with once_works("fit_logistic", "The curve"):
        exec(body, globals())
    assert capsys.readouterr().out == said
