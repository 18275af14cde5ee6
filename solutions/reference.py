"""The reference: the solution cells of the notebooks themselves, read from the text sources."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent
SEVERAL_NAMES = re.compile(r'^# %% exercise="(\w+)".* defines="([^"]*)"', re.MULTILINE)


@cache
def reference(notebook: str) -> dict[str, Any]:
    """The names that a solved notebook defines, without running its story.

    Parameters
    ----------
    notebook
        The assignment's name, such as "01_logistic".

    Returns
    -------
    dict
        Functions, classes and lists of functions by name; for an exercise that defines several names, the tuple of them.
    """
    path = SOURCES / f"{notebook}.py"
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    tree.body = [node for node in tree.body if _defines(node)]
    # The name is that of a notebook: a demand, as that the graph be used, looks at calls of the notebook's functions.
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(tree, str(path), "exec"), namespace)
    for exercise, names in SEVERAL_NAMES.findall(text):
        namespace[exercise] = tuple(namespace[name] for name in names.split())
    return namespace


def _defines(node: ast.stmt) -> bool:
    """Imports, definitions, and lists of names (a derivation): what has no effect but to define."""
    if isinstance(node, ast.Assign):
        value = node.value
        return isinstance(value, ast.List | ast.Tuple) and all(isinstance(item, ast.Name) for item in value.elts)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
