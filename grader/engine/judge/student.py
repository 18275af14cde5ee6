"""The student's process, as the judge sees it: somebody to ask, who may be slow, silent, dead or lying."""

import contextlib
import select
import signal
import socket
import struct
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, NoReturn

import numpy as np

from grader.engine.cells import Message
from grader.engine.sandbox import INTERRUPT, Ending, Outcome
from grader.engine.student import NEW_CHILD
from grader.engine.wire.frames import Closed, Frames, TooSlow, WireError
from grader.engine.wire.peer import Peer
from softmax_course.checks.calling import Raised
from softmax_course.checks.verdict import Stopped

LARGEST_MESSAGE = 64 << 20
MOST_BYTES = 1 << 30  # from one process
GRACE = 2.0  # seconds in which an interrupted function may come to its end
WARNINGS = {kind.__name__: kind for kind in (RuntimeWarning, DeprecationWarning, FutureWarning, UserWarning)}


@dataclass(frozen=True)
class Allowed:
    """What one cell may take.

    Parameters
    ----------
    seconds
        Time.
    memory
        Bytes, as the sandbox enforces it.
    """

    seconds: float
    memory: int


class Student(Peer):
    """One process of the student's.

    Parameters
    ----------
    zygote
        The socket on which the student's zygote takes orders.
    allowed
        Limits, as the messages name them.
    """

    def __init__(self, zygote: socket.socket, allowed: Allowed) -> None:
        ours, theirs = socket.socketpair()
        self._control, keeper = socket.socketpair()
        with theirs, keeper:
            socket.send_fds(zygote, [NEW_CHILD], [theirs.fileno(), keeper.fileno()])
        answers: dict[str, Callable] = {
            "call": lambda number, args, options: self.handles[number](*args, **options),
            "next": self._next_item,
            "getattr": self._attribute,
            "setattr": self._set_attribute,
            "special": self._special,
        }
        super().__init__(Frames(ours, LARGEST_MESSAGE), 0, answers, _operators, lambda kind: [])
        self._connection = ours
        self._allowed = allowed
        self._deadline: float | None = None
        self._interrupted = False
        self._bytes = 0
        self._hers: dict[int, dict[str, Any]] = {}  # what she writes on objects of ours, which they know nothing of
        self.cpu_seconds = 0.0  # of a process that has ended by itself
        self.over: Stopped | None = None  # why there is nobody to ask any more

    # ---- what one asks of her -----------------------------------------------------------------------------------

    def lay_out(self, files: dict[str, bytes]) -> None:
        """Put the other files that she handed in into the folder in which her cells run."""
        if files:
            self.ask("files", files)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Whatever is asked inside has to be answered in this time."""
        self._deadline, self._interrupted = time.monotonic() + seconds, False
        try:
            yield
        finally:
            self._deadline = None

    def run(self, source: str, number: int) -> list[Message]:
        """Run one of her cells.

        Raises
        ------
        Stopped
            If it took too long, or its process died.
        """
        messages = self.ask("run", source, number)
        self.forget()
        return messages if isinstance(messages, list) else []

    def names(self, wanted: list[str]) -> dict[str, Any]:
        """Those of the names that her notebook defines."""
        found = self.ask("names", wanted)
        return {name: found[name] for name in wanted if name in found} if isinstance(found, dict) else {}

    def ask(self, operation: str, *arguments: Any) -> Any:
        """See :meth:`Peer.ask`; whatever goes wrong with the process itself is told as :class:`Stopped`."""
        if self.over is not None:
            raise self.over
        try:
            answer = super().ask(operation, *arguments)
        except WireError as problem:
            self._end(problem)
        except MemoryError as error:
            raise self.out_of_memory() from error
        if self._interrupted:
            raise self._too_long()
        if operation in ("call", "call_method", "call_many"):
            return _value_and_warnings(answer)
        return answer

    def forget(self) -> None:
        """Drop what was shared during one cell, on both sides."""
        super().forget()
        self.handles.clear()
        self._hers.clear()

    def end(self) -> None:
        """Stop her process."""
        if self.over is None:
            self.over = Stopped("was stopped", status="killed")
            self._connection.close()  # it is waiting for a request, and ends
            self._outcome()
        self._control.close()

    # ---- how ------------------------------------------------------------------------------------------------------

    def receive(self) -> bytes:
        """The next message; after the deadline the process is interrupted, and given a moment to say so."""
        try:
            message = self.frames.receive(self._deadline)
        except TooSlow:
            if self._interrupted:
                raise
            self._interrupted = True
            self._deadline = time.monotonic() + GRACE
            with contextlib.suppress(OSError):
                self._control.send(INTERRUPT)
            message = self.frames.receive(self._deadline)
        self._bytes += len(message)
        if self._bytes > MOST_BYTES:
            raise WireError("more than a gigabyte of answers")
        return message

    def send(self, message: bytes) -> None:
        """Send a message, before the deadline."""
        self.frames.send(message, self._deadline)

    def received(self, error: BaseException, kinds: list[str], where: str | None, line: str | None) -> BaseException:
        """Her exception, with what a message needs to know of it."""
        if self._interrupted and "KeyboardInterrupt" in kinds:
            return self._too_long()
        text = str(error.args[0]) if error.args else ""
        vars(error)["raised"] = Raised(kinds[0] if kinds else "Exception", text[:500], line, tuple(kinds), where)
        return error

    def _end(self, problem: WireError) -> NoReturn:
        """Find out why there is no answer, end the process, and raise :class:`Stopped`."""
        outcome = self._outcome() if isinstance(problem, Closed) else None
        self._connection.close()
        self._control.close()
        if isinstance(problem, TooSlow):
            self.over = self._too_long()
        else:
            text = f"was stopped: it sent {problem}" if outcome is None else self._in_words(outcome)
            self.over = Stopped(text, status="killed")
        raise self.over from None

    def _outcome(self) -> Outcome | None:
        """How her process ended, as its keeper tells."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(GRACE * 1000):
            return None
        with contextlib.suppress(OSError, ValueError, struct.error):
            outcome = Outcome.unpack(self._control.recv(Outcome.SIZE, socket.MSG_WAITALL))
            self.cpu_seconds = outcome.cpu_seconds
            return outcome
        return None

    def _in_words(self, outcome: Outcome) -> str:
        if outcome.ending == Ending.EXITED:
            return f"ended Python itself (exit status {outcome.code})"
        if outcome.ending == Ending.REFUSED:
            return f"could not be run: the sandbox was not to be had ({outcome.text})"
        with contextlib.suppress(ValueError):
            return f"ended Python itself: {signal.strsignal(signal.Signals(outcome.code))}"
        return f"ended Python itself (signal {outcome.code})"

    def _too_long(self) -> Stopped:
        return Stopped(f"was stopped after {self._allowed.seconds:g} s", status="timeout")

    def out_of_memory(self) -> Stopped:
        """What is said where memory ran out."""
        return Stopped(f"used more than {self._allowed.memory / 2**30:g} GiB", status="killed")

    # ---- what she may ask ---------------------------------------------------------------------------------------

    def _next_item(self, number: int) -> tuple[bool, Any]:
        iterator = self.handles[number]
        try:
            return True, next(iterator)
        except StopIteration:
            return False, None

    def _attribute(self, number: int, name: str) -> Any:
        value, hers = self.handles[number], self._hers.get(number, {})
        if name not in hers and not _is_visible(value, name):
            raise AttributeError(f"{type(value).__name__!r} object has no attribute {name!r:.60}")
        return hers[name] if name in hers else getattr(value, name)

    def _set_attribute(self, number: int, name: str, value: Any) -> None:
        if _is_visible(self.handles[number], name):
            setattr(self.handles[number], name, value)
        else:
            self._hers.setdefault(number, {})[name] = value

    def _special(self, number: int, name: str, args: tuple) -> Any:
        value = self.handles[number]
        if name not in _operators(value):
            raise TypeError(f"{type(value).__name__!r} object does not support {name}")
        return getattr(type(value), name)(value, *args)


FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, np.ufunc, partial)


def _operators(value: Any) -> list[str]:
    """What the student may do with an object of ours: call functions, go through iterators, and what a class makes visible."""
    if isinstance(value, FUNCTIONS):
        return ["__call__"]
    if hasattr(type(value), "__next__"):
        return ["__iter__", "__next__"]
    if hasattr(type(value), "VISIBLE") or _stands_in_a_check(value):
        return [name for name in ("__call__", "__iter__", "__len__", "__getitem__") if hasattr(type(value), name)]
    raise TypeError(f"an object of type {type(value).__name__} cannot be given to a student's function")


def _is_visible(value: Any, name: str) -> bool:
    """Whether this attribute of an object is one that students' code may see and set."""
    return name in getattr(type(value), "VISIBLE", ()) or (_stands_in_a_check(value) and not name.startswith("_"))


def _stands_in_a_check(value: Any) -> bool:
    """Whether its class is written in the check cell itself, in plain sight."""
    return type(value).__module__ == "__main__"


def _value_and_warnings(answer: Any) -> Any:
    """The value of a call, or of many; the warnings that came on the way are given here."""
    value, warned = answer
    for kind, text in warned[:3]:
        warnings.warn(str(text)[:500], WARNINGS.get(kind, RuntimeWarning), stacklevel=3)
    return value


def unavailable(reason: Callable[[], Stopped]) -> Any:
    """What stands for a name whose cell was stopped: whoever uses it is told so."""

    class Unavailable:
        def __call__(self, *args: Any, **options: Any) -> Any:
            raise reason()

        __len__ = __getitem__ = __iter__ = __call__

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            raise reason()

    return Unavailable()
