"""nbgrader's own autograding with the engine in place of a kernel: for plain ``nbgrader autograde`` and the Formgrader's button."""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from grader.course import find_course
from grader.engine.engine import Engine
from grader.engine.job import Job
from grader.submissions import files_beside


class ExecuteSandboxed(Execute):
    """The step of nbgrader's autograding that runs a notebook, students' code sandboxed and test cells apart from it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run a notebook and give it its outputs.

        Raises
        ------
        RuntimeError
            If the engine could not run it; nbgrader then says which submission that was.
        """
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        content = nbformat.writes(nb).encode("utf-8", "surrogatepass")
        result = _engine().run(Job(content, files=files_beside(folder), seconds=float(self.timeout or 30)))
        if result.problem:
            raise RuntimeError(f"The notebook could not be run: {result.problem}")
        executed = nbformat.reads(result.notebook, as_version=4)
        nb.cells, nb.metadata = executed.cells, executed.metadata
        return nb, resources


@cache
def _engine() -> Engine:
    """One engine for all notebooks of this process."""
    engine = Engine(find_course(Path(__file__).parent).root)
    engine.__enter__()
    atexit.register(engine.__exit__, None, None, None)
    return engine
