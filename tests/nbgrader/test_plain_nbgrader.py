"""The checkout is a stock nbgrader course: plain nbgrader commands work in it."""

import csv
import filecmp
import shutil

import pytest

from tests.nbgrader.classroom import NAME, Checkout, delete, double, solved


@pytest.fixture(scope="module")
def course(built: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout in which only nbgrader's own commands were run."""
    root = tmp_path_factory.mktemp("plain") / "checkout"
    shutil.copytree(built.root, root)
    checkout = Checkout(root)
    checkout.nbgrader("generate_assignment", NAME, "--force")
    double_test, deleted = solved(checkout), solved(checkout)
    double("check_logit")(double_test)
    delete("logit", "check_logit", "grade_logit")(deleted)
    checkout.hand_in("a double test", double_test)
    checkout.hand_in("b deleted", deleted)
    checkout.hand_in("c text", b"Dear professor,")
    checkout.hand_in("d solved", solved(checkout))
    checkout.nbgrader("autograde", NAME, status=1)  # one cannot be read
    checkout.nbgrader("generate_feedback", NAME)
    checkout.nbgrader("export", "--to", "grades.csv")
    return checkout


def test_generate_assignment_makes_the_same_bytes_as_the_build(course: Checkout, built: Checkout) -> None:
    name = f"notebooks/{NAME}/{NAME}.ipynb"
    assert filecmp.cmp(course.root / name, built.root / name, shallow=False)


def test_a_broken_submission_stops_nobody(course: Checkout) -> None:
    with (course.root / "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"a double test": 7, "b deleted": 5, "c text": 0, "d solved": 7}


def test_feedback_shows_no_hidden_line(course: Checkout) -> None:
    pages = sorted((course.root / "feedback").rglob("*.html"))
    assert [page.parent.parent.name for page in pages] == ["a double test", "b deleted", "d solved"]
    assert not [page for page in pages if "solutions.grading" in page.read_text()]


def test_validate_runs_the_visible_checks(course: Checkout) -> None:
    validated = course.nbgrader("validate", f"notebooks/{NAME}/{NAME}.ipynb", f"submitted/d solved/{NAME}/{NAME}.ipynb")
    assert "VALIDATION FAILED ON 2 CELL(S)" in validated.stdout
    assert "logit is not written yet." in validated.stdout
    assert "Success! Your notebook passes all the tests." in validated.stdout
