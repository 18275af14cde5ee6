"""What the engine's processes do to themselves."""

import importlib
import os
import pkgutil
from types import ModuleType


def quiet_process() -> None:
    """Let file descriptors 0, 1 and 2 lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def load_all(package: ModuleType) -> None:
    """Import every module of a package, so that no process that is forked from this one has to.

    Parameters
    ----------
    package
        The package, with its subpackages.
    """
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
