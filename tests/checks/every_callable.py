"""Assign every public callable of the installed packages to every exercise's name, and see what earns points.

Run as a program, in a process of its own: among the callables are some that open JupyterLab, write grades or delete files. A hook that
cannot be taken off refuses whatever is not reading, and a timer ends what takes long.
"""

import contextlib
import importlib
import inspect
import io
import json
import os
import pkgutil
import signal
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("softmax_course", "grader")
# They confine this process for good or close its files, and have no values to give.
LEFT_OUT = ("grader.engine.sandbox", "grader.engine.process", "grader.engine.student", "grader.engine.judge.zygote")
SECONDS = 3
FORBIDDEN = (
    "os.exec os.fork os.forkpty os.posix_spawn os.spawn os.system os.startfile os.kill os.killpg subprocess.Popen pty.spawn "
    "os.remove os.rename os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown os.utime os.chdir "
    "socket.connect socket.bind socket.getaddrinfo socket.sendto urllib.Request webbrowser.open sqlite3.connect"
).split()
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse(event: str, arguments: tuple) -> None:
    """Nothing but reading: no processes, no network, no files."""
    if event in FORBIDDEN or event.startswith(("shutil.", "tempfile.")):
        raise PermissionError(f"{event} is refused here")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
        raise PermissionError("writing is refused here")


@contextlib.contextmanager
def time_limit() -> Iterator[None]:
    """Interrupt what takes long, as a grader would, and put back the streams that were taken away."""
    streams = sys.stdout, sys.stderr

    def interrupt(_number: int, _frame: types.FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.stdout, sys.stderr = streams


# ---- which callables --------------------------------------------------------------------------------------------


def modules() -> list[types.ModuleType]:
    """Every module that a student can import: those that need solutions/ are not."""
    found = []
    sys.modules["solutions"] = None  # type: ignore[assignment]  # what an import of it then finds is nothing
    try:
        for package in map(importlib.import_module, PACKAGES):
            found.append(package)
            for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                if info.name.startswith(LEFT_OUT):
                    continue
                try:
                    found.append(importlib.import_module(info.name))
                except ModuleNotFoundError as error:
                    if (error.name or "").partition(".")[0] != "solutions":
                        raise
    finally:
        del sys.modules["solutions"]
    return found


def public_callables(found: Sequence[types.ModuleType]) -> dict[str, Any]:
    """Functions, classes, their public methods, callable instances and their methods, also from public containers."""
    callables: dict[tuple[int, int], tuple[str, Any]] = {}

    def add(name: str, thing: Any, depth: int) -> None:
        if callable(thing):
            # A bound method is made anew whenever it is asked for.
            same = id(getattr(thing, "__func__", thing)), id(getattr(thing, "__self__", None))
            callables.setdefault(same, (name, thing))
        if isinstance(thing, dict) and depth:
            for key, value in thing.items():
                add(f"{name}[{key!r}]", value, depth - 1)
        elif isinstance(thing, (list, tuple, set, frozenset)) and depth:
            for number, value in enumerate(thing):
                add(f"{name}[{number}]", value, depth - 1)
        elif depth and is_ours(thing):
            for key in dir(thing):
                if not key.startswith("_"):
                    with contextlib.suppress(Exception):  # a property may need what is not there
                        add(f"{name}.{key}", getattr(thing, key), 0)

    for module in found:
        for key, thing in list(vars(module).items()):
            if not key.startswith("_") and not isinstance(thing, types.ModuleType):
                add(f"{module.__name__}.{key}", thing, 2)
    return {name: thing for name, thing in callables.values() if may_be_ours(thing)}


def is_ours(thing: Any) -> bool:
    """Whether it is a class of ours, or an instance of one."""
    return _package(thing if inspect.isclass(thing) else type(thing)) in PACKAGES


def may_be_ours(thing: Any) -> bool:
    """Whether there may be an answer of ours in it: not in a function or a class that another package has defined."""
    return _package(thing) in PACKAGES or not (inspect.isclass(thing) or inspect.isroutine(thing))


def _package(thing: Any) -> str:
    return (getattr(thing, "__module__", None) or "").partition(".")[0]


# ---- what they earn ---------------------------------------------------------------------------------------------


def earners(source: Any, callables: dict[str, Any], only: str) -> Iterator[tuple[str, str, float]]:
    """Which callable earns points in which cell of a notebook."""
    for exercise, cell in source.exercises.items():
        if only in ("", exercise):
            tests = tests_of(source, exercise)
            for name, thing in callables.items():
                if not may_answer(exercise, thing if len(cell.defines) == 1 else (thing,) * len(cell.defines)):
                    continue
                for answer in (thing, [thing] * 3) if is_derivation(source, exercise) else (thing,):
                    for grade_id, text, most in tests:
                        points = points_for(dict.fromkeys(cell.defines, answer), text, most)
                        if points:
                            yield grade_id, name, points


def unearned(source: Any, only: str) -> Iterator[str]:
    """The exercises whose own reference earns nothing either, so that nothing was proved about them."""
    from solutions.reference import reference

    for exercise, cell in source.exercises.items():
        if only in ("", exercise):
            answers = {name: reference(source.name)[name] for name in cell.defines}
            if not any(points_for(answers, text, most) for _grade_id, text, most in tests_of(source, exercise)):
                yield exercise


def tests_of(source: Any, exercise: str) -> list[tuple[str, str, float]]:
    """Name, text and points of the check cell and the grade cell, as the build writes them."""
    from grader.build.notebook import to_notebook

    wanted = (f"check_{exercise}", f"grade_{exercise}")
    cells = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in to_notebook(source).cells]
    return [(meta["grade_id"], text, float(meta["points"])) for meta, text in cells if meta.get("grade_id") in wanted]


def is_derivation(source: Any, exercise: str) -> bool:
    from solutions.reference import reference

    return isinstance(reference(source.name).get(exercise), list)


def may_answer(exercise: str, thing: Any) -> bool:
    """Whether it gets through one visible problem: what raises on all of them earns nothing."""
    from softmax_course.checks.calling import call
    from softmax_course.problems import exercise_named

    problems = drawn(exercise)
    asked = [problem for problem in problems if problem.raises is None]
    observe = exercise_named(exercise).observe
    for problem in asked:
        with time_limit():
            try:
                done = call(lambda *args, p=problem: observe(thing, *args, **p.options), problem.args)
            except KeyboardInterrupt:
                return False
        if done.raised is None:
            return True
    return not asked


@cache
def drawn(exercise: str) -> list:
    from softmax_course.problems import VISIBLE, exercise_named

    return exercise_named(exercise).draw(VISIBLE)


def points_for(answers: dict[str, Any], test: str, most: float) -> float:
    """What a cell gives when the notebook has defined these names."""
    from grader.build.library import new_notebook, run_cell

    namespace = new_notebook() | answers
    with time_limit():
        try:
            failure = run_cell(namespace, test)
        except KeyboardInterrupt:
            return 0.0
    if failure is not None:
        return 0.0
    return namespace["check"].points if test.rstrip().endswith("check.points\n### END HIDDEN TESTS") else most


@contextlib.contextmanager
def numbers_of_these_sources(sources: Sequence[Any]) -> Iterator[None]:
    """The expected results as the build would ship them now, and no names for mistakes: they decide nothing and take time."""
    from unittest import mock

    from softmax_course.checks.shipped import to_json
    from solutions.grading.fresh import expected_results

    notebook = {exercise: source.name for source in sources for exercise in source.exercises}

    @cache
    def entry(exercise: str) -> dict:
        from softmax_course.problems import exercise_named

        results = expected_results(exercise_named(exercise), notebook[exercise], drawn(exercise))
        return {"expected": [[to_json(part) for part in parts] for parts in results]}

    with (
        mock.patch("softmax_course.checks.shipped._entry", entry),
        mock.patch("solutions.mistakes.signatures.recognise_on", return_value=None),
    ):
        yield


# ---- proof that it would find one -------------------------------------------------------------------------------


def plant(answer: Callable) -> None:
    """Put an answer where it must not be: as a function, as a method, and in a table."""
    module = importlib.import_module("softmax_course.derivatives")

    def copy() -> Callable:
        def planted(*args: Any, **options: Any) -> Any:
            return answer(*args, **options)

        planted.__module__ = module.__name__
        return planted

    tool = type("Tool", (), {"__module__": module.__name__, "method": staticmethod(copy())})
    vars(module).update(planted=copy(), Tool=tool, TABLE={"one": copy()})


def main(only: str = "") -> None:
    """Print as JSON what was tried and what earned points, by notebook.

    Parameters
    ----------
    only
        Look at one exercise alone, and plant its answer.
    """
    sys.dont_write_bytecode = True
    found = modules()
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    plt.close(plt.figure())  # reads its fonts, and may keep what it finds
    import grader.course

    grader.course.__file__ = "/nowhere/grader/course.py"  # as it is installed: not beside solutions/
    from grader.build.source import read_sources
    from solutions.reference import reference

    sources = read_sources(ROOT)[0]
    if only:
        sources = [source for source in sources if only in source.exercises]
        plant(reference(sources[0].name)[only])
    callables = public_callables(found)
    earned: dict[str, Any] = {}
    unproved: dict[str, list[str]] = {}
    sys.addaudithook(refuse)
    with numbers_of_these_sources(sources), contextlib.redirect_stderr(io.StringIO()):
        for source in sources:
            try:
                earned[source.name] = list(earners(source, callables, only))
                unproved[source.name] = list(unearned(source, only))
            except Exception as error:
                earned[source.name] = f"{type(error).__name__}: {error}"
    exercises = {source.name: list(source.exercises) for source in sources}
    print(json.dumps({"callables": list(callables), "exercises": exercises, "earned": earned, "unproved": unproved}))


if __name__ == "__main__":
    main(*sys.argv[1:])
