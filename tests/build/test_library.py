"""A mistake that is none would accuse right code: the build refuses it."""

from unittest import mock

import numpy as np

from grader.build import library
from grader.build.source import read_sources
from solutions.mistakes import Implementation
from tests.conftest import ROOT


def right_after_all(z):
    """Nothing is wrong with this one.

    Where would one look?
    """
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def upside_down(z):
    """This falls where it should rise.

    What comes out at a large z?
    """
    return 1 / (1 + np.exp(z))


def test_a_mistake_that_equals_the_right_answer_is_named_with_file_and_line():
    entries = [Implementation(f.__name__, "sigmoid", False, False, f) for f in (right_after_all, upside_down)]
    with mock.patch.object(library, "LIBRARY", entries):
        problems = list(library.harmless_mistakes(read_sources(ROOT)[0]))
    assert len(problems) == 1
    assert f".py:{right_after_all.__code__.co_firstlineno}: right_after_all equals the right answer" in problems[0]


def test_the_library_of_the_course_has_none():
    assert list(library.harmless_mistakes(read_sources(ROOT)[0])) == []
