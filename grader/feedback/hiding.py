"""What students do not read: hidden tests, and whatever quotes them."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from grader.build.regions import public
from grader.hidden import secrets, without


class HideTests(NbGraderPreprocessor):
    """The first step of generate_feedback here: cuts hidden tests, and every line of output that quotes one."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Leave of the graded cells what students may read."""
        hidden = secrets(cell.source for cell in nb.cells)
        for cell in nb.cells:
            if is_grade(cell):
                cell.source = public(cell.source)
            if cell.cell_type == "code":
                cell.outputs = [_without(output, hidden) for output in cell.outputs]
        return nb, resources


def _without(value: Any, hidden: set[str]) -> Any:
    """An output, whatever its form, with every text in it cleaned."""
    if isinstance(value, str):
        return without(value, hidden)
    if isinstance(value, dict):
        return NotebookNode({key: _without(item, hidden) for key, item in value.items()})
    return [_without(item, hidden) for item in value] if isinstance(value, list) else value
