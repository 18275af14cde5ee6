"""What a sandbox may see of the machine."""

import os
import site
import sys
from dataclasses import dataclass
from pathlib import Path

SCRATCH = Path("/scratch")

# Where distributions keep programs and libraries; the first level may be symbolic links, as /lib -> usr/lib.
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")


@dataclass(frozen=True)
class View:
    """The part of the file system that a sandbox has.

    Parameters
    ----------
    readable
        Files and folders that may be read, at the same absolute paths. What does not exist is left out.
    scratch
        The one folder that may be written; a path that need not exist.
    scratch_bytes
        How much it holds.
    """

    readable: tuple[Path, ...]
    scratch: Path = SCRATCH
    scratch_bytes: int = 64 << 20


def interpreter_paths() -> tuple[Path, ...]:
    """What this interpreter, with the libraries it has loaded so far, needs to read."""
    folders = {Path(folder) for folder in (*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix)}
    folders |= {Path(entry) for entry in sys.path if entry in (*site.getsitepackages(), site.getusersitepackages())}
    folders = {folder for folder in folders if os.path.exists(folder)}  # and may be reached: Path.exists raises
    libraries = {library for library in _loaded() if not any(library.is_relative_to(folder) for folder in folders)}
    return (*sorted(folders), *sorted(libraries))


def _loaded() -> set[Path]:
    """The shared libraries in this process."""
    with open("/proc/self/maps") as maps:
        fields = [line.split(maxsplit=5) for line in maps]
    paths = {Path(field[5].rstrip("\n")) for field in fields if len(field) == 6}
    return {path for path in paths if ".so" in path.suffixes and os.path.isfile(path)}
