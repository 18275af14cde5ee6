"""Which layers of the sandbox this machine offers."""

import os
import sys
from collections.abc import Callable
from functools import cache

from grader.engine.sandbox import kernel, landlock, privileges

NAMESPACES, LANDLOCK, SECCOMP, RLIMITS = "namespaces", "landlock", "seccomp", "rlimits"
LAYERS = (NAMESPACES, LANDLOCK, SECCOMP, RLIMITS)


class SandboxError(Exception):
    """The sandbox cannot be had as asked for; the text says what is missing."""


def elsewhere() -> str | None:
    """On a system that is not Linux: one sentence with what to do instead. None on Linux."""
    platform: str = sys.platform
    if platform == "linux":
        return None
    way = "in WSL2 or a Linux container" if platform == "win32" else "in a Linux container or virtual machine"
    return (
        f"The sandbox needs Linux: run this {way}, "
        "or use --engine nbgrader if you trust everybody whose notebooks you grade."
    )


@cache
def absent() -> dict[str, str]:
    """The layers that this machine does not offer, each with words for it that can stand in a sentence."""
    if sys.platform != "linux":
        return dict.fromkeys(LAYERS, "Linux")
    found = {}
    if (reason := _without_namespaces()) is not None:
        found[NAMESPACES] = reason
    if landlock.abi() == 0:
        found[LANDLOCK] = "Landlock (Linux 5.13 or newer, with landlock among the kernel's security modules)"
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, RuntimeError, OSError):
        found[SECCOMP] = "seccomp (libseccomp.so.2)"
    return found


def missing() -> list[str]:
    """The layers that this machine does not offer, in words that can stand in a sentence; [] is good."""
    return list(dict.fromkeys(absent().values()))


def available() -> frozenset[str]:
    """The layers that this machine offers."""
    return frozenset(LAYERS) - frozenset(absent())


def level() -> str:
    """The layers that this machine offers in one word, as it is recorded with each score; "none" without any."""
    return "+".join(layer for layer in LAYERS if layer in available()) or "none"


def _without_namespaces() -> str | None:
    """What the kernel refuses on the way to a file system of one's own, found by trying."""
    from grader.engine.sandbox import namespaces

    own = not privileges.privileged()
    if own and not _works(lambda: kernel.unshare(kernel.CLONE_NEWUSER)):
        return "user namespaces (see the settings kernel.unprivileged_userns_clone and user.max_user_namespaces)"
    if not _works(namespaces.enter):
        limited = "user namespaces that may mount (see the setting kernel.apparmor_restrict_unprivileged_userns)"
        return limited if own else "namespaces"
    if not _works(namespaces.try_mounts):
        return "mounts in a namespace (Linux 5.13 or newer)"
    return None


def _works(attempt: Callable[[], object]) -> bool:
    """Whether `attempt` succeeds, in a process of its own."""
    process = os.fork()
    if process == 0:
        try:
            attempt()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitpid(process, 0)[1] == 0
