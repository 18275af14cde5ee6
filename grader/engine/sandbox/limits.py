"""How much a sandboxed process may use."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.engine.sandbox import kernel

if sys.platform != "win32":  # where there is none, and this module must import
    import resource

_M_ARENA_MAX = -8
_STACK = 64 << 20  # deep recursion through C then ends in a RecursionError more often than in a crash


@dataclass(frozen=True)
class Limits:
    """What one sandboxed process may use.

    Parameters
    ----------
    memory
        Bytes of address space, on top of what the process has when it is confined.
    threads
        How many threads, the first one included.
    files
        How many descriptors may be open.
    cpu_seconds
        A last resort: who waits for the process should have stopped it long before.
    """

    memory: int = 1 << 30
    threads: int = 32
    files: int = 128
    cpu_seconds: int = 3600


def set_limits(limits: Limits, address_space: int, file_bytes: int) -> None:
    """Limit this process.

    Parameters
    ----------
    limits
        The limits.
    address_space
        The bytes of address space that the process has now.
    file_bytes
        How long a file may be.
    """
    exact = {
        resource.RLIMIT_AS: address_space + limits.memory,
        resource.RLIMIT_NPROC: limits.threads,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_STACK: _STACK,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_RTPRIO: 0,
    }
    with suppress(AttributeError):  # musl needs no such thing
        # Otherwise libc reserves 64 MiB of address space for each of the first threads.
        kernel.call("mallopt", _M_ARENA_MAX, 1)
    for kind, wanted in exact.items():
        hard = resource.getrlimit(kind)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


def address_space() -> int:
    """The bytes of address space of this process, by /proc."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
