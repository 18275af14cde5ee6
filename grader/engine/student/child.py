"""The student's process: runs her cells, and calls her functions when the judge asks for it."""

import asyncio
import random
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from grader.engine.cells import CellRunner, Message
from grader.engine.student.raw_output import RawOutput
from grader.engine.wire.frames import Closed, Frames
from grader.engine.wire.handles import methods_of, specials_of
from grader.engine.wire.peer import ANSWER, Peer
from softmax_course.checks.calling import busiest_line, calls_of_helpers, describe, executed_lines, peak_memory, quiet

LARGEST_MESSAGE = 1 << 30  # the judge is trusted


class Child(Peer):
    """Answers the judge.

    Parameters
    ----------
    connection
        The socket to the judge.
    runner
        The notebook.
    """

    def __init__(self, connection: socket.socket, runner: CellRunner) -> None:
        answers: dict[str, Callable] = {
            "files": _write_files,
            "names": self._names,
            "call": self._call,
            "call_method": self._call_method,
            "call_many": self._call_many,
            "measured": self._measured,
            "special": self._special,
            "next": self._next,
            "getattr": lambda number, name: getattr(self.handles[number], name),
            "setattr": lambda number, name, value: setattr(self.handles[number], name, value),
            "forget": self.forget,
        }
        super().__init__(Frames(connection, LARGEST_MESSAGE), 1, answers, specials_of, methods_of)
        self._runner = runner
        self._busy = False
        self._raw = RawOutput()

    async def live(self) -> None:
        """Answer until the judge is gone."""
        signal.signal(signal.SIGINT, self._interrupt)
        while True:
            _kind, operation, payload = self.next_message()
            if operation == "run":
                self._send(ANSWER, "", await self._run(*self.values.decode(payload)))
                self.forget()
            else:
                with self._silently():
                    self.serve(operation, payload)

    def describe(self, error: BaseException) -> tuple[list[str], str, str | None, str | None]:
        """Kinds, text, and the student's own function and line."""
        raised = describe(error, error.__traceback__)
        return list(raised.kinds), raised.text, raised.where, raised.line

    async def _run(self, source: str, number: int) -> list[Message]:
        self._busy = True
        try:
            messages = await self._runner.run(source, number)
        finally:
            self._busy = False
        return messages + self._raw.messages()

    @contextmanager
    def _silently(self) -> Iterator[None]:
        """What is printed while the judge calls reaches nobody."""
        try:
            with self._runner.silence():
                yield
        finally:
            self._raw.forget()

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._busy:
            raise KeyboardInterrupt

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        before, self._busy = self._busy, True
        try:
            yield
        finally:
            self._busy = before

    def _names(self, wanted: list) -> dict[str, Any]:
        return {name: self._runner.namespace[name] for name in wanted if name in self._runner.namespace}

    def _call(self, number: int, args: tuple, options: dict) -> tuple[Any, list]:
        return self._called(self.handles[number], args, options)

    def _call_method(self, number: int, name: str, args: tuple, options: dict) -> tuple[Any, list]:
        return self._called(getattr(self.handles[number], name), args, options)

    def _called(self, function: Callable, args: tuple, options: dict) -> tuple[Any, list]:
        with self._at_work(), quiet() as warned:
            value = function(*args, **options)
        return value, [(type(w.message).__name__, str(w.message)) for w in warned[:3]]

    def _call_many(self, number: int, inputs: list) -> tuple[list, list]:
        function = self.handles[number]
        return self._called(lambda: [function(*args) for args in inputs], (), {})

    def _special(self, number: int, name: str, args: tuple) -> Any:
        value = self.handles[number]
        with self._at_work(), quiet():
            return getattr(type(value), name)(value, *args)

    def _next(self, number: int) -> tuple[bool, Any]:
        with self._at_work(), quiet():
            try:
                return True, next(self.handles[number])
            except StopIteration:
                return False, None

    def _measured(self, number: int, what: str, args: tuple, options: dict) -> Any:
        function = self.handles[number]
        with self._at_work():
            if what == "lines":
                return executed_lines(function, args)
            if what == "busiest":
                return busiest_line(function, args)
            if what == "helpers":
                return calls_of_helpers(function, args, options)
            return peak_memory(function, args)


def _write_files(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)


def live(connection: socket.socket, runner: CellRunner) -> None:
    """What the child does, from its first moment to its last."""
    random.seed()
    np.random.seed()
    child = Child(connection, runner)
    with suppress(Closed):
        asyncio.run(child.live())  # as in a kernel, an event loop is running while cells run
