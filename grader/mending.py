"""What a notebook may lack to be read at all: the parts that no grading needs are put right, whatever they hold."""

import re
from typing import Any

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
NEWEST_MINOR = 5


def mend(notebook: dict[str, Any]) -> bool:
    """Put the numbers, ids, outputs and attachments of a notebook right, in place, where they are not what the format says.

    Parameters
    ----------
    notebook
        The notebook as it stands in its JSON, with cells that have a type and a source.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    minor = notebook.get("nbformat_minor")
    changed = type(minor) is not int or not 0 <= minor <= NEWEST_MINOR
    if changed:
        notebook["nbformat_minor"] = NEWEST_MINOR
    for cell in notebook["cells"]:
        changed |= _mend_cell(cell)
    return changed


def _mend_cell(cell: dict[str, Any]) -> bool:
    wrong = []
    if "id" in cell and not (isinstance(cell["id"], str) and _ID.fullmatch(cell["id"])):
        wrong.append("id")
    if "attachments" in cell and not _are_attachments(cell["attachments"]):
        wrong.append("attachments")
    for key in wrong:
        del cell[key]
    if "outputs" in cell and not _are_outputs(cell["outputs"]):
        cell["outputs"], wrong = [], [*wrong, "outputs"]
    if cell.get("execution_count") is not None and type(cell["execution_count"]) is not int:
        cell["execution_count"], wrong = None, [*wrong, "execution_count"]
    return bool(wrong)


def _are_attachments(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(bundle, dict) and all(isinstance(text, str) for text in bundle.values()) for bundle in value.values()
    )


def _are_outputs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(output, dict) and isinstance(output.get("output_type"), str) for output in value
    )
