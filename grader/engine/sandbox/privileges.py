"""Giving up every privilege, for good."""

import ctypes
import os
import struct
from pathlib import Path

from grader.engine.sandbox import kernel

_SETGID, _SETUID, _SETPCAP, _SYS_ADMIN = 6, 7, 8, 21
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_PR_CAPBSET_DROP, _PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 24, 28, 38, 47
_CLEAR_ALL = 4
_VERSION_3 = 0x2008_0522

# No capabilities for uid 0, none kept or raised when ids change, and each of these locked.
_SECUREBITS = 0b1110_1111

# Ids that nobody has: systemd's table of them calls both ranges unused. The second one is for containers with few ids.
_RANGES = (range(2_147_352_577, 2_147_483_647), range(60_706, 61_184))


def privileged() -> bool:
    """Whether this process may make namespaces and change ids without a user namespace, as root may."""
    header, data = struct.pack("=Ii", _VERSION_3, 0), ctypes.create_string_buffer(24)
    kernel.call("capget", ctypes.create_string_buffer(header), data)
    low = struct.unpack("=6I", data.raw)[0]  # the effective ones below 32
    return all(low >> capability & 1 for capability in (_SETGID, _SETUID, _SETPCAP, _SYS_ADMIN))


def unprivileged_id(seed: int) -> int:
    """An id that no user has, and that is mapped here; different for different seeds, as far as there are enough."""
    lines = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    mapped = [range(int(first), int(first) + int(count)) for first, _, count in lines]
    for ids in _RANGES:
        wanted = ids[seed % len(ids)]
        if any(wanted in known for known in mapped):
            return wanted
    return 65_534  # nobody


def give_up(identity: int | None, *, bounding: bool) -> None:
    """Drop capabilities and, where `identity` is one, become that user and group, in no other group.

    Parameters
    ----------
    identity
        A user and group id, or None to stay who one is.
    bounding
        Whether this process has the right to shrink its bounding set and to lock the secure bits.
    """
    kernel.prctl(_PR_CAP_AMBIENT, _CLEAR_ALL)
    if bounding:
        for capability in range(64):
            try:
                kernel.prctl(_PR_CAPBSET_DROP, capability)
            except OSError:  # the kernel has no more
                break
        kernel.prctl(_PR_SET_SECUREBITS, _SECUREBITS)
    if identity is not None:
        os.setgroups([])
        os.setresgid(identity, identity, identity)
        os.setresuid(identity, identity, identity)
    header = struct.pack("=Ii", _VERSION_3, 0)
    kernel.call("capset", ctypes.create_string_buffer(header), ctypes.create_string_buffer(24))
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(_PR_SET_DUMPABLE, 0)


def die_with_parent(signal: int) -> None:
    """Have `signal` sent to this process when its parent ends; changed ids make the kernel forget it."""
    kernel.prctl(_PR_SET_PDEATHSIG, signal)
