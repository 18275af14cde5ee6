"""nbgrader's step from an executed notebook to a page, with our page."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from grader.feedback.page import page


class FeedbackExporter(Exporter):
    """Makes a feedback page; the preprocessors that nbgrader registers have entered scores and comments."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters do
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an autograded notebook."""
        notebook, resources = super().from_notebook_node(nb, resources, **options)
        return page(notebook, resources["nbgrader"]), resources
