"""A keeper stands between the engine and one confined process: it forks it, stops it and tells how it ended."""

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

from grader.engine.sandbox import kernel, layers, limits, privileges
from grader.engine.sandbox.confinement import confine, entered
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
    """What a keeper sends when its process has ended.

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


_keepers: set[int] = set()


def fork_confined(run: Callable[[], object], control: socket.socket, bounds: Limits, keep_fds: Collection[int]) -> int:
    """Fork a keeper, which forks a confined process that calls `run` and ends.

    On `control` the keeper takes `INTERRUPT`, which interrupts the process as Ctrl-C does; when the other end is
    closed it kills the process. When the process has ended it sends one `Outcome` and ends too.

    Parameters
    ----------
    run
        What to run, confined. Its result is dropped; an exception makes the exit status 1.
    control
        One end of a stream. Close it here afterwards, as well as what `keep_fds` names.
    bounds
        How much the process may use.
    keep_fds
        The descriptors that it has besides 0, 1 and 2, which are /dev/null.

    Returns
    -------
    int
        The keeper's process id; it is waited for at a later call.
    """
    entered()
    reap()
    keeper = os.fork()
    if keeper == 0:
        try:
            _keep(run, control, bounds, frozenset(keep_fds))
        finally:
            os._exit(1)
    _keepers.add(keeper)
    return keeper


def reap() -> None:
    """Wait for the keepers that have ended; `fork_confined` does it, too."""
    for keeper in tuple(_keepers):
        try:
            ended = os.waitpid(keeper, os.WNOHANG)[0]
        except ChildProcessError:  # somebody else has waited for it
            ended = keeper
        if ended:
            _keepers.discard(keeper)


def _keep(run: Callable[[], object], control: socket.socket, bounds: Limits, keep: frozenset[int]) -> None:
    os.setsid()  # Ctrl-C in a terminal is for the engine to deal with
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    made: Path | None = None
    try:
        state = entered()
        separate = layers.NAMESPACES in state.layers
        identity = None if state.own_user_namespace or not privileges.privileged() else _free_id()
        if separate:
            kernel.unshare(kernel.CLONE_NEWPID)
            scratch = state.view.scratch
        else:
            scratch = made = Path(tempfile.mkdtemp())
            if identity is not None:
                os.chown(made, identity, identity)
        address_space = limits.address_space()
        status, report = os.pipe()
        process = os.fork()
        if process == 0:
            _child(run, bounds, keep, report, lambda: confine(bounds, address_space, identity, scratch))
        os.close(report)
        _close_all_but({control.fileno(), status})
        outcome = _watch(process, status, control)
    except Exception as error:
        outcome = Outcome(Ending.REFUSED, 0, text=f"{type(error).__name__}: {error}")
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    with suppress(OSError):  # nobody may be interested any more
        control.sendall(outcome.pack())
    os._exit(0)


def _free_id() -> int:
    return privileges.unprivileged_id(os.getpid())


def _child(
    run: Callable[[], object], bounds: Limits, keep: frozenset[int], report: int, confine_me: Callable[[], None]
) -> NoReturn:
    code = 1
    try:
        try:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            signal.signal(signal.SIGINT, signal.default_int_handler)
            nothing = os.open("/dev/null", os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            _close_all_but(keep | {report})
            confine_me()
        except BaseException as error:
            os.write(report, f"{type(error).__name__}: {error}".encode()[:_PIPE_AT_ONCE])
            os._exit(1)
        os.write(report, _CONFINED)
        os.close(report)
        run()
        code = 0
    finally:
        os._exit(code)


def _watch(process: int, status: int, control: socket.socket) -> Outcome:
    """Wait for the process to be confined and to end, and for orders."""
    text = os.read(status, _PIPE_AT_ONCE)
    while text and (more := os.read(status, _PIPE_AT_ONCE)):
        text += more
    os.close(status)
    with os.fdopen(os.pidfd_open(process)) as ended:
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(control, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if ended.fileno() in ready:
                break
            order = control.recv(1)
            if order == INTERRUPT:
                os.kill(process, signal.SIGINT)
            elif not order:
                os.kill(process, signal.SIGKILL)
                poll.unregister(control)
    _, waited, usage = os.wait4(process, 0)
    figures = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
    if text != _CONFINED:
        return Outcome(Ending.REFUSED, 0, *figures, text.decode(errors="replace") or "it died while being confined")
    if os.WIFSIGNALED(waited):
        return Outcome(Ending.KILLED, os.WTERMSIG(waited), *figures)
    return Outcome(Ending.EXITED, os.WEXITSTATUS(waited), *figures)


def _close_all_but(keep: Collection[int]) -> None:
    last = 2
    for descriptor in sorted(number for number in keep if number > 2):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, 1 << 20)
