"""A loop that never ends is stopped in a notebook, and said to be one; where somebody else looks at the clock nothing rings."""

import signal
from unittest import mock

import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

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


ASK = "from softmax_course.checks import limit; print(limit._can_ring())"


def test_a_kernel_of_jupyterlab_is_limited():
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        said = []
        client.execute_interactive(ASK, output_hook=said.append, timeout=60)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert [message["content"]["text"] for message in said if message["msg_type"] == "stream"] == ["True\n"]


def test_who_executes_notebooks_has_a_limit_of_his_own():
    notebook = new_notebook(cells=[new_code_cell(ASK)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[0].outputs[0].text == "False\n"


def test_without_a_kernel_nothing_rings():
    assert not limit._can_ring()
