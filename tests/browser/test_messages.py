"""The promise to students: the message of a check is the same wherever it is read."""

import re
import subprocess
import sys

import nbformat
import pytest

from grader.build.source import read_sources
from grader.sample_class import answered, read_assignment
from solutions.mistakes import LIBRARY
from tests.browser.conftest import open_notebook, run_all
from tests.conftest import ROOT

MISTAKE = next(entry for entry in LIBRARY if entry.name == "logistic_gradient_target_minus_prediction")
FIRST_LINE = "logistic_gradient is not right yet."


def plain(text: str) -> str:
    """Words alone: every place indents and wraps in its own way."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A notebook with one slip in it, checked on the command line: its path and the message that the check printed."""
    folder = tmp_path_factory.mktemp("student") / "submitted" / "ada" / "01_logistic"
    folder.mkdir(parents=True)
    assignment = read_assignment(ROOT, "01_logistic")
    path = folder / "01_logistic.ipynb"
    answers = assignment.reference | {MISTAKE.exercise: MISTAKE.cell((MISTAKE.exercise,))}
    nbformat.write(answered(assignment, answers), path)
    checked = subprocess.run(
        [sys.executable, "-m", "grader.cli", "check", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 1
    return path, plain(checked.stdout[checked.stdout.index(FIRST_LINE) : checked.stdout.index(MISTAKE.name)])


@pytest.fixture
def page(browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    tab.set_default_timeout(60_000)
    yield tab
    tab.close()


def test_run_all_in_jupyterlab_shows_the_message(handed_in, jupyterlab, page):
    path, message = handed_in
    address, served = jupyterlab
    (served / "slip.ipynb").write_bytes(path.read_bytes())
    open_notebook(page, address, "slip.ipynb")
    run_all(page)
    errors = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts()
    assert len(errors) == 1, "Run All stops at the first failing check, and nothing else goes to stderr."
    assert message in plain(errors[0])
    assert "Traceback" not in errors[0]


def test_the_validate_button_shows_the_message(handed_in, jupyterlab, page):
    path, message = handed_in
    address, served = jupyterlab
    (served / "validate.ipynb").write_bytes(path.read_bytes())
    open_notebook(page, address, "validate.ipynb")
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog-content")
    dialog.wait_for()
    assert message in plain(dialog.inner_text())


def test_nbgrader_validate_prints_the_message(handed_in):
    path, message = handed_in
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert message in plain(run.stdout)


def test_feedback_shows_the_message_and_no_hidden_line(handed_in, page):
    path, message = handed_in
    out = path.parents[3]
    grade = [sys.executable, "-m", "grader.cli", "grade", "01_logistic", "--submitted", str(path.parents[2])]
    subprocess.run([*grade, "--out", str(out)], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(
        [sys.executable, "-m", "grader.cli", "feedback", "--out", str(out)], cwd=ROOT, check=True, capture_output=True
    )
    feedback = out / "feedback" / "ada" / "01_logistic" / "01_logistic.html"
    page.goto(feedback.as_uri())
    assert message in plain(page.locator("body").inner_text())
    assert "solutions.grading" not in feedback.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [source.name for source in read_sources(ROOT)[0]])
def test_a_release_stops_at_its_first_check_only(name, jupyterlab, page):
    address, served = jupyterlab
    (served / f"{name}.ipynb").write_bytes((ROOT / "notebooks" / name / f"{name}.ipynb").read_bytes())
    open_notebook(page, address, f"{name}.ipynb")
    run_all(page)
    errors = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts()
    assert len(errors) == 1
    assert "is not written yet." in errors[0]
    broken = page.evaluate(
        "[...document.images].filter(i => i.closest('.jp-MarkdownOutput') && !i.naturalWidth).map(i => i.alt)"
    )
    assert broken == [], "Every figure of the text is shown."
