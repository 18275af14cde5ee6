"""Notebooks that are damaged on purpose: functions that change a solved notebook, as the dictionary that its JSON holds, or give its bytes.

Most must cost nothing. For those in ``REFUSED`` a sentence is what the student gets.
"""

import json
from collections.abc import Callable

Damage = Callable[[dict], bytes | None]
ALL: dict[str, Damage] = {}
REFUSED = ("deep_json", "numbers_for_source", "cells_in_cells", "truncated_twice", "utf16")


def damage(function: Damage) -> Damage:
    """Enter a function into the corpus."""
    ALL[function.__name__] = function
    return function


def _code(source: str, **more: object) -> dict:
    return {"cell_type": "code", "execution_count": None, "id": "x", "metadata": {}, "outputs": [], "source": source} | more


def _text(cell: dict) -> str:
    return "".join(cell["source"])


def _named(notebook: dict, name: str) -> dict:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


@damage
def outputs_of_20_megabytes(notebook: dict) -> None:
    """20 MB of outputs, kept from an earlier run."""
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}] * 20


@damage
def five_thousand_cells(notebook: dict) -> None:
    """5,000 Markdown cells and 300 empty ones before everything."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "x"}
    notebook["cells"][:0] = [text | {"id": f"m{n}"} for n in range(5000)] + [_code("", id=f"c{n}") for n in range(300)]


@damage
def deep_json(notebook: dict) -> bytes:
    """JSON nested 100,000 deep."""
    return b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, "cells": []}'


@damage
def deep_metadata(notebook: dict) -> None:
    """Metadata nested 400 deep, which JSON readers still take."""
    value: object = "x"
    for _ in range(400):
        value = [value]
    notebook["metadata"]["deep"] = value
    notebook["cells"][0]["metadata"]["deep"] = value


@damage
def no_numbers(notebook: dict) -> None:
    """NaN and Infinity, which are no JSON, in metadata."""
    notebook["metadata"]["x"] = [float("nan"), float("inf"), -float("inf"), 1e308]
    notebook["cells"][0]["metadata"]["x"] = float("nan")


@damage
def one_id_for_all(notebook: dict) -> None:
    """Every cell has the same id."""
    for cell in notebook["cells"]:
        cell["id"] = "same"


@damage
def ids_that_are_paths(notebook: dict) -> None:
    """Ids that climb folders, are very long, or are no text."""
    ids = ["../../../../tmp/decoy", "x" * 100_000, 7, None, "", "a b", {"a": 1}, "\0", "<script>"]
    for cell, name in zip(notebook["cells"], ids * len(notebook["cells"]), strict=False):
        cell["id"] = name


@damage
def half_characters(notebook: dict) -> None:
    """Halves of surrogate pairs in texts, outputs and metadata."""
    notebook["cells"].insert(0, _code("print('\ud800')", id="half"))
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "half2", "metadata": {"\udfff": "\ud800"}, "source": "\udc00"})


@damage
def large_attachments(notebook: dict) -> None:
    """Attachments of 10 MB, and some that are none."""
    notebook["cells"].insert(
        0,
        {
            "cell_type": "markdown",
            "id": "att",
            "metadata": {},
            "source": "![](attachment:../../x.png)",
            "attachments": {"../../x.png": {"image/png": "A" * 10_000_000}, "y": 3},
        },
    )


@damage
def wrong_types_in_metadata(notebook: dict) -> None:
    """nbgrader's and Jupyter's own entries with values of other types."""
    values = [None, 3, [], "x", {"grade": "yes", "points": "many", "grade_id": 5}, {"grade_id": ["sigmoid"]}, {"points": -1e308}]
    for number, value in enumerate(values):
        notebook["cells"].insert(0, _code("1", id=f"w{number}", metadata={"nbgrader": value, "tags": value, "collapsed": value}))
    notebook["metadata"] |= {"kernelspec": 3, "language_info": [], "celltoolbar": {}, "widgets": "x"}


@damage
def outputs_of_wrong_types(notebook: dict) -> None:
    """Outputs and counts that are none."""
    for outputs in (None, 3, "x", [3], [{"output_type": "boo"}], {"a": 1}):
        notebook["cells"].insert(0, _code("1", outputs=outputs, execution_count="many"))


@damage
def minor_99(notebook: dict) -> None:
    """A minor version from the future."""
    notebook["nbformat_minor"] = 99


@damage
def minor_that_is_none(notebook: dict) -> None:
    """A minor version that is a text."""
    notebook["nbformat_minor"] = "five"


@damage
def numbers_for_source(notebook: dict) -> None:
    """Cells whose source is a list of numbers, or nothing."""
    notebook["cells"].insert(0, _code("") | {"source": [1, 2, None]})
    notebook["cells"].insert(0, _code("") | {"source": None})


@damage
def lists_for_source(notebook: dict) -> None:
    """Sources as lists of lines, without line ends where there should be some."""
    for cell in notebook["cells"]:
        cell["source"] = _text(cell).splitlines(keepends=True)
    notebook["cells"].insert(0, _code("") | {"source": ["x = 1", "\n", "", "y = 2"]})


@damage
def byte_order_mark(notebook: dict) -> bytes:
    """A byte order mark, as some editors write it."""
    return b"\xef\xbb\xbf" + json.dumps(notebook).encode()


@damage
def windows_line_ends(notebook: dict) -> bytes:
    """\\r\\n everywhere, in JSON and in sources."""
    for cell in notebook["cells"]:
        cell["source"] = _text(cell).replace("\n", "\r\n")
    return json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


@damage
def utf16(notebook: dict) -> bytes:
    """UTF-16."""
    return json.dumps(notebook).encode("utf-16")


@damage
def truncated_twice(notebook: dict) -> bytes:
    """The first half, two times."""
    text = json.dumps(notebook)
    return (text[: len(text) // 2] * 2).encode()


@damage
def doubled_keys(notebook: dict) -> bytes:
    """Every cell's list stands twice, and the last one counts."""
    return json.dumps(notebook).replace('{"', '{"cells": [], "', 1).encode()


@damage
def widget_state(notebook: dict) -> None:
    """State of 20,000 widgets, with a page in each."""
    state = {f"w{n}": {"model_name": "HTMLModel", "state": {"value": "<script>1</script>" * 10}} for n in range(20_000)}
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": state}}


@damage
def script_in_markdown(notebook: dict) -> None:
    """A page's scripts in the text cells."""
    text = "<script>document.title = 'stolen'</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>" * 100
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "script", "metadata": {}, "source": text})


@damage
def a_tests_name_on_own_cells(notebook: dict) -> None:
    """The student's own cells carry the names and ids of graded cells, with a hundred points each."""
    for name in ("check_sigmoid", "grade_sigmoid"):
        graded = _named(notebook, name)
        nbgrader = graded["metadata"]["nbgrader"] | {"points": 100.0, "solution": False, "locked": False}
        notebook["cells"].append(_code("100.0", id=graded["id"], metadata={"nbgrader": nbgrader}))


@damage
def all_cells_graded(notebook: dict) -> None:
    """Cells that claim to be worth something under names that the course does not have."""
    for number in range(50):
        nbgrader = {"grade": True, "grade_id": f"extra_{number}", "points": 10.0, "locked": True, "solution": False,
                    "schema_version": 3, "task": False}
        notebook["cells"].append(_code("10.0", id=f"e{number}", metadata={"nbgrader": nbgrader}))


@damage
def names_that_are_paths(notebook: dict) -> None:
    """Graded cells' names that climb folders or speak SQL."""
    for number, name in enumerate(["../../etc/x", "'; DROP TABLE grade; --", "x" * 10_000, "\0", "é\u202e"]):
        nbgrader = {"grade": True, "grade_id": name, "points": 1.0, "locked": True, "solution": True, "schema_version": 3, "task": False}
        notebook["cells"].append(_code("1", id=f"p{number}", metadata={"nbgrader": nbgrader}))


@damage
def unknown_kinds_of_cells(notebook: dict) -> None:
    """Cells of a kind that nobody knows."""
    notebook["cells"].insert(0, {"cell_type": "heading", "id": "h", "metadata": {}, "source": "x", "level": 99})
    notebook["cells"].insert(0, {"cell_type": "", "id": "e", "metadata": {}, "source": "x"})


@damage
def cells_in_cells(notebook: dict) -> None:
    """A cell that is a list of cells."""
    notebook["cells"].insert(0, list(notebook["cells"]))


@damage
def magics_and_more(notebook: dict) -> None:
    """Cells that speak to a shell, to other kernels, to a debugger, and ask for input."""
    sources = ["%%bash\necho TAKEN", "!echo TAKEN", "%run nothing.py", "%pdb on", "%load_ext autoreload", "%%javascript\n1", "input()",
               "def f(:", "await __import__('asyncio').sleep(0)", "%%capture\n1", "?print", "exit()"]
    notebook["cells"][:0] = [_code(source, id=f"s{n}") for n, source in enumerate(sources)]
