"""`softmax-course solved`: what the lecture shows, whole, in one file, and without the hidden tests."""

import re
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from grader.cli import app
from grader.course import Course
from grader.errors import CourseError
from grader.solved import execute, formula, page, solved_notebook
from softmax_course.explorations import EXPLORATIONS
from tests.docs.conftest import NAME, ROOT, Desk

FORMULAS = re.compile(r"\$\$([^$]+)\$\$|(?<!\$)\$([^$\n]+)\$(?!\$)")


@pytest.fixture(scope="module")
def html(clean_desk: Desk) -> str:
    """The page of 01, as the command writes it."""
    clean_desk.run(f"softmax-course solved {NAME} --to build/lecture")
    return (clean_desk.root / "build" / "lecture" / f"{NAME}.html").read_text(encoding="utf-8")


def story(name: str) -> str:
    """The text of a source, without the signs that make it comments."""
    return re.sub(r"^# ?", "", (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_page_needs_nothing_but_itself(html: str) -> None:
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["script", "link", "iframe"])
    assert all(each["src"].startswith("data:") for each in soup.select("[src]"))
    assert not re.findall(r"""@import|url\(["']?(?!["']?(?:data:|#))""", html)


def test_solutions_and_outputs_are_there_and_the_grading_is_not(html: str) -> None:
    text = unescape(re.sub(r"<[^>]+>", "", html))
    assert "return np.log(p) - np.log(1 - p)" in text  # the solution of logit
    assert "your log-odds are 1.0986" in text  # what its check says
    assert "solutions.grading" not in text
    assert "BEGIN SOLUTION" not in text
    assert "BEGIN HIDDEN" not in text
    assert "NotImplementedError" not in text


def test_pictures_have_alt_text_and_explorations_are_pictures(html: str) -> None:
    alts = [picture["alt"] for picture in BeautifulSoup(html, "html.parser").find_all("img")]
    assert all(alts)
    assert "No description has been provided for this image" not in alts
    beginnings = [kind().alt for kind in EXPLORATIONS]
    assert len(set(alts) & set(beginnings)) >= 1
    assert "widget-view" not in html


def test_formulas_are_pictures_in_their_order(html: str) -> None:
    written = [display or inline for display, inline in FORMULAS.findall(story("01_logistic"))]
    drawn = [picture["alt"] for picture in BeautifulSoup(html, "html.parser").select("img.formula")]
    assert drawn == [tex.strip() for tex in written]


def test_every_formula_of_the_course_can_be_drawn() -> None:
    written = {a or b for name in Course(ROOT).assignments for a, b in FORMULAS.findall(story(name))}
    assert len(written) > 30
    assert not [tex for tex in written if not formula(tex.strip()).startswith("<img")]


def test_a_formula_that_cannot_be_drawn_stays_readable() -> None:
    assert formula(r"\nosuch{a < b}") == r"<code>\nosuch{a &lt; b}</code>"


def test_a_wrong_solution_is_named(clean_desk: Desk) -> None:
    notebook = solved_notebook(Course(clean_desk.root), NAME)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"][:1]
    notebook.cells[0].source = "1 / 0"
    with pytest.raises(CourseError, match=rf"solutions/{NAME}\.py: .*ZeroDivisionError: division by zero"):
        execute(Course(clean_desk.root), NAME, notebook, 30, lambda: None)
    assert "ZeroDivisionError" in page(notebook, NAME)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["08_none"], "There is no assignment 08_none. The course has 01_logistic, "),
        (["01_logistic", "--to", "FILE/pages"], "cannot be made: Not a directory. Name another one."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "FILE").write_text("")
    result = CliRunner().invoke(app, ["solved", *(word.replace("FILE", str(tmp_path / "FILE")) for word in arguments)])
    assert isinstance(result.exception, CourseError)
    assert sentence in str(result.exception)
