"""Landlock: the kernel checks each opened path against a list, also where a mount went wrong."""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from grader.engine.sandbox import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG, _MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
_REFER, _TRUNCATE = 1 << 13, 1 << 14

_READ = _READ_FILE | _READ_DIR
_WRITE = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SYM | _REFER | _TRUNCATE
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE


def abi() -> int:
    """The version of Landlock that the kernel has, 0 where it has none."""
    try:
        return kernel.call("syscall", _CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(
    readable: Iterable[Path], writable: Iterable[Path], listable: Iterable[Path] = (), version: int | None = None
) -> None:
    """Let this process, for good, open only what is named; nothing may be executed.

    Parameters
    ----------
    readable
        Files, and folders with all that is below; what does not exist, or is out of reach, is left out.
    writable
        The same, and may be changed too.
    listable
        Folders whose names may be listed, and those of all folders below.
    version
        The version of Landlock to go by, for tests; that of the kernel otherwise.
    """
    version = version or abi()
    # Every access that this version knows is handled, so what no rule allows is forbidden.
    files = (1 << (13 + (version >= 2) + (version >= 3))) - 1 | (version >= 5) << 15
    network = 0b11 if version >= 4 else 0  # bind and connect
    scoped = 0b11 if version >= 6 else 0  # abstract unix sockets and signals
    attributes = struct.pack("QQQ", files, network, scoped)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = kernel.call("syscall", _CREATE_RULESET, ctypes.create_string_buffer(attributes), len(attributes), 0)
    try:
        for paths, access in ((readable, _READ), (writable, _READ | _WRITE), (listable, _READ_DIR)):
            for path in paths:
                _allow(rules, path, access & files)
        kernel.call("syscall", _RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, access: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # then nobody here can read it either
        return
    try:
        allowed = access if os.path.isdir(path) else access & _OF_A_FILE
        rule = struct.pack("=Qi", allowed, beneath)
        kernel.call("syscall", _ADD_RULE, rules, _PATH_BENEATH, ctypes.create_string_buffer(rule), 0)
    finally:
        os.close(beneath)
