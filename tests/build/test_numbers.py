"""Expected numbers made on one processor are fresh on another, and a changed number is not."""

import json

import pytest

from grader.build.expected import same_numbers


def text(true: float, wrong: float) -> str:
    return json.dumps({"sigmoid": {"expected": [true], "mistakes": [{"signature": [wrong]}]}})


@pytest.mark.parametrize(
    ("true", "wrong"),
    [(0.024576400548381977, 0.5), (0.02457640054838197, 0.5), (0.024576400548381977, 0.5 + 1e-9)],
    ids=["the same", "last digit of the truth", "rounding in a mistake"],
)
def test_another_processor_makes_no_difference(true: float, wrong: float) -> None:
    assert same_numbers(text(0.024576400548381977, 0.5), text(true, wrong))


def test_what_is_rounding_alone_is_the_same() -> None:
    assert same_numbers(text(1.0, -1.01e-16), text(1.0, 3.2e-17))


@pytest.mark.parametrize(("true", "wrong"), [(0.0246, 0.5), (0.024576400548381977, 0.501), (1e-12, 0.5)])
def test_a_changed_number_is_seen(true: float, wrong: float) -> None:
    assert not same_numbers(text(0.024576400548381977, 0.5), text(true, wrong))


def test_tiny_truths_count() -> None:
    assert not same_numbers(text(1e-200, 0.5), text(2e-200, 0.5))
