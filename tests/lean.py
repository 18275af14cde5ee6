"""A notebook of the course without its story, for tests that run many."""

from nbformat import NotebookNode

from grader.build.names import names_of


def lean(notebook: NotebookNode) -> NotebookNode:
    """The notebook without its story: exercises, their tests, and the cells that those need."""
    needed: set[str] = set()
    kept = []
    for cell in reversed(notebook.cells):
        names = names_of(cell.source) if cell.cell_type == "code" else None
        if names is not None and ("nbgrader" in cell.metadata or needed.intersection(names.binds)):
            needed |= set(names.reads)
            kept.append(cell)
    notebook.cells = kept[::-1]
    return notebook
