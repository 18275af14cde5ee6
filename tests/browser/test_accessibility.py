"""Feedback can be read by everybody: axe finds nothing wrong in what the course itself writes."""

import subprocess
import sys

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from grader.build.source import read_sources
from grader.sample_class import answered, read_assignment
from tests.conftest import ROOT

NAMES = [source.name for source in read_sources(ROOT)[0]]
STYLE_SHEET = {"color-contrast", "link-in-text-block"}  # the colours of code and links are nbgrader's
# The page around the notebook, and the signs beside headings, are nbgrader's and nbconvert's.
OURS = """selectors => selectors.filter(s => {
    const found = document.querySelector(s);
    return found && found.closest('.text_cell_render, .output_area') && !found.matches('.anchor-link');
})"""


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    """Feedback pages of one student who solved everything."""
    folder = tmp_path_factory.mktemp("accessible")
    for name in NAMES:
        assignment = read_assignment(ROOT, name)
        path = folder / "submitted" / "ada" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(answered(assignment, assignment.reference), path)
    for command in (["grade"], ["feedback"]):
        subprocess.run(
            [sys.executable, "-m", "grader.cli", *command, "--out", str(folder)], cwd=ROOT, check=True, capture_output=True
        )
    return folder / "feedback" / "ada"


@pytest.mark.parametrize("name", NAMES)
def test_a_feedback_page_is_accessible(feedback, browser, name):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((feedback / name / f"{name}.html").as_uri())
    violations = {
        violation["id"]: found
        for violation in Axe().run(page).response["violations"]
        if violation["id"] not in STYLE_SHEET
        and (found := page.evaluate(OURS, [" ".join(node["target"]) for node in violation["nodes"]]))
    }
    text = page.content()
    context.close()
    assert violations == {}
    assert "No description has been provided for this image" not in text
