"""Running a cell as a kernel does, without a kernel: ipykernel's own shell, whose messages are kept instead of sent.

Both sides use it: the student's process for her cells, the judge for check and grade cells. What comes out are Jupyter messages, from which
:mod:`grader.engine.outputs` makes a notebook's outputs.
"""

import asyncio
import builtins
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import ExecutionResult
from jupyter_client.session import Session
from matplotlib_inline.backend_inline import configure_inline_support
from traitlets.config import Config

LONGEST_OUTPUT = 1_000_000  # characters that one cell may print
MOST_DISPLAYED = 20_000_000  # characters in everything else that one cell shows
CUT = "\n… what this cell printed after this has been left out: it is more than a million characters.\n"

Message = tuple[str, dict[str, Any]]


class Recorder(Session):
    """A session that keeps what a kernel would send to its frontend."""

    messages: list[Message]
    silent: bool

    def start(self) -> None:
        """Begin a new cell."""
        self.messages, self.silent = [], False
        self._printed = self._displayed = 0

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_options: Any) -> None:
        """Keep a message."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        if self.silent:
            return
        self._displayed += size(content)
        if self._displayed <= MOST_DISPLAYED:
            self.messages.append((str(msg_or_type), content))

    def text(self, name: str, text: str) -> None:
        """Keep what was printed."""
        if self.silent or not text or self._printed > LONGEST_OUTPUT:
            return
        self._printed += len(text)
        if self._printed > LONGEST_OUTPUT:
            text = text[: len(text) - (self._printed - LONGEST_OUTPUT)] + CUT
        for kind, content in reversed(self.messages):  # a kernel gathers each stream by itself until something is shown
            if kind != "stream":
                break
            if content["name"] == name:
                content["pieces"].append(text)
                return
        self.messages.append(("stream", {"name": name, "pieces": [text]}))


class Stream(io.TextIOBase):
    """Standard output or standard error of the cells."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name
        self.name = f"<{name}>"

    def write(self, text: str) -> int:
        """Keep a text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._recorder.text(self._name, text)
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True


class CellRunner:
    """The notebook's namespace, and the shell that runs cells in it.

    One a process; it is made before the process forks.
    """

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # its thread would not survive a fork
        self._recorder = Recorder()
        self._recorder.start()
        self.shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
        self.shell.kernel = _NoKernel(self.shell)
        channels: Any = (self.shell.displayhook, self.shell.display_pub)
        for channel in channels:
            channel.session, channel.pub_socket = self._recorder, self._recorder
        configure_inline_support(self.shell, matplotlib.get_backend())
        matplotlib.interactive(True)
        sys.modules["__main__"] = self.shell.user_module
        self._streams = Stream(self._recorder, "stdout"), Stream(self._recorder, "stderr")

    @property
    def namespace(self) -> dict[str, Any]:
        """The names of the notebook."""
        return self.shell.user_ns

    async def run(self, source: str, number: int) -> list[Message]:
        """Run a cell.

        Parameters
        ----------
        source
            Its text.
        number
            The number that a kernel would print before it.

        Returns
        -------
        list
            Type and content of the messages that a kernel would send.
        """
        self._recorder.start()
        self.shell.execution_count = number
        builtins.input = _no_input
        with self.streams():
            result = None
            try:
                result = await self.shell.run_cell_async(
                    source,
                    store_history=True,
                    transformed_cell=self._transformed(source),
                    preprocessing_exc_tuple=None,
                )
            finally:  # as ipykernel does: pictures are shown here
                self.shell.events.trigger("post_execute")
                self.shell.events.trigger("post_run_cell", result)
            self._show_what_was_not_shown(result)
        return [_finished(message) for message in self._recorder.messages]

    def _show_what_was_not_shown(self, result: ExecutionResult | None) -> None:
        """As nbgrader does: an error that left no output is an output of its own."""
        error = result and (result.error_before_exec or result.error_in_exec)
        if not error:
            return
        name = type(error).__name__
        if not any(kind == "error" and content["ename"] == name for kind, content in self._recorder.messages):
            text = "ERROR: An error occurred while showtraceback was disabled"
            self._recorder.send(None, "error", {"ename": name, "evalue": str(error), "traceback": [text]})

    def run_here(self, source: str, number: int) -> list[Message]:
        """Run a cell where no event loop is running."""
        return asyncio.run(self.run(source, number))

    def warm(self) -> None:
        """Load what the first error, the first picture and the first import would load, and forget it all."""
        for source in (
            "1/0",
            "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='$x_1$')\nplt.title('a')\nplt.legend()\nplt.show()",
        ):
            self.run_here(source, 1)
        self.shell.reset(new_session=True)

    @contextmanager
    def streams(self) -> Iterator[None]:
        """Standard output and standard error are those of the cells."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._streams
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Nothing that is printed or shown is kept."""
        before, self._recorder.silent = self._recorder.silent, True
        try:
            with self.streams():
                yield
        finally:
            self._recorder.silent = before

    def _transformed(self, source: str) -> str:
        try:
            return self.shell.transform_cell(source)
        except Exception:  # run_cell_async will meet it again, and show it as a kernel does
            return source


class _NoKernel:
    """What ``get_ipython().kernel`` is: enough to be looked at."""

    def __init__(self, shell: ZMQInteractiveShell) -> None:
        self.shell = shell
        self.eventloop = None


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def size(content: Any) -> int:
    """About how many characters a message takes."""
    if isinstance(content, (str, bytes)):
        return len(content)
    if isinstance(content, dict):
        return sum(map(size, content.values()))
    return sum(map(size, content)) if isinstance(content, (list, tuple)) else 8


def _finished(message: Message) -> Message:
    kind, content = message
    if kind == "stream":
        return kind, {"name": content["name"], "text": "".join(content["pieces"])}
    return kind, content
