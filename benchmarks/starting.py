"""What starting costs: the first import of a notebook, and the command line's help."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.measuring import Result, in_turns, row, seconds

NAME = "starting"


@dataclass(frozen=True)
class Pair:
    """Two things to start, as arguments of Python.

    Parameters
    ----------
    what, ours
        Ours, in words and as arguments.
    rival, theirs
        The rival.
    """

    what: str
    ours: Sequence[str]
    rival: str
    theirs: Sequence[str]


NEEDED = "import numpy, matplotlib.pyplot, IPython.display"
OURS = "import softmax_course"
PAIRS = [
    Pair(OURS, ["-c", OURS], NEEDED, ["-c", NEEDED]),
    Pair(OURS, ["-c", OURS], "import numpy", ["-c", "import numpy"]),
    Pair("softmax-course --help", ["-m", "grader.cli", "--help"], "nbgrader --help", ["-m", "nbgrader", "--help"]),
]


def run(turns: int, pairs: Sequence[Pair] = PAIRS) -> Result:
    """Whole processes, ours and the rival's, in seconds on the wall.

    Parameters
    ----------
    turns
        How often each is started.
    pairs
        What is started.
    """
    rows = []
    for pair in pairs:
        own, other = in_turns([partial(_start, arguments) for arguments in (pair.ours, pair.theirs)], turns)
        rows.append(row(NAME, pair.what, pair.rival, own, other))
    return Result(rows)


def _start(arguments: Sequence[str]) -> float:
    command = [sys.executable, *arguments]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
