"""The two steps into the sandbox: `enter` once in the process that forks, `confine` in each child."""

import os
import signal
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grader.engine.sandbox import kernel, landlock, layers, limits, namespaces, privileges, root, seccomp
from grader.engine.sandbox.limits import Limits
from grader.engine.sandbox.view import View


@dataclass(frozen=True)
class Entered:
    """What `enter` did, for `confine` to go on with.

    Parameters
    ----------
    view
        What the sandbox sees.
    layers
        Which layers are on.
    own_user_namespace
        Whether this process has a user namespace, so that it could not become another user.
    pid_namespace
        The own one, as a descriptor; None where there is none.
    process
        The process id that the machine knew when `enter` was called.
    program
        The filter of system calls, empty without it.
    """

    view: View
    layers: Collection[str]
    own_user_namespace: bool
    pid_namespace: int | None
    process: int
    program: bytes


_entered: Entered | None = None


def enter(view: View, *, unsafe: bool = False) -> None:
    """Leave the machine's network, file system and names for those of the sandbox, for good.

    The process must have one thread. It keeps what it has loaded and opened: the children it forks are what is confined.
    This returns in a child of the process, the first of a new pid namespace, with which all processes in it end. The process
    itself waits for it, and when one of the two ends, so does the other.

    Parameters
    ----------
    view
        What the sandbox sees.
    unsafe
        Whether to go on with the layers there are when some are missing.

    Raises
    ------
    SandboxError
        A layer is missing, and `unsafe` is False.
    """
    global _entered
    available = layers.available()
    if not unsafe and (missing := layers.missing()):
        raise layers.SandboxError(f"This machine does not offer {', '.join(missing)}.")
    program = seccomp.program() if layers.SECCOMP in available else b""
    own, namespace, process = False, None, os.getpid()
    if layers.NAMESPACES in available:
        own = namespaces.enter()
        _go_on_as_first()
        namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        root.build(view)
    _entered = Entered(view, available, own, namespace, process, program)


def _go_on_as_first() -> None:
    """Return in a child, which is the first process of the new pid namespace; here, wait for it and end as it does."""
    process = os.fork()
    if process == 0:
        privileges.die_with_parent(signal.SIGKILL)
        return
    close_all_but(())
    for standard in (0, 1, 2):
        os.close(standard)
    _, waited = os.waitpid(process, 0)
    os._exit(os.WEXITSTATUS(waited) if os.WIFEXITED(waited) else 128 + os.WTERMSIG(waited))


def close_all_but(keep: Collection[int]) -> None:
    """Close all descriptors from 3 on but some."""
    last = 2
    for descriptor in sorted(number for number in keep if number > 2):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, 1 << 20)


def entered() -> Entered:
    """What `enter` did.

    Raises
    ------
    SandboxError
        It was not called.
    """
    if _entered is None:
        raise layers.SandboxError("This process has not entered a sandbox.")
    return _entered


def confine(bounds: Limits, made: Path | None) -> None:
    """Confine this process for good: the last step before code runs that nobody trusts.

    The process must have one thread and, where there are namespaces, be the first of its pid namespace.

    Parameters
    ----------
    bounds
        How much it may use.
    made
        The folder to work in where there are no namespaces, in which a new one is mounted.
    """
    state = entered()
    scratch = made or state.view.scratch
    address_space = limits.address_space()
    Path("/proc/self/oom_score_adj").write_text("1000")  # where the machine runs out of memory, this process goes first
    user, group = os.geteuid(), os.getegid()
    changing = not state.own_user_namespace and privileges.privileged()
    # Threads are counted by user: this one is another for each process of each zygote, as far as there are enough.
    own_number = int(os.readlink(root.PROC / "self"))
    identity = privileges.unprivileged_id(64 * state.process + own_number % 64) if changing else None
    if made is None:
        kernel.unshare(kernel.CLONE_NEWNS)
        proc = root.cover_proc()
        root.private_scratch(state.view, identity)
        if state.own_user_namespace:
            # Out of the namespace that owns the mounts; threads are counted in the new one alone.
            kernel.unshare(kernel.CLONE_NEWUSER)
            namespaces.map_ids(proc, user, group)
        os.close(proc)
    elif identity is not None:
        os.chown(made, identity, identity)
    os.chdir(scratch)
    os.environ.update(HOME=str(scratch), TMPDIR=str(scratch), MPLCONFIGDIR=str(scratch / "matplotlib"))
    tempfile.tempdir = str(scratch)  # it may have looked for one before
    privileges.give_up(identity, bounding=state.own_user_namespace or changing)
    privileges.die_with_parent(signal.SIGKILL)
    if layers.LANDLOCK in state.layers:
        visible = (Path("/"),) if made is None else ()
        readable = (*state.view.readable, *root.DEVICES, *root.COPIED, root.PROC)
        landlock.restrict(readable, (scratch, Path("/dev/null")), visible)
    if layers.RLIMITS in state.layers:
        limits.set_limits(bounds, address_space, state.view.scratch_bytes)
    if layers.SECCOMP in state.layers:
        seccomp.load(state.program)
