"""The pictures of a wrong gradient: the numbers that came, and of the expected ones nothing but signs and a quarter of the scale."""

import re
from base64 import b64decode
from html import unescape
from xml.etree import ElementTree

import numpy as np
import pytest

from softmax_course.checks import checking
from softmax_course.checks.comparing import Difference
from softmax_course.checks.heat_maps import BLUE, ORANGE, HeatMaps, heat_maps
from softmax_course.checks.verdict import NotPassed
from softmax_course.problems import EXERCISES
from softmax_course.problems.exercise import ORDINARY, TAIL, Problem
from solutions.mistakes import LIBRARY

SVG = "{http://www.w3.org/2000/svg}"


def drawn(html: str) -> list[tuple[str, list[str], list[str]]]:
    """Of each image its alt text, what stands in its cells, and their colours."""
    found = []
    for alt, data in re.findall(r'<img alt="([^"]*)" width="\d+" src="data:image/svg\+xml;base64,([^"]*)">', html):
        root = ElementTree.fromstring(b64decode(data))
        texts = [text.text or "" for text in root.iter(f"{SVG}text")]
        cells = [rect.get("fill") for rect in root.iter(f"{SVG}rect")][1:]
        found.append((unescape(alt), texts[-len(cells) :], cells))
    return found


@pytest.fixture(scope="module")
def pictures():
    """Of an array in which one row has the other sign."""
    expected = np.random.default_rng(3).normal(size=(7, 3))
    got = expected * np.where(np.arange(7) == 2, -1, 1)[:, None]
    return expected, got, drawn(HeatMaps("dZ", expected, got, "NC", 1e-5).html)


def test_what_came_is_shown_in_numbers(pictures):
    _expected, got, (_first, (alt, texts, _colours), _third) = pictures
    assert [float(text.replace("−", "-")) for text in texts] == pytest.approx(got.ravel(), rel=0.06)
    assert alt.startswith("dZ: yours, row by row: ")


def test_what_is_expected_is_shown_in_signs_and_steps(pictures):
    expected, _got, ((alt, texts, colours), _second, _third) = pictures
    assert texts == ["+" if value > 0 else "−" for value in expected.ravel()]
    assert not re.search(r"\d", alt)
    assert len(set(colours)) <= 8
    largest = np.abs(expected).argmax()
    full = BLUE if expected.ravel()[largest] > 0 else ORANGE
    assert colours[largest] in {"#" + "".join(f"{round(255 - k * (255 - c)):02x}" for c in full) for k in (0.7, 1.0)}


def test_the_difference_marks_what_is_right(pictures):
    expected, got, (_first, _second, (_alt, texts, _colours)) = pictures
    assert texts == [
        "=" if a == b else "+" if a > b else "−" for a, b in zip(got.ravel(), expected.ravel(), strict=True)
    ]


def test_only_a_visible_check_draws():
    mistake = next(entry for entry in LIBRARY if entry.name == "vjp_upstream_ignored")
    namespace = {"np": np}
    exec(mistake.cell(("softmax_vjp",)), namespace)
    with pytest.raises(NotPassed) as visible, checking("softmax_vjp") as check:
        check.values(namespace["softmax_vjp"])
    picture = visible.value.message.picture
    assert (picture.label, picture.axes, picture.got.shape) == ("Jᵀg", "NC", (5, 3))
    problems = EXERCISES["softmax_vjp"].draw(5)
    zeros = [[np.zeros_like(problem.args[1])] for problem in problems]
    with pytest.raises(NotPassed) as hidden, checking("softmax_vjp") as check:
        check.values(namespace["softmax_vjp"], problems, zeros)
    assert hidden.value.message.picture is None


@pytest.mark.parametrize(
    ("exercise", "shape", "kind", "helps"),
    [
        ("softmax_vjp", (5, 3), ORDINARY, True),
        ("softmax_vjp", (5, 3), TAIL, False),  # a few huge numbers, and all others white
        ("softmax_vjp", (40, 3), ORDINARY, False),  # too many rows to look at
        ("softmax_vjp", (5, 20), ORDINARY, False),
        ("logistic_gradient", (4,), ORDINARY, True),
        ("logistic_loss", (4,), ORDINARY, False),  # a list of losses is no gradient
    ],
)
def test_a_picture_is_drawn_where_it_helps(exercise, shape, kind, helps):
    expected = np.ones(shape)
    difference = Difference("value", expected, -expected, at=(0,) * len(shape))
    drawing = heat_maps(EXERCISES[exercise], "result", Problem((), kind=kind), difference)
    assert (drawing is not None) is helps
