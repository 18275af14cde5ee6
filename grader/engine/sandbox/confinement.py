"""The two steps into the sandbox: `enter` once in the process that forks, `confine` in each child."""

import os
import signal
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
    program
        The filter of system calls, empty without it.
    """

    view: View
    layers: Collection[str]
    own_user_namespace: bool
    program: bytes


_entered: Entered | None = None


def enter(view: View, *, unsafe: bool = False) -> None:
    """Leave the machine's network, file system and names for those of the sandbox, for good.

    The process must have one thread. It keeps what it has loaded and opened, and still sees other processes:
    the children it forks are what is confined.

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
    own = False
    if layers.NAMESPACES in available:
        own = namespaces.enter()
        root.build(view)
    _entered = Entered(view, available, own, program)


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


def confine(bounds: Limits, address_space: int, identity: int | None, scratch: Path) -> None:
    """Confine this process for good: the last step before code runs that nobody trusts.

    The process must be the first of its pid namespace, with one thread.

    Parameters
    ----------
    bounds
        How much it may use.
    address_space
        The bytes of address space that it has.
    identity
        The user and group to become, or None where it cannot become another one.
    scratch
        The folder to work in, which is mounted new where there are namespaces.
    """
    state = entered()
    user, group = os.geteuid(), os.getegid()
    if layers.NAMESPACES in state.layers:
        kernel.unshare(kernel.CLONE_NEWNS)
        proc = root.private_proc()
        root.private_scratch(state.view, identity)
        if state.own_user_namespace:
            # Out of the namespace that owns the mounts; threads are counted in the new one alone.
            kernel.unshare(kernel.CLONE_NEWUSER)
            namespaces.map_ids(proc, user, group)
        os.close(proc)
    os.chdir(scratch)
    os.environ.update(HOME=str(scratch), TMPDIR=str(scratch), MPLCONFIGDIR=str(scratch / "matplotlib"))
    bounding = state.own_user_namespace or identity is not None
    privileges.give_up(identity, bounding=bounding)
    privileges.die_with_parent(signal.SIGKILL)
    if layers.LANDLOCK in state.layers:
        visible = (Path("/"),) if layers.NAMESPACES in state.layers else ()
        readable = (*state.view.readable, *root.DEVICES, *root.COPIED, root.PROC)
        landlock.restrict(readable, (scratch, Path("/dev/null")), visible)
    if layers.RLIMITS in state.layers:
        limits.set_limits(bounds, address_space, state.view.scratch_bytes)
    if layers.SECCOMP in state.layers:
        seccomp.load(state.program)
