"""The guard around every check: whatever happens inside becomes one message, and stderr stays empty."""

import contextlib
import io
import sys
import warnings
from types import TracebackType

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from softmax_course.checks.calling import describe
from softmax_course.checks.check import Check
from softmax_course.checks.explaining import explain_exception, explain_stopped, explain_undefined
from softmax_course.checks.heat_maps import HeatMaps
from softmax_course.checks.limit import time_limit
from softmax_course.checks.verdict import NotPassed


class checking:  # noqa: N801 - reads as a verb in `with checking(...)`
    """Context manager around the body of a check cell.

    Inside, prints and warnings are set aside, and in a notebook the time is limited. Whatever is raised becomes one message: a failed
    comparison, the student's own exception, a stub, a name that was never defined. Names that the cell binds do not stay in the notebook.

    Parameters
    ----------
    name
        The exercise's name.
    """

    def __init__(self, name: str) -> None:
        self._check = Check(name)
        self._quiet = contextlib.ExitStack()

    def __enter__(self) -> Check:
        frame = sys._getframe(1)
        self._namespace = frame.f_globals
        self._bound = {key: self._namespace.get(key, self) for key in frame.f_code.co_names}
        self._quiet.enter_context(contextlib.redirect_stdout(io.StringIO()))
        self._quiet.enter_context(contextlib.redirect_stderr(io.StringIO()))
        self._quiet.enter_context(warnings.catch_warnings())
        self._quiet.enter_context(np.errstate(all="ignore"))
        warnings.simplefilter("ignore")
        self._quiet.enter_context(time_limit())
        return self._check

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quiet.close()
        self._restore_names()
        failure = None if error is None else self._failure(error, trace)
        if failure is None:
            try:
                self._check.settle()
            except NotPassed as raised:
                failure = raised
        if self._check.lines:
            print("\n".join(self._check.lines))
        if failure is not None:
            _show(failure.message.picture)
            raise failure from None

    def _restore_names(self) -> None:
        for key, value in self._bound.items():
            if self._namespace.get(key) is self._check:
                continue
            if value is self:
                self._namespace.pop(key, None)
            else:
                self._namespace[key] = value

    def _failure(self, error: BaseException, trace: TracebackType | None) -> NotPassed:
        name = self._check.name
        if isinstance(error, NotPassed):
            return error
        if isinstance(error, KeyboardInterrupt):
            return explain_stopped(name, error, describe(error, trace))
        if isinstance(error, NameError) and error.name and _raised_in_cell(trace):
            return explain_undefined(name, error.name)
        return explain_exception(name, describe(error, trace))


def _show(picture: HeatMaps | None) -> None:
    """Display a picture where there is a notebook. Nothing is printed: what a check prints is its record."""
    if picture is not None and InteractiveShell.initialized():
        display({"text/html": picture.html, "text/plain": picture.text}, raw=True)


def _raised_in_cell(trace: TracebackType | None) -> bool:
    """Whether the exception was raised at the top level of the check cell itself."""
    return trace is not None and trace.tb_next is None
