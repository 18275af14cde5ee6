"""The digits that come with the course: what they are, and that nobody has changed them."""

import hashlib
import io
import re
import runpy
from pathlib import Path

import numpy as np

from softmax_course.assets import asset
from softmax_course.data import load_digits_split

SPLIT = "be8661fee8256fdef5c169187391d79d9cc64f326c87fd51c90d4f3e1b9020bc"


def test_shapes_types_and_range():
    for (X, y), rows in zip(load_digits_split(), (1437, 360), strict=True):
        assert X.shape == (rows, 64)
        assert X.dtype == np.float64
        assert X.min() == 0
        assert X.max() == 1
        assert np.array_equal(X * 16, np.round(X * 16))
        assert y.shape == (rows,)
        assert y.dtype == np.int64
        assert set(y) == set(range(10))


def test_the_file_has_the_checksum_that_its_readme_gives():
    readme = asset("README.md").read_text(encoding="utf-8")
    stated = re.search(r"SHA-256 of digits\.npz\W+([0-9a-f]{64})", readme)
    assert stated is not None
    assert hashlib.sha256(asset("digits.npz").read_bytes()).hexdigest() == stated[1]


def test_the_split_is_the_one_that_it_has_always_been():
    (X_train, y_train), (X_test, y_test) = load_digits_split()
    everything = b"".join(np.ascontiguousarray(a).astype("<f8").tobytes() for a in (X_train, y_train, X_test, y_test))
    assert hashlib.sha256(everything).hexdigest() == SPLIT


def test_no_row_is_in_both_halves_and_none_is_missing():
    (X_train, _train), (X_test, _test) = load_digits_split()
    rows = {row.tobytes() for row in X_train}
    held_back = {row.tobytes() for row in X_test}
    assert not rows & held_back
    assert len(rows) + len(held_back) == 1797


def test_every_class_has_about_its_tenth_in_both_halves():
    for (_X, y), least, most in zip(load_digits_split(), (130, 28), (155, 50), strict=True):
        counts = np.bincount(y, minlength=10)
        assert counts.min() >= least
        assert counts.max() <= most


def test_no_long_run_of_the_same_label():
    (_X, y), _test = load_digits_split()
    assert (y[1:] == y[:-1]).mean() < 0.15


def test_the_arrays_belong_to_the_caller():
    (X, y), _test = load_digits_split()
    X[:], y[:] = -1, -1
    (again, labels), _test = load_digits_split()
    assert again.min() == 0
    assert labels.min() == 0


def test_a_neighbour_knows_the_digit():
    """Labels belong to their rows: the nearest training image has the same label nearly always."""
    (X_train, y_train), (X_test, y_test) = load_digits_split()
    distances = (X_train**2).sum(axis=1) - 2 * X_test @ X_train.T
    assert (y_train[distances.argmin(axis=1)] == y_test).mean() > 0.97


def test_the_making_script_writes_these_bytes_from_these_arrays():
    script = runpy.run_path(str(Path(__file__).resolve().parents[2] / "assets" / "make_digits.py"))
    packed = asset("digits.npz").read_bytes()
    with np.load(io.BytesIO(packed)) as npz:
        order = np.array(script["shuffled_rows"](len(npz["labels"])), dtype="<u2")
        assert script["archive"](pixels=npz["pixels"], labels=npz["labels"], order=order) == packed
