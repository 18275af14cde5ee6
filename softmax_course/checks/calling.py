"""Calling the student's functions: on copies, with her output set aside, and with her mistakes turned into facts."""

import contextlib
import copy
import io
import linecache
import re
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, Protocol, TypeGuard

import numpy as np

# As Python says it: "f() takes 1 positional argument but 2 were given".
ARGUMENTS_REFUSED = r"\w\(\) (takes|missing|got) "


LONGEST_LINE = 200  # characters of a student's line that a message quotes


@dataclass
class Raised:
    """An exception of the student's code: its type, its text and the line of hers in which it came up."""

    kind: str
    text: str
    line: str | None
    kinds: tuple[str, ...] = ()  # the type and those that it derives from
    where: str | None = None  # the innermost function of hers, a method with its class: "Accumulator.add"

    @property
    def missing(self) -> bool:
        """Whether this is a stub that still raises NotImplementedError."""
        return "NotImplementedError" in self.kinds

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}" if self.text else self.kind


@dataclass
class Call:
    """One call of a function: what came back, or what it raised, and which arguments it changed."""

    value: Any = None
    raised: Raised | None = None
    changed: tuple[int, ...] = ()
    warning: str | None = None


@contextlib.contextmanager
def quiet() -> Iterator[list[warnings.WarningMessage]]:
    """Set prints and warnings aside: they cost nothing, and nbgrader takes any stderr for a failure.

    Yields
    ------
    list
        The warnings, as they come.
    """
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(record=True) as warned,
        np.errstate(all="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        yield warned


def call(function: Callable, args: Sequence) -> Call:
    """Call ``function`` on copies of ``args`` and see whether it changed them.

    Parameters
    ----------
    function
        The student's function.
    args
        Its arguments; arrays, dictionaries and generators in them are copied first.
    """
    mine = [copy_argument(argument) for argument in args]
    try:
        with quiet() as warned:
            value = function(*mine)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit is as much the student's as ValueError
        return Call(raised=describe(error, error.__traceback__))
    changed = tuple(i for i, (before, after) in enumerate(zip(args, mine, strict=True)) if not same_bits(before, after))
    return Call(value=value, changed=changed, warning=str(warned[0].message) if warned else None)


def copy_argument(argument: Any) -> Any:
    """A deep copy of arrays (with their memory layout), containers and random generators; functions as they are."""
    if isinstance(argument, np.ndarray):
        return argument.copy(order="K")
    if isinstance(argument, (dict, list, tuple, np.random.Generator)):
        return copy.deepcopy(argument)
    return argument


def same_bits(before: Any, after: Any) -> bool:
    """Whether two values are bit for bit the same (a NaN equals itself); what is not data counts as unchanged."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.dtype == after.dtype
            and before.shape == after.shape
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and before.keys() == after.keys()
            and all(same_bits(before[key], after[key]) for key in before)
        )
    if isinstance(before, (list, tuple)):
        return isinstance(after, type(before)) and len(before) == len(after) and all(map(same_bits, before, after))
    return True


def describe(error: BaseException, trace: TracebackType | None) -> Raised:
    """Type, text and the student's own line of an exception."""
    elsewhere = getattr(error, "raised", None)
    if isinstance(elsewhere, Raised):  # it came up in another process, which has said where
        return elsewhere
    where, line = _student_place(trace)
    return Raised(
        kind=type(error).__name__,
        text=_text(error),
        line=line,
        where=where,
        kinds=tuple(kind.__name__ for kind in type(error).__mro__),
    )


def refuses_its_arguments(error: BaseException) -> bool:
    """Whether a function was called with arguments that its ``def`` line does not take: it has not begun to run."""
    return isinstance(error, TypeError) and re.search(ARGUMENTS_REFUSED, _text(error)) is not None


def _text(error: BaseException) -> str:
    try:
        return str(error)[:500]
    except Exception:  # an exception class of the student's may fail to print itself
        return ""


def _student_place(trace: TracebackType | None) -> tuple[str | None, str | None]:
    """The innermost function and line that stand in a cell: neither in this package nor in an installed one."""
    where = line = None
    while trace is not None:
        code = trace.tb_frame.f_code
        if _is_cell(trace.tb_frame):
            where = code.co_qualname.rpartition("<locals>.")[2]
            line = linecache.getline(code.co_filename, trace.tb_lineno).strip() or line
        trace = trace.tb_next
    return where, line


def _is_cell(frame: FrameType) -> bool:
    # The top level of a cell is the check cell that calls; everything deeper in the notebook's namespace is hers.
    top_level = frame.f_code.co_name == "<module>" or frame.f_code.co_name.startswith("<cell line")
    return frame.f_globals.get("__name__") == "__main__" and not top_level


def executed_lines(function: Callable, args: Sequence) -> int:
    """How many lines and calls one call of ``function`` executes, traced; work inside NumPy does not count, nor do prints.

    Parameters
    ----------
    function, args
        As for :func:`call`.

    Raises
    ------
    Exception
        Whatever ``function`` raises.
    """
    if _lives_elsewhere(function):
        return int(function.measured("lines", args, {}))
    count = 0

    def trace_lines(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if _prints_an_array(frame):
            return None
        count += event in ("line", "call")
        return trace_lines

    def profile_calls(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "c_call" and not _prints_an_array(frame)

    call(function, args)  # what is done only once does not count
    mine = [copy_argument(argument) for argument in args]
    previous = sys.gettrace(), sys.getprofile()
    with quiet():
        sys.settrace(trace_lines)
        sys.setprofile(profile_calls)
        try:
            function(*mine)
        finally:
            sys.settrace(previous[0])
            sys.setprofile(previous[1])
    return count


def busiest_line(function: Callable, args: Sequence) -> tuple[str, int] | None:
    """The line of the notebook that one call of ``function`` executes most often, and how often.

    Parameters
    ----------
    function, args
        As for :func:`call`.

    Returns
    -------
    tuple or None
        None where no line of the notebook is known.
    """
    if _lives_elsewhere(function):
        found = function.measured("busiest", args, {})
        return None if found is None else (str(found[0])[:LONGEST_LINE], int(found[1]))
    counts: dict[tuple[str, int], int] = {}

    def count_lines(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line" and _is_cell(frame):
            place = frame.f_code.co_filename, frame.f_lineno
            counts[place] = counts.get(place, 0) + 1
        return count_lines

    mine = [copy_argument(argument) for argument in args]
    previous = sys.gettrace()
    with quiet():
        sys.settrace(count_lines)
        try:
            with contextlib.suppress(Exception):
                function(*mine)
        finally:
            sys.settrace(previous)
    for (file, line), count in sorted(counts.items(), key=lambda item: -item[1]):
        text = linecache.getline(file, line).strip()
        if text and not text.startswith(("for ", "while ")):
            return text[:LONGEST_LINE], count
    return None


def peak_memory(function: Callable, args: Sequence) -> int:
    """The most bytes that arrays and other objects take at once while ``function`` runs.

    Parameters
    ----------
    function, args
        As for :func:`call`.

    Raises
    ------
    Exception
        Whatever ``function`` raises.
    """
    if _lives_elsewhere(function):
        return int(function.measured("memory", args, {}))
    mine = [copy_argument(argument) for argument in args]
    tracemalloc.start()
    try:
        with quiet():
            function(*mine)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Elsewhere(Protocol):
    """A function that lives in another process."""

    def measured(self, what: str, args: Sequence, options: dict[str, Any]) -> Any:
        """What happens there while it runs: "lines", "busiest", "helpers" or "memory"."""


def _lives_elsewhere(function: Any) -> TypeGuard[Elsewhere]:
    """Whether a function lives in another process, which is asked to look on: it has a ``measured``."""
    return hasattr(type(function), "measured")


def _prints_an_array(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") == "numpy._core.arrayprint":
            return True
        frame = frame.f_back
    return False


def calls_of_helpers(function: Callable, args: Sequence, options: dict[str, Any]) -> dict[str, int]:
    """How often each Python function of the notebook is called during one call of ``function``, itself not counted.

    Parameters
    ----------
    function, args
        As for :func:`call`.
    options
        Keyword arguments.

    Returns
    -------
    dict
        Number of calls by name and line of the definition.
    """
    if _lives_elsewhere(function):
        return {str(name): int(count) for name, count in function.measured("helpers", args, options).items()}
    counts: dict[str, int] = {}

    def count_calls(frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code is not getattr(function, "__code__", None) and _is_cell(frame):
            key = f"{code.co_name}:{code.co_firstlineno}"
            counts[key] = counts.get(key, 0) + 1

    mine = [copy_argument(argument) for argument in args]
    previous = sys.getprofile()
    with quiet():
        sys.setprofile(count_calls)
        try:
            with contextlib.suppress(Exception):  # an object that is not called so has no helpers to count
                function(*mine, **options)
        finally:
            sys.setprofile(previous)
    return counts
