"""The report says what the gradebook holds, names nobody who is to be left out, and takes no text for more than text."""

import re
import statistics

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbgrader.api import Gradebook
from sqlalchemy import event

from grader.gradebook import gradebook_url, open_gradebook
from grader.hidden import secrets
from grader.report.exercises import exercises
from grader.report.reading import read_class
from tests.conftest import ROOT
from tests.report.conftest import MISTAKE, NAME, NASTY
from tests.report.made_up import Class


@pytest.fixture(scope="module")
def page(real):
    return real.page()


def test_a_named_mistake_stands_there_with_its_words_and_who_made_it(page):
    plain = MISTAKE.message.replace("`", ""), MISTAKE.hint.replace("`", "")
    assert f"1 of 4: {MISTAKE.exercise}" in page["mistakes"]
    assert all(words in page["mistakes"].replace("  ", " ") for words in plain)
    assert NASTY in page["mistakes"]
    assert "ada" not in page["mistakes"]  # who has mended it by now


def test_failures_that_are_alike_are_one_group_with_its_code(page):
    assert "2 students: sigmoid" in page["unnamed"]
    assert "bea77 , carl" in page["unnamed"]
    assert "# bea77 was here" in page["unnamed"]
    assert page["unnamed"].count("The code of that cell") == 1


def test_what_happened_while_it_ran(page):
    assert re.search(r"ada 01_logistic logit took too long", page["running"])
    assert re.search(r"emil 01_logistic 01_logistic.ipynb is not a notebook", page["running"])
    assert re.search(r"carl 01_logistic The cell `check_logit` was missing", page["running"])
    assert re.search(r"ada 01_logistic logistic_gradient 0 → \d", page["changes"])


def test_the_text_of_students_stays_text(page):
    assert NASTY in page["scores"]
    assert "<script>alert(3)</script>" in page["unnamed"]
    tags = [tag for tag, _attributes in page.tags]
    assert not {"script", "img", "iframe", "object", "link"}.intersection(tags)
    assert not any(key.startswith("on") for _tag, attributes in page.tags for key in attributes)


def test_no_hidden_line_is_shown(page):
    source = nbformat.read(ROOT / "build" / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    hidden = secrets(cell.source for cell in source.cells)
    assert len(hidden) > 5
    assert not [line for line in hidden if any(line in text for text in page.sections.values())]


def test_the_same_class_gives_the_same_bytes(real, page):
    assert real.page().source == page.source


def test_names_can_be_left_out(real):
    page = real.page("--anonymous")
    for name in ("ada", "bea", "carl", "emil", "onerror", "77", "Rumpelstilzchen"):
        assert not [s for s, text in page.sections.items() if re.search(rf"(?<![\w.]){name}", text)], name
    assert "2 students: sigmoid" in page["unnamed"]
    assert "def sigmoid(z):" in page["unnamed"]


def test_the_numbers_are_those_of_nbgrader(made_up):
    with Gradebook(f"sqlite:///{made_up.folder / 'gradebook.db'}") as book:
        grade = book.find_grade("check_logit", NAME, NAME, "student0003")
        grade.manual_score = 0.5
        book.find_submission(NAME, "student0004").notebooks[0].late_submission_penalty = 2.0
        book.db.commit()
        earned, most = {}, {}
        for student in book.students:
            handed_in = [s for s in student.submissions if s is not None and hasattr(s, "notebooks") and s.notebooks]
            earned[student.id] = sum(max(0.0, s.score - (s.late_submission_penalty or 0.0)) for s in handed_in)
            most[student.id] = sum(s.max_score for s in handed_in)
    shares = [earned[s] / most[s] for s in earned]
    page = made_up.page()
    assert f"{100 * statistics.mean(shares):.0f}% mean score" in swapped(page["summary"])
    assert f"{100 * statistics.median(shares):.0f}% median score" in swapped(page["summary"])


def swapped(text: str) -> str:
    """The figures of the summary before their names, as one sees them."""
    return re.sub(r"(mean|median) score (\d+%)", r"\2 \1 score", text)


def test_difficulty_and_discrimination(made_up):
    """Against a calculation from the records alone, exercise by exercise."""
    with open_gradebook(gradebook_url(made_up.folder, None)) as book:
        assignment = read_class(book, ["02_softmax_jacobian"]).assignments[0]
    ran = [one for one in assignment.handed_in if any(record.seconds for record in one.records)]
    assert 30 <= len(ran) < len(assignment.handed_in) + 1
    for exercise in exercises(assignment):
        own = [sum(r.points for r in one.records if r.cell.split("_", 1)[1] == exercise.name) for one in ran]
        rest = [sum(r.points for r in one.records) - mine for one, mine in zip(ran, own, strict=True)]
        assert exercise.share == pytest.approx(statistics.mean(own) / exercise.most)
        assert exercise.missed == sum(mine < exercise.most for mine in own)
        assert exercise.discrimination == pytest.approx(statistics.correlation(own, rest))
    few = assignment.handed_in[:20]
    assert all(e.discrimination is None for e in exercises(type(assignment)(assignment.name, assignment.cells, few)))


def test_a_larger_class_takes_no_more_queries(tmp_path):
    def queries(students: int) -> int:
        folder = tmp_path / str(students)
        Class(folder, [NAME]).fill([f"student{number:04d}" for number in range(students)])
        with open_gradebook(gradebook_url(folder, None)) as book:
            seen = []
            event.listen(book.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments))
            read_class(book)
        return len(seen)

    assert queries(3) == queries(30) < 20


@pytest.mark.parametrize("options", [(), ("--anonymous",)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(made_up, browser, options, scheme):
    made_up.page(*options)
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 400, "height": 800})
    tab = context.new_page()
    asked_for, complaints = [], []
    tab.on("request", lambda request: asked_for.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto((made_up.folder / "page.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = {v["id"]: [n["target"] for n in v["nodes"]] for v in Axe().run(tab).response["violations"]}
    context.close()
    assert violations == {}
    assert complaints == []
    assert asked_for == [(made_up.folder / "page.html").as_uri()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["09_nothing"], "There is no assignment 09_nothing"),
        (
            ["07_autodiff"],
            "Nothing of 07_autodiff has been graded. This gradebook has 01_logistic, 02_softmax_jacobian.",
        ),
        (["--to", "/proc/report.html"], "/proc/report.html cannot be written"),
        (["--to", "."], "cannot be written"),
        (["--out", "nowhere"], "There is no gradebook"),
    ],
)
def test_what_cannot_be_reported_on_is_one_sentence(made_up, command, arguments, words):
    said, status = command("report", "--out", str(made_up.folder), *arguments)
    assert status == 1
    assert words in " ".join(said.split())
    assert "Traceback" not in said
    assert "should not have happened" not in said


def test_an_empty_gradebook(tmp_path, command):
    Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}").close()
    said, status = command("report", "--out", str(tmp_path))
    assert (status, "Nothing has been graded in this gradebook yet" in said) == (1, True)


def test_item_rest_is_not_moved_by_who_handed_in_nothing(made_up):
    """A notebook that could not be run has no points anywhere: with it every exercise would seem to tell apart."""
    with open_gradebook(gradebook_url(made_up.folder, None)) as book:
        assignment = read_class(book, [NAME]).assignments[0]
    unread = [one for one in assignment.handed_in if one.not_run]
    assert unread
    assert not set(one.student for one in unread) & {one.student for one in assignment.ran}
    assert np.all([exercise.tried == len(assignment.ran) for exercise in exercises(assignment)])
