"""What counts as equal: rounding and float32 do, mistakes do not."""

import numpy as np
import pytest

from softmax_course.checks.comparing import NotANumber, as_numbers, compare, compare_tails, show_array, show_number


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.array(0.5), np.float32(0.5), True])
def test_a_number_may_be_any_kind_of_number(value):
    assert isinstance(as_numbers(value), np.ndarray)
    assert as_numbers(value).shape == ()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "return"),
        ("0.5", "str"),
        (len, "function"),
        ([[1], [1, 2]], "different shapes"),
        (np.array([1j]), "complex"),
    ],
)
def test_what_is_not_numbers_is_said_in_words(value, says):
    assert isinstance(as_numbers(value), NotANumber)
    assert says in as_numbers(value).why


def test_float32_inside_is_equal_and_a_small_mistake_is_not():
    true = np.random.default_rng(1).normal(size=(5, 4))
    assert compare(true.astype(np.float32).astype(float), true, 2e-6) is None
    off = true.copy()
    off[2, 1] += 1e-4
    difference = compare(off, true, 2e-6)
    assert difference.kind == "value"
    assert difference.at == (2, 1)


def test_a_shape_that_broadcasts_is_still_another_shape():
    assert compare(np.zeros((3, 1)), np.zeros(3), 1e-5).kind == "shape"


def test_nan_is_named_and_an_expected_infinity_is_not():
    assert compare(np.array([1.0, np.nan]), np.array([1.0, 2.0]), 1e-5).kind == "nan"
    assert compare(np.array([np.inf]), np.array([np.inf]), 1e-5) is None


def test_in_tails_each_entry_counts_by_its_own_size():
    true = np.array([1.0, 1e-30])
    assert compare(np.array([1.0, 0.0]), true, 1e-5) is None
    assert compare_tails(np.array([1.0, 0.0]), true).at == (1,)
    assert compare_tails(np.array([1.0, 0.0]), np.array([1.0, 1e-301])) is None


def test_numbers_are_shown_around_the_entry_that_matters():
    assert show_number(-0.14) == "−0.14"
    assert show_array(np.arange(20.0), (15,)).startswith("[…, 13")
