"""Does the sandbox hold here? Forbidden things are tried in it before anything of a student runs."""

import asyncio
import importlib
import json
import os
import secrets
import select
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import numpy as np

from grader.engine.sandbox import kernel
from grader.engine.sandbox.attempts import ATTEMPTS, STOPPED, World, succeeded
from grader.engine.sandbox.confinement import enter
from grader.engine.sandbox.keeper import Ending, Outcome, fork_confined, keep
from grader.engine.sandbox.limits import Limits
from grader.engine.sandbox.view import View

_LIMITS = Limits()
_TIMEOUT = 20.0
# Calls that an ordinary user may make; most are a part of the kernel with a history of holes.
_CALLS = "execve execveat keyctl add_key request_key io_uring_setup personality pidfd_open process_vm_readv kcmp bpf clone3".split()
# Modules that hardly anybody has imported, to see that importing works.
_MODULES = ("colorsys", "sched", "this", "chunk", "stringprep", "symtable")


def probe(view: View, forbidden: Sequence[Path], bounds: Limits = _LIMITS, *, unsafe: bool = False) -> list[str]:
    """Enter and confine a process as for a notebook, and try in it what must not be possible, and what must.

    Parameters
    ----------
    view, bounds
        As for the notebooks.
    forbidden
        Files and folders that must be out of reach, such as the solutions and the gradebook's folder.
    unsafe
        As in `enter`.

    Returns
    -------
    list of str
        A sentence for each thing that succeeded though it must not, or failed though it must succeed. [] is good.
    """
    with _world(view, tuple(forbidden), bounds) as world:
        said, outcome = run_confined(lambda: json.dumps(_try_everything(world)), view, bounds, unsafe=unsafe)
    if outcome is None:
        return ["The sandbox did not answer."]
    if outcome.ending is Ending.REFUSED:
        return [f"The sandbox could not be set up: {outcome.text}."]
    try:
        return [str(sentence) for sentence in json.loads(said)]
    except ValueError:
        return [f"The probe ended early ({outcome.ending.name.lower()}, {outcome.code})."]


def run_confined(
    ask: Callable[[], str], view: View, bounds: Limits, *, unsafe: bool = False
) -> tuple[str, Outcome | None]:
    """What `ask` returns in a process that was entered and confined for it alone, and how that process ended.

    The outcome is None where the process did not answer in time.
    """
    control, keeper_end = socket.socketpair()
    reading, writing = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        _start(ask, view, bounds, keeper_end, (control.fileno(), reading), writing, unsafe)
    keeper_end.close()
    os.close(writing)
    said, record = b"", b""
    end = time.monotonic() + _TIMEOUT
    with control:
        while select.select([reading], [], [], max(0.0, end - time.monotonic()))[0]:
            data = os.read(reading, 1 << 16)
            if not data:
                break
            said += data
        os.close(reading)
        control.settimeout(max(0.1, end - time.monotonic()))
        with suppress(TimeoutError, ConnectionError):
            while len(record) < Outcome.SIZE and (data := control.recv(Outcome.SIZE)):
                record += data
    os.waitpid(zygote, 0)
    return said.decode(), Outcome.unpack(record) if len(record) == Outcome.SIZE else None


def _start(
    ask: Callable[[], str],
    view: View,
    bounds: Limits,
    control: socket.socket,
    not_ours: Sequence[int],
    writing: int,
    unsafe: bool,
) -> None:
    """In a process of its own: enter, fork what is confined, and see it end."""

    def answer() -> None:
        os.environ["PROBE_KEPT"] = str(writing)
        text = ask().encode()
        while text:
            text = text[os.write(writing, text) :]

    try:
        for descriptor in not_ours:
            os.close(descriptor)
        try:
            enter(view, unsafe=unsafe)
        except Exception as error:
            control.sendall(Outcome(Ending.REFUSED, 0, text=f"{type(error).__name__}: {error}").pack())
            os._exit(1)
        fork_confined(answer, control, bounds, [writing])
        control.close()
        os.close(writing)
        keep()
    finally:
        os._exit(0)


def _try_everything(world: World) -> list[str]:
    found = [f"Code in the sandbox can {what}." for attempt in ATTEMPTS.values() for what in succeeded(attempt, world)]
    return found + [f"Code in the sandbox cannot {what}." for what in _impossible(world)]


def _impossible(world: World) -> Iterator[str]:
    """What honest code needs, and cannot do."""
    for what, act in (
        ("read what it is given", lambda: _read(world.view)),
        ("import a module", lambda: _import(world.view)),
        ("compute with numpy", _compute),
        ("write into its own folder", lambda: _write(Path("file"))),
        ("start a few threads", _few_threads),
        ("run an event loop", lambda: asyncio.new_event_loop().run_until_complete(asyncio.sleep(0))),
    ):
        try:
            act()
        except (*STOPPED, ImportError, AssertionError) as error:
            yield f"{what} ({type(error).__name__}: {error})"


def _read(view: View) -> None:
    for path in view.readable:
        if path.is_dir():
            os.listdir(path)
        elif path.exists():
            path.open("rb").close()


def _import(view: View) -> None:
    library = Path(os.__file__).parent
    if any(library.is_relative_to(path) for path in view.readable):
        importlib.import_module(next(name for name in _MODULES if (library / f"{name}.py").exists()))


def _compute() -> None:
    matrix = np.arange(9.0).reshape(3, 3) + 4 * np.eye(3)
    np.testing.assert_allclose(np.linalg.solve(matrix, matrix @ np.ones(3)), 1)


def _write(path: Path) -> None:
    path.write_bytes(b"x" * (1 << 16))
    path.unlink()


def _few_threads() -> None:
    threads = [threading.Thread(target=lambda: None) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def _world(view: View, forbidden: tuple[Path, ...], bounds: Limits) -> Iterator[World]:
    """Something for every attempt to aim at."""
    name = f"probe-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        servers = []
        for family, address in (
            (socket.AF_INET, ("127.0.0.1", 0)),
            (socket.AF_UNIX, "\0" + name),
            (socket.AF_UNIX, str(folder / "server")),
        ):
            server = stack.enter_context(socket.socket(family))
            server.bind(address)
            server.listen()
            servers.append(server)
        (folder / "server").chmod(0o777)
        (folder / "secret").write_text("secret")
        shared = Path("/dev/shm", name) if os.access("/dev/shm", os.W_OK) else folder / "shared"
        shared.touch()
        shared.chmod(0o666)
        stack.callback(shared.unlink)
        yield World(
            view,
            bounds,
            frozenset((view.scratch, *view.readable, *(path.resolve() for path in view.readable))),
            (*forbidden, folder / "secret"),
            servers[0].getsockname()[1],
            name,
            str(folder / "server"),
            (os.getpid(), os.getppid()),
            _segment(stack),
            str(shared),
            _numbers(),
        )


def _segment(stack: ExitStack) -> int:
    """A new System V shared memory segment, -1 where there are none."""
    try:
        segment = kernel.call("shmget", 0, 4096, 0o666)
    except OSError:
        return -1
    stack.callback(kernel.call, "shmctl", segment, 0, None)
    return segment


def _numbers() -> dict[str, int]:
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError):
        return {}
    numbers = {name: pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) for name in _CALLS}
    return {name: number for name, number in numbers.items() if number >= 0}
