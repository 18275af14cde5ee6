"""What code in the sandbox must not be able to do, tried for real.

Every attempt runs in the confined process. It yields a sentence's end, such as "read /etc/passwd", for each thing that
succeeded; errors mean that it was stopped. An attempt is harmless also where everything succeeds, as root and without any
layer: that is how the tests prove it.
"""

import ctypes
import errno
import mmap
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from grader.engine.sandbox import kernel
from grader.engine.sandbox.layers import LANDLOCK, NAMESPACES, RLIMITS, SECCOMP
from grader.engine.sandbox.limits import Limits
from grader.engine.sandbox.view import View

if sys.platform != "win32":
    import resource

STOPPED = (OSError, MemoryError, RuntimeError, ValueError)

_CTL, _PTRACE_TRACEME, _TIOCSTI, _NOWHERE = 0, 0, 0x5412, 1


@dataclass(frozen=True)
class World:
    """What there is outside the sandbox for the attempts to aim at, all of it the prober's own.

    Parameters
    ----------
    view, bounds
        Those of the sandbox.
    places
        Where the sandbox has something: the paths of its view, and what they lead to as links.
    forbidden
        Files and folders that must be out of reach.
    port
        Of a TCP server on the loopback address.
    abstract
        Name of a server on an abstract unix socket, without the leading zero byte.
    server
        Path of a server on a unix socket.
    processes
        Processes outside.
    segment
        Identifier of a System V shared memory segment, -1 for none.
    shared
        Path of a POSIX shared memory segment.
    calls
        Numbers of system calls, by name, that an ordinary user may call and a sandboxed process may not.
    """

    view: View
    bounds: Limits
    places: frozenset[Path]
    forbidden: tuple[Path, ...]
    port: int
    abstract: str
    server: str
    processes: tuple[int, ...]
    segment: int
    shared: str
    calls: dict[str, int] = field(default_factory=dict)

    def on_the_way(self, path: Path) -> set[str]:
        """What must be seen in a folder because something readable lies further down."""
        seen = [place.relative_to(path).parts for place in self.places if place.is_relative_to(path)]
        return {parts[0] for parts in seen if parts}


Act = Callable[[World], Iterator[str]]


@dataclass(frozen=True)
class Attempt:
    """One thing to try.

    Parameters
    ----------
    act
        Tries it.
    stopped_by
        The layers each of which stops it alone. Where there is none, giving up privileges does, which is no layer.
    """

    act: Act
    stopped_by: frozenset[str]


ATTEMPTS: dict[str, Attempt] = {}


def _stopped_by(*layers: str) -> Callable[[Act], Act]:
    def register(act: Act) -> Act:
        ATTEMPTS[act.__name__] = Attempt(act, frozenset(layers))
        return act

    return register


def succeeded(attempt: Attempt, world: World) -> list[str]:
    """What an attempt achieved, as ends of sentences."""
    found = []
    try:
        for what in attempt.act(world):
            found.append(what)
    except STOPPED:
        pass
    return found


def _each(*things: tuple[str, Callable[[], object]]) -> Iterator[str]:
    """The names of those that run without an error."""
    for name, act in things:
        try:
            act()
        except STOPPED:
            continue
        yield name


def _open(path: Path | str) -> None:
    os.close(os.open(path, os.O_RDONLY))


@_stopped_by(NAMESPACES, LANDLOCK)
def read_forbidden(world: World) -> Iterator[str]:
    for path in world.forbidden:
        if not world.on_the_way(path):
            yield from _each((f"read {path}", partial(_open, path)))


@_stopped_by(NAMESPACES)
def see_forbidden(world: World) -> Iterator[str]:
    for path in world.forbidden:
        if not (known := world.on_the_way(path)):
            yield from _each((f"see that {path} exists", path.stat))
        elif others := set(os.listdir(path)) - known:
            yield f"see {min(others)} in {path}"


@_stopped_by(NAMESPACES, LANDLOCK)
def write_outside(world: World) -> Iterator[str]:
    folders = [path for path in world.view.readable if os.path.isdir(path)]
    for folder in (*folders, *world.forbidden, *map(Path, ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/etc"))):
        name = folder / f"probe-{os.getpid()}"
        yield from _each((f"write into {folder}", partial(_make_and_remove, name)))


def _make_and_remove(path: Path) -> None:
    path.touch(exist_ok=False)
    path.unlink()


@_stopped_by(NAMESPACES, LANDLOCK)
def link_out(world: World) -> Iterator[str]:
    for path in world.forbidden:
        if world.on_the_way(path):
            continue
        link = Path("link")
        link.unlink(missing_ok=True)
        link.symlink_to(path)
        yield from _each((f"read {path} through a link", partial(_open, link)))


@_stopped_by(NAMESPACES, SECCOMP, LANDLOCK)
def connect_tcp(world: World) -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        client.connect(("127.0.0.1", world.port))
        yield "connect to a server on this machine"


@_stopped_by(SECCOMP)
def make_sockets(world: World) -> Iterator[str]:
    for family in ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_ALG", "AF_VSOCK"):
        yield from _each((f"open a socket ({family})", partial(_socket, family)))


def _socket(family: str) -> None:
    socket.socket(getattr(socket, family)).close()


@_stopped_by(NAMESPACES, SECCOMP, LANDLOCK)
def connect_abstract(world: World) -> Iterator[str]:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + world.abstract)
        yield "connect to an abstract unix socket"


@_stopped_by(NAMESPACES, SECCOMP)
def connect_unix(world: World) -> Iterator[str]:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(world.server)
        yield "connect to a unix socket"


@_stopped_by(NAMESPACES, LANDLOCK)
def signal_outside(world: World) -> Iterator[str]:
    for process in world.processes:
        yield from _each((f"send signals to process {process}", partial(os.kill, process, 0)))


@_stopped_by(NAMESPACES)
def see_processes(world: World) -> Iterator[str]:
    own = str(os.getpid())
    if any(name.isdigit() and name != own for name in os.listdir("/proc")):
        yield "see other processes in /proc"
    if Path("/proc/sys").exists():
        yield "see the kernel's settings in /proc"


@_stopped_by()
def read_own_memory(world: World) -> Iterator[str]:
    yield from _each(("open its own memory as a file", partial(_open, "/proc/self/mem")))


@_stopped_by(NAMESPACES, LANDLOCK)
def read_memory(world: World) -> Iterator[str]:
    for process in world.processes:
        path = f"/proc/{process}/mem"
        yield from _each((f"open {path}", partial(_open, path)))


@_stopped_by(SECCOMP)
def fork(world: World) -> Iterator[str]:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    yield "start processes"


@_stopped_by(SECCOMP, LANDLOCK)
def execute(world: World) -> Iterator[str]:
    os.waitpid(os.posix_spawn("/usr/bin/env", ["env", "true"], {}), 0)
    yield "execute programs"


@_stopped_by(SECCOMP)
def call_kernel(world: World) -> Iterator[str]:
    """Whatever the kernel says about the arguments, it must not get to read them."""
    for name, number in world.calls.items():
        try:
            descriptor = kernel.call("syscall", number, 0, _NOWHERE, _NOWHERE, 0, 0, 0)
        except OSError as error:
            if error.errno in (errno.EPERM, errno.ENOSYS):
                continue
            descriptor = -1
        if descriptor > 2:
            os.close(descriptor)
        yield f"call {name}"


@_stopped_by(SECCOMP)
def control_terminal(world: World) -> Iterator[str]:
    try:
        kernel.call("ioctl", 0, _TIOCSTI, b"x")
    except OSError as error:
        if error.errno != errno.ENOTTY:
            return
    yield "put characters into a terminal"


@_stopped_by()
def become_root(world: World) -> Iterator[str]:
    # Whoever has the right is told that the arguments are wrong: nothing is mounted or unmounted in any case.
    plain = Path("plain")
    plain.mkdir(exist_ok=True)
    yield from _each(
        ("become root", lambda: os.setresuid(0, 0, 0)),
        ("change its root", lambda: os.chroot("/")),
        ("mount file systems", lambda: _wrong(errno.ENODEV, lambda: kernel.mount("no-such-kind", plain, 0, ""))),
        ("unmount file systems", lambda: _wrong(errno.EINVAL, lambda: kernel.detach(plain))),
    )


def _wrong(expected: int, act: Callable[[], object]) -> None:
    """Return where `act` fails for this reason."""
    try:
        act()
    except OSError as error:
        if error.errno != expected:
            raise


@_stopped_by(RLIMITS)
def take_memory(world: World) -> Iterator[str]:
    mmap.mmap(-1, world.bounds.memory + (1 << 20)).close()
    yield f"use more than {world.bounds.memory} bytes of memory"


@_stopped_by(NAMESPACES)
def fill_scratch(world: World) -> Iterator[str]:
    half = world.view.scratch_bytes // 2
    paths = [Path("first"), Path("second")]
    try:
        for path in paths:
            with path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, half + (1 << 16))
        yield f"write more than {world.view.scratch_bytes} bytes"
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


@_stopped_by(RLIMITS)
def write_a_long_file(world: World) -> Iterator[str]:
    with open("sparse", "wb") as file:
        file.truncate(world.view.scratch_bytes + 1)
        yield "make a file longer than its limit"


@_stopped_by(RLIMITS)
def start_threads(world: World) -> Iterator[str]:
    done = threading.Event()
    started = []
    try:
        for _ in range(world.bounds.threads):  # and there is one already
            thread = threading.Thread(target=done.wait)
            thread.start()
            started.append(thread)
        yield f"start more than {world.bounds.threads} threads"
    finally:
        done.set()
        for thread in started:
            thread.join()


@_stopped_by()
def raise_limits(world: World) -> Iterator[str]:

    before = resource.getrlimit(resource.RLIMIT_AS)
    if before != (resource.RLIM_INFINITY, resource.RLIM_INFINITY):
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        yield "raise its limits"


@_stopped_by(NAMESPACES, SECCOMP)
def attach_shared_memory(world: World) -> Iterator[str]:
    if world.segment >= 0:
        kernel.call("shmctl", world.segment, 2, ctypes.create_string_buffer(512))  # IPC_STAT
        yield "see shared memory of other processes"


@_stopped_by(SECCOMP)
def make_shared_memory(world: World) -> Iterator[str]:
    segment = kernel.call("shmget", 0, 4096, 0o600)
    kernel.call("shmctl", segment, 0, None)  # removes it
    yield "make shared memory"


@_stopped_by(NAMESPACES, LANDLOCK)
def open_shared_memory(world: World) -> Iterator[str]:
    os.close(os.open(world.shared, os.O_RDWR))
    yield "open shared memory of other processes"


@_stopped_by(SECCOMP)
def make_anonymous_file(world: World) -> Iterator[str]:
    os.close(os.memfd_create("probe"))
    yield "make files that no limit counts"


@_stopped_by(SECCOMP)
def pass_descriptors(world: World) -> Iterator[str]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        socket.send_fds(ours, [b"x"], [0])
        yield "pass file descriptors"


@_stopped_by()
def find_descriptors(world: World) -> Iterator[str]:
    kept = {0, 1, 2, int(os.environ["PROBE_KEPT"])}
    for descriptor in set(range(64)) - kept:
        yield from _each((f"use descriptor {descriptor}, which was not for it", partial(os.fstat, descriptor)))


@_stopped_by()
def ignore_kill(world: World) -> Iterator[str]:
    signal.signal(signal.SIGKILL, signal.SIG_IGN)
    yield "ignore being killed"


# The last ones, since what succeeds here changes what comes after: a traced process stops at every signal, and a new user
# namespace brings capabilities.


@_stopped_by(SECCOMP)
def trace(world: World) -> Iterator[str]:
    kernel.call("ptrace", _PTRACE_TRACEME, 0, 0, 0)
    yield "be traced"


@_stopped_by(SECCOMP)
def new_namespaces(world: World) -> Iterator[str]:
    for _ in range(50):
        try:
            kernel.unshare(kernel.CLONE_NEWUSER)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a thread from above has not quite ended
                raise
            time.sleep(0.002)
        else:
            yield "make namespaces"
            return
