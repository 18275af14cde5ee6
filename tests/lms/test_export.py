"""Canvas and Moodle read the grades as they are, and no spreadsheet runs what a student calls herself."""

import csv
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.environment import use_this_python
from grader.export import harmless
from tests.lms.conftest import Command

ORDINARY = "ada"
NASTY = [
    "=cmd()|' /C calc'!A0",
    "+1",
    "-1",
    "@sum(1)",
    "\t=1",
    " =1",
    "＝1",
    "quote \" and '",
    "comma, semicolon; tab\t",
    "new\nline\r\nand another",
    "Zoë 李雷 🎈",
    "'apostrophe",
    "O'Brien [bold] {y}",
]
FORMULAS = NASTY[:7]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with two assignments; every student but one handed in the first, and only one the second."""
    path = tmp_path_factory.mktemp("filled") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PATH", "JUPYTER_PATH"):
            patch.setenv(name, os.environ.get(name, ""))  # so that it is put back
        use_this_python()  # nbgrader starts alembic by name
        book = Gradebook(f"sqlite:///{path}")
    with book:
        for name, most, due in (("02_softmax_jacobian", 24, "2026-10-05"), ("01_logistic", 22, "2026-10-12")):
            book.add_assignment(name, duedate=due)
            book.add_notebook(name, name)
            book.add_grade_cell("check", name, name, max_score=most, cell_type="code")
        for number, student in enumerate([ORDINARY, "lovelaceada_12345", *NASTY]):
            book.add_student(student)
            book.add_submission("01_logistic", student)
            book.find_grade("check", "01_logistic", "01_logistic", student).auto_score = number + 1 / 3
        book.add_submission("02_softmax_jacobian", ORDINARY)
        book.find_grade("check", "02_softmax_jacobian", "02_softmax_jacobian", ORDINARY).auto_score = 10
        book.add_student("zed", first_name="Zed", last_name="A, B", email="=mail", lms_user_id="77")
        book.db.commit()
    return path


@pytest.fixture
def gradebook(filled: Path, checkout: Path) -> Path:
    shutil.copy(filled, checkout)
    return checkout / "gradebook.db"


@pytest.fixture
def exported(command: Command, gradebook: Path, checkout: Path) -> Callable[[str], list[list[str]]]:
    """Export in a format and read the file as the other side would."""

    def run(format: str) -> list[list[str]]:
        said, status = command("export", "--format", format, "--to", "grades.csv")
        assert status == 0, said
        text = (checkout / "grades.csv").read_bytes().decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))

    return run


def test_canvas(exported):
    head, possible, *rows = exported("canvas")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_logistic", "02_softmax_jacobian"]
    assert possible == ["    Points Possible", "", "", "", "", "22", "24"]
    assert len(rows) == 3 + len(NASTY)
    by_login = {row[3]: row for row in rows}
    assert by_login["ada"] == ["ada", "", "ada", "ada", "", "0.3333", "10"]
    assert by_login["lovelaceada_12345"] == [
        *["lovelaceada_12345", "12345"],
        *["lovelaceada_12345"] * 2,
        "",
        "1.3333",
        "",
    ]
    assert by_login["zed"] == ["A, B, Zed", "77", "zed", "zed", "", "", ""]
    assert set(by_login) == {"ada", "lovelaceada_12345", "zed", *map(harmless, NASTY)}


def test_moodle(exported):
    head, *rows = exported("moodle")
    assert head == ["Username", "First name", "Last name", "Email address", "01_logistic", "02_softmax_jacobian"]
    by_name = {row[0]: row for row in rows}
    assert by_name["ada"] == ["ada", "", "", "", "0.3333", "10"]
    assert by_name["zed"] == ["zed", "Zed", "A, B", "'=mail", "", ""]
    assert set(by_name) == {"ada", "lovelaceada_12345", "zed", *map(harmless, NASTY)}


@pytest.mark.parametrize("format", ["canvas", "moodle"])
def test_no_cell_is_a_formula_and_the_lines_are_in_order(format, exported, checkout):
    rows = exported(format)
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝")), cell
        assert not cell.startswith(("\t", "\r", "\n")), cell
    written = (checkout / "grades.csv").read_bytes()
    assert written.startswith((b"Student,", b"Username,"))  # no byte order mark
    assert b"\n" not in written.replace(b"\r\n", b"").replace(b"new\nline", b"")
    ids = [row[3 if format == "canvas" else 0] for row in rows[1 + (format == "canvas") :]]
    assert [i.removeprefix("'") if i[1:] in FORMULAS else i for i in ids] == sorted(
        ["ada", "lovelaceada_12345", "zed", *NASTY]
    )
    exported(format)
    assert (checkout / "grades.csv").read_bytes() == written


def test_a_formula_is_defused_and_nothing_else_is_changed():
    assert [harmless(text) for text in FORMULAS] == [f"'{text}" for text in FORMULAS]
    assert [harmless(text) for text in NASTY[7:]] == NASTY[7:]
    assert [harmless(text) for text in ("", "ada", "a=1", "a-b", "12", "\tada")] == [
        "",
        "ada",
        "a=1",
        "a-b",
        "12",
        "'\tada",
    ]


def test_who_is_changed_is_named(command, gradebook):
    said, status = command("export", "--format", "canvas", "--to", "grades.csv")
    assert status == 0
    assert "'+1' begins like a formula" in said
    assert said.count("begins like a formula") == len(FORMULAS)


def test_standard_output_holds_what_a_file_holds(command, gradebook, checkout):
    command("export", "--format", "moodle", "--to", "grades.csv")
    said, _status = command("export", "--format", "moodle")
    assert said.startswith((checkout / "grades.csv").read_bytes().decode())


def test_csv_is_as_it_was(command, gradebook, checkout):
    command("export", "--to", "grades.csv")
    rows = list(csv.DictReader((checkout / "grades.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 2 * (3 + len(NASTY))
    (row,) = [row for row in rows if row["student_id"] == "zed" and row["assignment"] == "01_logistic"]
    assert (row["score"], row["max_score"]) == ("0.0", "22.0")
