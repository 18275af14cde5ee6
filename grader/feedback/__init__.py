"""What students read after grading: a page a notebook, and a page over all notebooks of a student."""

from grader.feedback.exporter import FeedbackExporter
from grader.feedback.hiding import HideTests

__all__ = ["FeedbackExporter", "HideTests"]
