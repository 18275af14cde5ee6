"""Keeping confined processes: forking them, stopping them, and telling how they ended.

All of it happens in the process that called `enter`. It shares nothing with those it keeps, and they do not see it.
"""

import os
import select
import shutil
import signal
import socket
import struct
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

from grader.engine.sandbox import kernel, layers
from grader.engine.sandbox.confinement import close_all_but, confine, entered
from grader.engine.sandbox.limits import Limits

INTERRUPT = b"i"

_FORMAT = struct.Struct("<BidQ400s")
_CONFINED = b"confined"
_PIPE_AT_ONCE = 4096


class Ending(IntEnum):
    """How a confined process ended."""

    EXITED = 0
    KILLED = 1  # by a signal
    REFUSED = 2  # it could not be confined, and nothing ran


@dataclass(frozen=True)
class Outcome:
    """What is sent on the control socket of a process that has ended.

    Parameters
    ----------
    ending
        How it ended.
    code
        The exit status, the signal's number, or 0.
    cpu_seconds
        The time it computed.
    max_rss
        The most bytes that it had in memory, those it was forked with included.
    text
        Why it was refused; empty otherwise.
    """

    ending: Ending
    code: int
    cpu_seconds: float = 0.0
    max_rss: int = 0
    text: str = ""

    SIZE = _FORMAT.size  # bytes on the control socket

    def pack(self) -> bytes:
        """The bytes to send."""
        text = self.text.encode()[:400].decode(errors="ignore").encode()
        return _FORMAT.pack(self.ending, self.code, self.cpu_seconds, self.max_rss, text)

    @classmethod
    def unpack(cls, data: bytes) -> "Outcome":
        """The outcome that was sent as `data`."""
        ending, code, cpu_seconds, max_rss, text = _FORMAT.unpack(data)
        return cls(Ending(ending), code, cpu_seconds, max_rss, text.rstrip(b"\0").decode())


@dataclass(frozen=True)
class _Kept:
    """A confined process.

    Parameters
    ----------
    process
        Its process id, as it is here.
    handle
        The same as a descriptor, which is readable when it has ended.
    report
        From which `_CONFINED` or a reason can be read.
    control
        The socket for orders and the outcome.
    scratch
        A folder to remove, where scratch is none that vanishes by itself.
    """

    process: int
    handle: int
    report: int
    control: socket.socket
    scratch: Path | None


_kept: dict[int, _Kept] = {}


def fork_confined(run: Callable[[], object], control: socket.socket, bounds: Limits, keep_fds: Collection[int]) -> int:
    """Fork a confined process that calls `run` and ends. Whoever calls this must call `keep` then.

    On `control` comes `INTERRUPT`, which interrupts the process as Ctrl-C does; when the other end is closed the process is
    killed. When it has ended, one `Outcome` goes back.

    Parameters
    ----------
    run
        What to run, confined. Its result is dropped; an exception makes the exit status 1.
    control
        One end of a stream. It can be closed here afterwards, and so can what `keep_fds` names.
    bounds
        How much the process may use.
    keep_fds
        The descriptors that it has besides 0, 1 and 2, which are /dev/null.

    Returns
    -------
    int
        The process id.
    """
    state = entered()
    separate = layers.NAMESPACES in state.layers
    made = None if separate else Path(tempfile.mkdtemp())
    report, reporting = os.pipe()
    try:
        process = _fork(state.pid_namespace)
        if process == 0:
            _live(run, bounds, frozenset(keep_fds), reporting, made)
    finally:
        os.close(reporting)
    _kept[process] = _Kept(process, os.pidfd_open(process), report, control.dup(), made)
    return process


def keep(until: socket.socket | None = None) -> None:
    """Take orders for the confined processes and tell how they ended.

    Parameters
    ----------
    until
        Return when there is something to read here. Otherwise return when all processes have ended.
    """
    while _kept or until is not None:
        poll = select.poll()
        if until is not None:
            poll.register(until, select.POLLIN)
        for kept in _kept.values():
            poll.register(kept.handle, select.POLLIN)
            poll.register(kept.control, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll()}
        for kept in tuple(_kept.values()):
            if kept.handle in ready:
                _tell(kept)
            elif kept.control.fileno() in ready:
                _obey(kept)
        if until is not None and until.fileno() in ready:
            return


def _fork(namespace: int | None) -> int:
    """Fork into a new pid namespace, where `namespace` is the own one; otherwise into the same."""
    if namespace is None:
        return os.fork()
    kernel.unshare(kernel.CLONE_NEWPID)
    process = -1
    try:
        process = os.fork()
        return process
    finally:
        if process != 0:
            kernel.call("setns", namespace, kernel.CLONE_NEWPID)


def _live(
    run: Callable[[], object], bounds: Limits, keep_fds: frozenset[int], reporting: int, scratch: Path | None
) -> NoReturn:
    """The confined process, from its beginning to its end."""
    code = 1
    try:
        try:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            signal.signal(signal.SIGINT, signal.default_int_handler)
            nothing = os.open("/dev/null", os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            close_all_but(keep_fds | {reporting})
            confine(bounds, scratch)
        except BaseException as error:
            os.write(reporting, f"{type(error).__name__}: {error}".encode()[:_PIPE_AT_ONCE])
            os._exit(1)
        os.write(reporting, _CONFINED)  # raises where the keeper has died, who would have been told to die with it
        os.close(reporting)
        run()
        code = 0
    finally:
        os._exit(code)


def _obey(kept: _Kept) -> None:
    """Take an order, which is nothing where the other end is closed."""
    try:
        order = kept.control.recv(1)
    except OSError:
        order = b""
    if order == INTERRUPT:
        os.kill(kept.process, signal.SIGINT)
    elif not order:
        os.kill(kept.process, signal.SIGKILL)
        _tell(kept)


def _tell(kept: _Kept) -> None:
    """Wait for a process that has ended or is about to, tell how, and forget it."""
    del _kept[kept.process]
    _, waited, usage = os.wait4(kept.process, 0)
    said = os.read(kept.report, _PIPE_AT_ONCE)
    figures = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
    if said != _CONFINED:
        text = said.decode(errors="replace") or "it died while being confined"
        outcome = Outcome(Ending.REFUSED, 0, *figures, text)
    elif os.WIFSIGNALED(waited):
        outcome = Outcome(Ending.KILLED, os.WTERMSIG(waited), *figures)
    else:
        outcome = Outcome(Ending.EXITED, os.WEXITSTATUS(waited), *figures)
    with suppress(OSError):  # nobody may be interested any more
        kept.control.send(outcome.pack(), socket.MSG_DONTWAIT)
    kept.control.close()
    os.close(kept.handle)
    os.close(kept.report)
    if kept.scratch is not None:
        shutil.rmtree(kept.scratch, ignore_errors=True)
