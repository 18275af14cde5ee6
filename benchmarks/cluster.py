"""Grading on Dask workers: the time of two worker processes beside that of one, for the same chunks of submissions."""

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import nbformat

from benchmarks.grading import solved
from benchmarks.measuring import Result, Row, in_turns, row
from grader.course import Course, find_course

NAME = "cluster"
NO_DASK = "Dask is not installed: pip install -e '.[cluster]'."
ASSIGNMENT = "01_logistic"
NOTEBOOKS = 80
TO_START = 120.0  # seconds


def run(turns: int, notebooks: int = NOTEBOOKS) -> Result:
    """Seconds for a class that handed in the solutions of the first notebook, with two workers and with one.

    Parameters
    ----------
    turns
        How often both are measured.
    notebooks
        How large the class is.
    """
    if importlib.util.find_spec("distributed") is None:
        return Result([], [NO_DASK])
    from grader.cluster import Cluster

    course = find_course()
    job = solved(nbformat.read(course.source(ASSIGNMENT), as_version=4))
    jobs = [(number, job) for number in range(notebooks)]

    def grade(cluster: Cluster) -> float:
        begin = time.perf_counter()
        results = dict(cluster.run(jobs))
        took = time.perf_counter() - begin
        assert len(results) == notebooks, "a notebook was lost"
        assert not any(result.problem for result in results.values()), "a notebook could not be run"
        return took

    with contextlib.ExitStack() as stack:
        two, one = (
            stack.enter_context(Cluster(stack.enter_context(_workers(course, count)), course.root)) for count in (2, 1)
        )
        ours, rival = in_turns([lambda: grade(two), lambda: grade(one)], turns)
    return Result([_row(ours, rival, notebooks)])


def _row(ours: list[float], rival: list[float], notebooks: int) -> Row:
    line = row(NAME, f"{notebooks} notebooks of {ASSIGNMENT}, two worker processes", "one worker process", ours, rival)
    return Row(**asdict(line) | {"note": f"efficiency {1 / (2 * line.ratio):.2f} (1 would be twice as fast)"})


@contextlib.contextmanager
def _workers(course: Course, count: int) -> Iterator[str]:
    """The address of a scheduler with so many worker processes of one thread each."""
    dask = [sys.executable, "-m", "dask"]
    quiet = ["--host", "127.0.0.1", "--no-dashboard"]
    path = os.pathsep.join([str(course.root), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:

        def start(*arguments: str) -> None:
            command = [*dask, *arguments, *quiet]
            process = subprocess.Popen(command, cwd=course.root, env=environment, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        file = Path(folder, "scheduler.json")
        start("scheduler", "--port", "0", "--scheduler-file", str(file))
        deadline = time.monotonic() + TO_START
        while not file.is_file():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        start("worker", address, "--nworkers", str(count), "--nthreads", "1", "--local-directory", folder)
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=TO_START)
        yield address
