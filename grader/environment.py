"""Programs and kernels of this Python, whether or not its environment was activated."""

import os
import sys
import sysconfig
from pathlib import Path

QUIET_KERNEL = ["--IPKernelApp.log_level=ERROR"]  # its own warnings would stand between what we have to say


def use_this_python(root: Path | None = None) -> None:
    """Let subprocesses and kernels find what belongs to this Python before anything of the same name elsewhere.

    nbgrader starts ``alembic`` by name when it makes a gradebook, and ``python3`` may be a kernel of another Python.

    Parameters
    ----------
    root
        The folder of packages that kernels must be able to import, where they may not be installed.
    """
    _put_first("PATH", sysconfig.get_path("scripts"))
    _put_first("JUPYTER_PATH", os.path.join(sys.prefix, "share", "jupyter"))
    if root is not None:
        _put_first("PYTHONPATH", str(root))


def _put_first(variable: str, folder: str) -> None:
    others = [path for path in os.environ.get(variable, "").split(os.pathsep) if path and path != folder]
    os.environ[variable] = os.pathsep.join([folder, *others])
