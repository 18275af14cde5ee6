"""Feedback can be read by everybody: axe finds nothing wrong in it, in a light and in a dark room, on a telephone."""

import subprocess
import sys

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from grader.build.source import read_sources
from grader.feedback.rendering import PICTURE
from grader.sample_class import answered, read_assignment
from solutions.mistakes import LIBRARY
from tests.conftest import ROOT

NAMES = [source.name for source in read_sources(ROOT)[0]]
MISTAKES = (
    "vjp_upstream_ignored",
    "softmax_derivation_with_a_plus",
    "half_l1_over_axis_one",
)  # a picture, a line, an exception
PAGES = [
    *(f"ada/{name}/{name}" for name in NAMES),
    "bea/02_softmax_jacobian/02_softmax_jacobian",
    "ada/index",
    "bea/index",
]


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    """Feedback pages of one student who solved everything, and of one who made mistakes and handed in a broken file."""
    folder = tmp_path_factory.mktemp("accessible")
    for name in NAMES:
        assignment = read_assignment(ROOT, name)
        answers = {"ada": dict(assignment.reference)}
        if name == "02_softmax_jacobian":
            wrong = [entry for entry in LIBRARY if entry.name in MISTAKES]
            answers["bea"] = assignment.reference | {w.exercise: w.cell(assignment.defines[w.exercise]) for w in wrong}
        for student, cells in answers.items():
            path = folder / "submitted" / student / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(answered(assignment, cells), path)
    broken = folder / "submitted" / "bea" / NAMES[0] / f"{NAMES[0]}.ipynb"
    broken.parent.mkdir()
    broken.write_text("{")
    for command in (["grade"], ["feedback"]):
        subprocess.run(
            [sys.executable, "-m", "grader.cli", *command, "--out", str(folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    return folder / "feedback"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_feedback_page_is_accessible(feedback, browser, name, scheme):
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto((feedback / f"{name}.html").as_uri())
    violations = {
        violation["id"]: [" ".join(node["target"]) for node in violation["nodes"]]
        for violation in Axe().run(page).response["violations"]
    }
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    text = page.content()
    context.close()
    assert violations == {}
    assert overflow <= 0, "Nothing has to be scrolled sideways on a telephone."
    assert PICTURE not in text, "Every picture of the course has an alt text of its own."
