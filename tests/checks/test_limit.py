"""A loop that never ends is stopped in a notebook, and said to be one; where somebody else looks at the clock nothing rings."""

import signal
from unittest import mock

import pytest

from softmax_course.checks import checking, limit
from softmax_course.checks.verdict import TookTooLong

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="This system has no alarm.")


def turn_for_ever() -> None:
    while True:
        try:  # noqa: SIM105 - as a student may write it
            pass
        except:  # noqa: E722
            pass


def test_a_loop_that_never_ends_is_stopped_in_words():
    before = signal.getsignal(signal.SIGALRM)
    with (
        mock.patch.object(limit, "_can_ring", return_value=True),
        mock.patch.object(limit, "SECONDS", 0.2),
        pytest.raises(TookTooLong, match=r"was stopped after 0\.2 s"),
        checking("topological_order"),
    ):
        turn_for_ever()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_the_limit_is_that_of_a_kernel_that_nobody_else_limits(monkeypatch):
    monkeypatch.delenv(limit.LIMITED_ELSEWHERE, raising=False)
    assert not limit._can_ring()  # no kernel
    with mock.patch("IPython.get_ipython", return_value=mock.Mock(kernel=object())):
        assert limit._can_ring()
        monkeypatch.setenv(limit.LIMITED_ELSEWHERE, "yes")
        assert not limit._can_ring()
