"""The system calls that Python has no name for, each raising OSError when it fails."""

import ctypes
import os
import struct
import sys
from pathlib import Path

CLONE_NEWNS = 0x0002_0000
CLONE_NEWCGROUP = 0x0200_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x8, 0x4000, 0x4_0000
MNT_DETACH = 2

MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC = 0x1, 0x2, 0x4, 0x8

_AT_FDCWD, _AT_EMPTY_PATH, _AT_RECURSIVE = -100, 0x1000, 0x8000
_OPEN_TREE_CLONE, _MOVE_MOUNT_F_EMPTY_PATH = 1, 4
_CLOEXEC = 0o2000000
_FSOPEN_CLOEXEC, _FSMOUNT_CLOEXEC, _FSCONFIG_SET_STRING, _FSCONFIG_CMD_CREATE = 1, 1, 1, 6

# Calls younger than Linux 5.1 have the same number on every architecture, and libc knows few of them.
_OPEN_TREE, _MOVE_MOUNT, _FSOPEN, _FSCONFIG, _FSMOUNT, _MOUNT_SETATTR = 428, 429, 430, 431, 432, 442

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call(name: str, *arguments: int | bytes | ctypes.Array | None) -> int:
    """Call a function of libc whose integer arguments are as wide as a pointer.

    Raises
    ------
    OSError
        Where it returns -1; the text begins with `name`.
    """
    wide = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    result = int(getattr(_libc, name)(*wide))
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def prctl(option: int, *arguments: int | ctypes.Array) -> int:
    """Change or ask something about this process; what is not given is 0."""
    return call("prctl", option, *arguments, *[0] * (4 - len(arguments)))


def unshare(flags: int) -> None:
    """Leave the namespaces of `flags` for new ones."""
    call("unshare", flags)


def mount(kind: str, target: Path, flags: int, options: str) -> None:
    """Mount a new file system of a kind such as "tmpfs"."""
    call("mount", kind.encode(), os.fsencode(target), kind.encode(), flags, options.encode())


def make_private() -> None:
    """Let no mount of this namespace be seen in another one."""
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)


def detach(target: Path) -> None:
    """Unmount a whole tree of mounts; who has a file open in it keeps that."""
    call("umount2", os.fsencode(target), MNT_DETACH)


def pivot(root: Path) -> None:
    """Make a mount point the root of this namespace, and let go of the old root."""
    os.chdir(root)
    call("pivot_root", b".", b".")  # the old root now lies on top of the new one
    call("umount2", b".", MNT_DETACH)
    os.chdir("/")


def copy_tree(source: Path) -> int:
    """A copy of the mounts below `source`, attached nowhere, as a file descriptor."""
    flags = _OPEN_TREE_CLONE | _AT_RECURSIVE | _CLOEXEC
    return call("syscall", _OPEN_TREE, _AT_FDCWD, os.fsencode(source), flags)


def new_mount(kind: str, attributes: int, **options: str) -> int:
    """A new file system, attached nowhere, as a file descriptor."""
    context = call("syscall", _FSOPEN, kind.encode(), _FSOPEN_CLOEXEC)
    try:
        for key, value in options.items():
            call("syscall", _FSCONFIG, context, _FSCONFIG_SET_STRING, key.encode(), value.encode(), 0)
        call("syscall", _FSCONFIG, context, _FSCONFIG_CMD_CREATE, None, None, 0)
        return call("syscall", _FSMOUNT, context, _FSMOUNT_CLOEXEC, attributes)
    finally:
        os.close(context)


def attach(tree: int, target: Path) -> None:
    """Attach a tree of mounts at `target`, and close its descriptor."""
    call("syscall", _MOVE_MOUNT, tree, b"", _AT_FDCWD, os.fsencode(target), _MOVE_MOUNT_F_EMPTY_PATH)
    os.close(tree)


def set_attributes(tree: int, attributes: int) -> None:
    """Set attributes of every mount of a tree."""
    _mount_setattr(tree, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, attributes)


def set_read_only(target: Path) -> None:
    """Make one mount read-only, and not those below it."""
    _mount_setattr(_AT_FDCWD, os.fsencode(target), 0, MOUNT_ATTR_RDONLY)


def _mount_setattr(directory: int, path: bytes, flags: int, attributes: int) -> None:
    wanted = ctypes.create_string_buffer(struct.pack("QQQQ", attributes, 0, 0, 0), 32)
    call("syscall", _MOUNT_SETATTR, directory, path, flags, wanted, 32)
