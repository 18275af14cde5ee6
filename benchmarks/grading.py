"""Grading a class: the fast engine with everything on, stock nbgrader, and the floor – the same cells in a warm process that was forked."""

import ast
import contextlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import nbformat
from nbformat import NotebookNode

from benchmarks.measuring import Result, Row, row
from grader.course import Course, find_course
from grader.engine.engine import ONE_THREAD, Engine
from grader.engine.job import Job
from grader.engine.process import load_all
from grader.repair import CourseCell

NAME = "grading"
WORKERS = 2
STOCK = 4  # notebooks, in WORKERS processes


def run(turns: int, sizes: Sequence[int] = (50,), stock: int = STOCK, assignment: str | None = None) -> Result:
    """Rates, CPU time a notebook and growth, for a class that handed in one notebook solved.

    Parameters
    ----------
    turns
        How often one notebook is measured against the floor.
    sizes
        Classes for the fast engine; all commands are measured as a whole, start and gradebook included.
    stock
        How many notebooks stock nbgrader grades.
    assignment
        Which notebook; by default the largest.
    """
    course = find_course()
    name = assignment or max(course.assignments, key=lambda one: course.source(one).stat().st_size)
    notebook = nbformat.read(course.source(name), as_version=4)
    rows = [_against_the_floor(course, name, notebook, turns)]
    with tempfile.TemporaryDirectory() as folder:
        slow = _stock_rate(Path(folder), name, notebook, stock)
        for size in sizes:
            took, memory = _grade(Path(folder, f"fast-{size}"), name, notebook, size, "fast")
            rows.append(
                row(
                    NAME,
                    f"{name}, a notebook in a class of {size} ({memory:.0f} MB)",
                    "stock nbgrader",
                    [took / size],
                    [slow],
                )
            )
    return Result(rows)


def _against_the_floor(course: Course, name: str, notebook: NotebookNode, turns: int) -> Row:
    """CPU seconds of one notebook in the engine, judge and sandbox and all, beside those of the floor."""
    job, ours, floor = solved(notebook), [], []
    with (
        Engine(course.root) as engine,
        mock.patch.dict(os.environ, ONE_THREAD),  # as in the engine: threads that wait take processor time
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as warm,
    ):
        for _ in range(turns):
            ours.append(sum(engine.run(job).seconds.values()))
            floor.append(warm.submit(_floor, notebook).result())
    return row(NAME, f"{name}, CPU time a notebook", "fork and exec of its cells", ours, floor)


def solved(notebook: NotebookNode) -> Job:
    """What the engine has to do for a submission that is the notebook with solutions.

    Parameters
    ----------
    notebook
        With solutions and hidden tests, as the build wrote it.
    """
    cells = [
        asdict(CourseCell(s["grade_id"], c.id, c.source, c.cell_type, s.get("points"), s["solution"]))
        for c in notebook.cells
        if (s := c.metadata.get("nbgrader"))
    ]
    return Job(nbformat.writes(notebook).encode(), cells, seconds=120.0)


def _floor(notebook: NotebookNode) -> float:
    """CPU seconds of a fork of this warm process in which the cells are executed and the plots drawn."""
    import matplotlib.pyplot as plt

    import softmax_course
    import solutions.mistakes  # noqa: F401 - warm

    load_all(softmax_course)

    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            module = sys.modules["__main__"] = type(sys)("__main__")
            for source in sources:
                with contextlib.suppress(Exception):
                    exec(compile(ast.parse(source), "<cell>", "exec"), vars(module))
                for number in plt.get_fignums():
                    plt.figure(number).savefig(io.BytesIO(), format="png")
                plt.close("all")
        os._exit(0)
    os.waitpid(child, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _stock_rate(folder: Path, name: str, notebook: NotebookNode, count: int) -> float:
    """Seconds a notebook, by so many processes of stock nbgrader as there are workers."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as processes:
        one = lambda k: _grade(folder / f"stock-{k}", name, notebook, count // WORKERS, "nbgrader")  # noqa: E731
        list(processes.map(one, range(WORKERS)))
    return (time.perf_counter() - begin) / count


def _grade(folder: Path, name: str, notebook: NotebookNode, count: int, engine: str) -> tuple[float, float]:
    """Seconds of the whole command, and the memory of the largest of its processes in MB."""
    for k in range(count):
        path = folder / "submitted" / f"s{k:04d}" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    command = [sys.executable, "-m", "grader.cli", "grade", "--engine", engine, "--out", str(folder)]
    records = folder / "records.json"
    begin = time.perf_counter()
    with (folder / "said").open("wb") as said:
        grading = subprocess.Popen(
            [*command, "--workers", str(WORKERS), "--json", str(records)], stdout=said, stderr=subprocess.STDOUT
        )
        _pid, status, used = os.wait4(grading.pid, 0)
    took = time.perf_counter() - begin
    assert status == 0, (folder / "said").read_text()
    worth = json.loads(records.read_text())
    assert all(record["points"] == record["max_points"] for record in worth), "the solutions did not pass"
    shutil.rmtree(folder)
    return took, used.ru_maxrss / 1024
