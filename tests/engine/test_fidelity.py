"""What a cell shows in the engine is what it shows in a kernel."""

import os
import re

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import Execute

from grader.engine.engine import Engine
from grader.engine.job import Job
from grader.environment import use_this_python
from tests.conftest import ROOT

CELLS = {
    "print and value": "print('a')\nprint('b', end='')\n3 * 'x'",
    "both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "semicolon": "1 + 1;",
    "underscore": "2 + 3\n_",
    "error": "def f(x):\n    return 1 / x\n\nf(0)",
    "syntax error": "def f(:",
    "name error": "nothing_of_the_kind",
    "own exception": "class Odd(Exception):\n    pass\n\nraise Odd('so')",
    "chained": "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('b') from error",
    "system exit": "import sys\nsys.exit(3)",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "input": "input('name? ')",
    "event loop": "import asyncio\nasyncio.run(asyncio.sleep(0))",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\n'slept'",
    "display": "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>b</b>'), Markdown('*m*'))\nHTML('<i>i</i>')",
    "update": "handle = display('one', display_id='d1')\nprint('between')\nhandle.update('two')",
    "update of an earlier cell": "from IPython.display import update_display\nupdate_display('three', display_id='d1')",
    "clear": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear and wait": "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "picture": "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('a')\nplt.show()",
    "picture at the end": "fig, ax = plt.subplots(figsize=(2, 1))\nax.plot([1, 2])",
    "array": "import numpy as np\nnp.arange(6).reshape(2, 3)",
    "warning": "import warnings\nwarnings.warn('careful')",
    "magic": "%who_ls",
    "unknown magic": "%nothing_of_the_kind",
    "help": "print?",
    "rich repr": "class R:\n    def _repr_html_(self):\n        return '<u>r</u>'\n\nR()",
    "raw writes": "import os\nn = os.write(1, b'raw\\n')",
    "main": "__name__, __import__('__main__').CELL_OF_MAIN if 'CELL_OF_MAIN' in globals() else None",
    "history": "In[1], len(Out) > 3",
    "nothing": "# a comment",
}


@pytest.fixture(scope="module")
def by_kernel() -> NotebookNode:
    """The cells, run by a kernel."""
    use_this_python(ROOT)
    told = os.environ.pop("PYTEST_CURRENT_TEST", None)  # which would tell ipykernel to leave descriptors alone
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    try:
        Execute(timeout=60).preprocess(notebook, {"metadata": {"path": "."}})
    finally:
        os.environ["PYTEST_CURRENT_TEST"] = told or ""
    return notebook


@pytest.fixture(scope="module")
def by_engine(engine: Engine) -> NotebookNode:
    """The cells, run by the engine."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    result = engine.run(Job(nbformat.writes(notebook).encode(), seconds=60.0))
    assert not result.problem
    return nbformat.reads(result.notebook, as_version=4)


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_the_same(name: str, by_kernel: NotebookNode, by_engine: NotebookNode) -> None:
    at = list(CELLS).index(name)
    theirs, ours = by_kernel.cells[at], by_engine.cells[at]
    assert [shown(output) for output in ours.outputs] == [shown(output) for output in theirs.outputs]
    assert ours.execution_count == theirs.execution_count


def shown(output: NotebookNode) -> dict:
    """An output without addresses, temporary names and the bytes of a picture."""
    text = nbformat.v4.nbjson.writes(new_notebook(cells=[new_code_cell("", outputs=[output])]))
    kept = dict(nbformat.reads(text, as_version=4).cells[0].outputs[0])
    if "traceback" in kept:
        # Not the frames below the cells, in which an event loop or a kernel is at work.
        kept["traceback"] = [line for line in map(plain, kept["traceback"]) if not line.startswith("File ")]
    if "text" in kept:
        kept["text"] = plain(kept["text"])
    if "evalue" in kept:
        kept["evalue"] = plain(kept["evalue"])
    if "data" in kept:
        kept["data"] = {
            kind: "a picture" if kind.startswith("image/") else plain(str(value))
            for kind, value in kept["data"].items()
        }
    return kept


def plain(text: str) -> str:
    """Without colours, addresses, and names of temporary files."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"/\w+/ipykernel_\d+/\d+\.py", "CELL", text)
    return re.sub(r"0x[0-9a-f]+", "0x", text)
