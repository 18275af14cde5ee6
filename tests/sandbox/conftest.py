"""Each promise of the sandbox is tried as root and as an ordinary user, in a process of its own."""

import asyncio
import concurrent.futures.thread  # noqa: F401  # as an ordinary user the interpreter's folder may be out of reach
import ctypes
import encodings.idna  # noqa: F401
import os
import pickle
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.engine.sandbox import Limits, Outcome, View, interpreter_paths, layers
from grader.engine.sandbox.probe import run_confined

USER = 61_183  # an id that nobody has
PR_SET_DUMPABLE = 4


def _unavailable() -> str | None:
    if (elsewhere := layers.elsewhere()) is not None:
        return elsewhere
    return f"missing: {', '.join(layers.missing())}" if layers.missing() else None


class Box:
    """A way into the sandbox for tests.

    Parameters
    ----------
    root
        Whether as root; otherwise as an ordinary user.
    folder
        A readable folder that everybody may write, if the sandbox does not stop it; it holds the file `given`.
    outside
        A folder that everybody may read and write, and that is not in the view; it holds the file `secret`.
    """

    def __init__(self, root: bool, folder: Path, outside: Path) -> None:
        self.root = root
        self.folder = folder
        self.outside = outside

    @property
    def view(self) -> View:
        """What the interpreter needs, as far as this user can read it, and the folder."""
        paths = [path for path in interpreter_paths() if os.access(path, os.R_OK)]
        return View((*paths, self.folder), scratch_bytes=8 << 20)

    def apart(self, act: Callable[[], Any]) -> Any:
        """What `act` returns in a process of its own, as the user of this box."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                os.close(reading)
                if os.geteuid() == 0 and not self.root:
                    os.chdir("/")
                    os.setgroups([])
                    os.setresgid(USER, USER, USER)
                    os.setresuid(USER, USER, USER)
                    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # as any program that a user starts
                try:
                    answer = (True, act())
                except BaseException as error:
                    answer = (False, f"{type(error).__name__}: {error}")
                with os.fdopen(writing, "wb") as file:
                    pickle.dump(answer, file)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as file:
            answer = file.read()
        os.waitpid(process, 0)
        good, result = pickle.loads(answer)
        assert good, result
        return result

    def confined(
        self, ask: Callable[[], str], limits: Limits | None = None, unsafe: bool = False
    ) -> tuple[str, Outcome | None]:
        """What `ask` returns in the sandbox, and how its process ended."""
        return self.apart(lambda: run_confined(ask, self.view, limits or Limits(), unsafe=unsafe))

    def says(self, ask: Callable[[], object], limits: Limits | None = None) -> str:
        """What `ask` returns in the sandbox, as text; or the exception."""

        def answer() -> str:
            try:
                return str(ask())
            except Exception as error:
                return f"{type(error).__name__}: {error}"

        return self.confined(answer, limits)[0]


@pytest.fixture(params=["root", "user"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    """The sandbox, as root and as an ordinary user."""
    reason = _unavailable()
    if reason is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"The sandbox must be tested here. {reason}")
        pytest.skip(f"NO SANDBOX HERE, NOTHING TESTED. {reason}")
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("As an ordinary user only: the tests do not run as root.")
    base = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    folder, outside = base / "readable", base / "outside"
    for place in (base, folder, outside):
        place.mkdir(exist_ok=True)
        place.chmod(0o777)
    (folder / "given").write_text("given")
    (outside / "secret").write_text("secret")
    (outside / "secret").chmod(0o666)
    _warm()
    yield Box(request.param == "root", folder, outside)
    shutil.rmtree(base)


def _warm() -> None:
    """Load what is loaded lazily, as the engine does."""
    import pyseccomp  # noqa: F401

    # In a thread of its own: Playwright leaves a running loop in the main one.
    loop = threading.Thread(target=asyncio.run, args=(asyncio.sleep(0),))
    loop.start()
    loop.join()
    np.testing.assert_allclose(np.linalg.solve(np.eye(2), np.ones(2)), 1)
    sys.stderr.flush()
