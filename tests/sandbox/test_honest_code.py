"""What honest notebooks do works as it does outside."""

import asyncio
import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import matplotlib.figure
import numpy as np
import psutil
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from grader.engine.sandbox import Limits
from tests.sandbox.conftest import Box


def _plot() -> bool:
    figure = matplotlib.figure.Figure()
    figure.subplots().plot([1, 2, 3])
    FigureCanvasAgg(figure).print_png(buffer := io.BytesIO())
    return buffer.getvalue().startswith(b"\x89PNG")


def _files() -> bool:
    with open("a", "w") as file:
        json.dump({"x": 1}, file)
    shutil.copy2("a", "b")
    os.makedirs("c/d")
    os.rename("b", "c/d/b")
    os.symlink("c", "e")
    np.save("array.npy", np.arange(3))
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x")
    shutil.rmtree("c")
    return sorted(os.listdir()) == ["a", "array.npy", "e"] and np.load("array.npy").sum() == 3


def _threads() -> bool:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(abs, (-1, 2))) == [1, 2]


async def _gather() -> int:
    return sum(await asyncio.gather(asyncio.sleep(0, 1), asyncio.to_thread(abs, -2)))


def _alarm() -> bool:
    rung = threading.Event()
    signal.signal(signal.SIGALRM, lambda *_: rung.set())
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.2)
    return rung.is_set()


def _recursion() -> bool:
    def deeper(x: object) -> object:
        return sorted([x, x], key=deeper)

    try:
        deeper(1)
    except RecursionError:
        return True
    return False


@pytest.mark.parametrize(
    "act",
    [
        _plot,
        _files,
        _threads,
        lambda: asyncio.run(_gather()) == 3,
        _alarm,
        _recursion,
        lambda: psutil.Process().memory_info().rss > 1 << 20,
        lambda: (os.cpu_count() or 0) >= 1,
        lambda: len(os.urandom(8)) == 8,
        lambda: os.getcwd() == os.environ["HOME"] == os.environ["TMPDIR"] == "/scratch",
        lambda: time.localtime().tm_year > 2000,
        lambda: os.kill(os.getpid(), 0) is None,
        lambda: Path("/dev/null").write_text("x") == 1,
    ],
)
def test_it_works(box: Box, act: Callable[[], bool]) -> None:
    assert box.says(act) == "True"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda: np.empty(1 << 32), ("MemoryError", "_ArrayMemoryError")),
        (lambda: subprocess.run(["ls"], check=True), "PermissionError: [Errno 1] Operation not permitted"),
        (lambda: os.system("ls"), ("-1", "32512")),
        (lambda: Path("/etc/passwd").read_text(), "FileNotFoundError"),
        (lambda: Path("/new").touch(), ("PermissionError", "OSError: [Errno 30]")),
    ],
)
def test_what_is_denied_is_denied_in_pythons_words(
    box: Box, act: Callable[[], object], expected: str | tuple[str, ...]
) -> None:
    assert box.says(act, Limits(memory=1 << 30)).startswith(expected)
