"""A small course that builds: two exercises, a figure, story cells."""

from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLE = '''\
# %% [markdown]
# # Halves and squares
#
# ![A straight line of slope one half](../assets/figures/line.svg)

# %%
import numpy as np

from softmax_course import once_works


def given(x):
    return x + 1


# %% exercise="half" points="1+2"
def half(x):
    """Half of x, any shape."""
    ### BEGIN SOLUTION
    secret_factor = 0.5
    return x * secret_factor
    ### END SOLUTION


# %% check="half"
from softmax_course import checking

with checking("half") as check:
    check.require(half(2.0) == 1.0, "half(2) is not 1.")

# %%
with once_works("half", "A half"):
    print(half(given(3)))

# %% exercise="squares" points="0+4" defines="Square Cube"
class Square:
    """Squares."""

    def forward(self, x):
        ### BEGIN SOLUTION
        return x * x
        ### END SOLUTION


class Cube:
    """Cubes."""

    def forward(self, x):
        ### BEGIN SOLUTION
        return x * x * x
        ### END SOLUTION


# %% check="squares"
import numpy as np

from softmax_course import checking

with checking("squares") as check:
    for number in np.arange(3.0):
        check.require(Square().forward(number) == number**2, "Not the square.")
'''

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 4L4 2"/></svg>'

GRADING = """\
def grade_half(check, half): ...
def grade_squares(check, Square, Cube): ...
"""


@pytest.fixture
def course(tmp_path: Path) -> Callable[[str], Path]:
    """Write a checkout whose one source is given; the sample's is `course(SAMPLE)`."""

    def write(source: str) -> Path:
        for name, text in {
            "solutions/01_sample.py": source,
            "solutions/grading/sample.py": GRADING,
            "assets/figures/line.svg": SVG,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
