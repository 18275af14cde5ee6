"""A limit on the time of a check in a notebook that is open before a student: a loop that never ends is stopped, and said to be one."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from softmax_course.checks.verdict import Stopped
from softmax_course.text import translate as _

SECONDS = 60  # a check takes less than one with a right answer; training in 05 may take twenty
IN_MEMORY = ":memory:"  # where kernels of nbclient, and so of nbgrader, keep history; these have a limit of their own


@contextmanager
def time_limit() -> Iterator[None]:
    """Stop what runs inside after a minute, as an interrupt from the kernel's menu would.

    Only in the main thread of a notebook's kernel, where the system can ring (Windows cannot), and where nobody else looks at the clock.
    """
    if not _can_ring():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped(_("was stopped after {seconds} s").format(seconds=SECONDS), "timeout")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 1.0)  # and every second again: a bare `except` may catch it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _can_ring() -> bool:
    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return (
        getattr(shell, "kernel", None) is not None
        and shell.history_manager.hist_file != IN_MEMORY
        and hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
    )
