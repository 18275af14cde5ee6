"""The report about a graded class: one HTML page with plots, which needs no network and no script."""

from grader.report.page import make_report
from grader.report.reading import read_class

__all__ = ["make_report", "read_class"]
