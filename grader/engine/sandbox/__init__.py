"""The sandbox in which students' code runs: namespaces, Landlock, seccomp and limits, on Linux.

A process that is warm and has nothing to hide calls `enter` once. For each notebook it calls `fork_confined`, and in between
it waits in `keep`.
"""

from grader.engine.sandbox.confinement import enter
from grader.engine.sandbox.keeper import INTERRUPT, Ending, Outcome, fork_confined, keep
from grader.engine.sandbox.layers import SandboxError, elsewhere, level, missing
from grader.engine.sandbox.limits import Limits
from grader.engine.sandbox.view import View, interpreter_paths

__all__ = [
    "INTERRUPT",
    "Ending",
    "Limits",
    "Outcome",
    "SandboxError",
    "View",
    "elsewhere",
    "enter",
    "fork_confined",
    "interpreter_paths",
    "keep",
    "level",
    "missing",
]
