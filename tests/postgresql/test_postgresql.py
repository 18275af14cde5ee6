"""A gradebook in PostgreSQL is that of SQLite, whoever is killed, whoever else is at work, and wherever the server goes."""

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from grader import stock
from grader.course import Course
from grader.errors import CourseError
from grader.gradebook import Scores, course_cells, enter_scores, only_one, open_gradebook
from grader.results import Kept
from tests.nbgrader.classroom import NAME, flat
from tests.postgresql.conftest import LONG, SECOND, Class, finish, until
from tests.postgresql.server import PASSWORD, Server, contents

KILLS = 2  # a run is killed so often before it may finish
Undisturbed = tuple[str, Path, str]


def run(course: Class, *command: str) -> str:
    """Another command of ours: what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "grader.cli", *command],
        cwd=course.checkout.root,
        env=os.environ | {"PYTHONPATH": str(course.checkout.root)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_killed_run_ends_with_the_gradebook_of_sqlite(
    course: Class, undisturbed: Undisturbed, url: str, tmp_path: Path
) -> None:
    lite, folder, first_said = undisturbed
    moments = random.Random(2)
    for k in range(KILLS):
        killed = course.start(tmp_path, url, "--workers", "1")
        enough = 3 * k + moments.randint(1, 3)
        until(lambda n=enough: len(list((tmp_path / "autograded").glob("*/*/*.ipynb"))) >= n)
        time.sleep(moments.uniform(0, 0.5))
        killed.send_signal(signal.SIGKILL)
        killed.wait(30)
        assert killed.returncode == -signal.SIGKILL
    for said in (first_said, course.grade(tmp_path, url)):  # names that no gradebook holds stop nobody
        assert f"The name of the folder {LONG[:20]}… has 200 characters, and a gradebook holds 128. Rename it" in said
        assert r"The folder 'm\udcfcller' has a name that is not UTF-8 text. Rename it" in said
    found = contents(url)
    assert found == contents(lite)
    assert {row[0] for row in found["students"]} == {
        "ada",
        "bea",
        "dmitri",
        "half",
        "née O'Brien; DROP",
        "odd",
        "quits",
        "zoe",
    }
    assert run(course, "export", "--db", url) == run(course, "export", "--db", lite)
    run(course, "feedback", "--db", url, "--out", str(tmp_path))
    pages = {path.relative_to(tmp_path / "feedback") for path in (tmp_path / "feedback").rglob("*.html")}
    assert {page.parts[:2] for page in pages} >= {
        path.relative_to(folder / "autograded").parts[:2] for path in (folder / "autograded").rglob("*.ipynb")
    }


@pytest.mark.parametrize("backend", ["postgresql", "sqlite"])
def test_two_at_once(
    course: Class, undisturbed: Undisturbed, backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("url") if backend == "postgresql" else f"sqlite:///{tmp_path / 'gradebook.db'}"
    runs = [course.start(tmp_path / f"out{k}", url, *names) for k, names in enumerate([(), (SECOND,)])]
    for each in runs:
        finish(each)
    assert contents_but_for_the_grading_before(url) == contents_but_for_the_grading_before(undisturbed[0])


def contents_but_for_the_grading_before(url: str) -> dict[str, list]:
    """What is in a gradebook; each run has notebooks to lay out in its own folder, so what it finds may be the other's."""
    found = contents(url)
    found["results"] = [row[:-1] for row in found["results"]]
    return found


@pytest.mark.parametrize("backend", ["postgresql", "sqlite"])
def test_two_writers_enter_the_same_students(
    course: Class, backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("url") if backend == "postgresql" else f"sqlite:///{tmp_path / 'gradebook.db'}"
    students = [f"student {k}" for k in range(48)]
    with open_gradebook(url, create=True) as gradebook:
        for name in (NAME, SECOND):
            stock.enter_assignment(Course(course.checkout.root), name, gradebook, url)

    def enter(name: str, order: list[str]) -> None:
        with open_gradebook(url) as gradebook:
            for begin in range(0, len(order), 12):
                chunk = [Scores(student, Kept([]), {}) for student in order[begin : begin + 12]]
                enter_scores(gradebook, name, chunk, lambda *_: None)

    with ThreadPoolExecutor() as threads:  # in opposite orders, which locks on rows alone would not survive
        for done in [threads.submit(enter, NAME, students), threads.submit(enter, SECOND, students[::-1])]:
            done.result(600)
    found = contents(url)
    assert found["students"] == sorted((student,) for student in students)
    assert len(found["results"]) == len({row[:2] for row in found["results"]}) == 96
    assert len(found["grades"]) == 48 * (4 + 2)


@pytest.mark.parametrize("backend", ["postgresql", "sqlite"])
def test_who_has_to_wait_is_told_for_whom(
    course: Class, undisturbed: Undisturbed, backend: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("url") if backend == "postgresql" else f"sqlite:///{tmp_path / 'gradebook.db'}"
    words = "Another run is grading" if backend == "postgresql" else "Another program is at work"
    with only_one(url, NAME, print):
        waiting = course.start(tmp_path, url, NAME)
        until(lambda: words in flat(waiting.said.read_text()))
        assert waiting.poll() is None
    finish(waiting)
    expected = [row for row in contents(undisturbed[0])["grades"] if row[1] == NAME]
    assert contents(url)["grades"] == expected


def test_a_server_that_stops_on_the_way(
    course: Class, undisturbed: Undisturbed, server: Server, url: str, tmp_path: Path
) -> None:
    grading = course.start(tmp_path, url, "--workers", "1")
    until(lambda: list((tmp_path / "autograded").glob("*/*/*.ipynb")))
    server.stop()
    try:
        said = finish(grading, status=1)
    finally:
        server.start()
    assert "cannot be used" in said
    assert "run the same command again" in said
    assert "What has been graded is kept" in said
    assert PASSWORD.replace(" ", "%20") not in said
    course.grade(tmp_path, url)
    assert contents(url) == contents(undisturbed[0])


def test_an_assignment_is_entered_once(course: Class, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = Course(course.checkout.root)
    entered = []
    monkeypatch.setattr(
        stock.OneAssignment, "start", lambda self, start=stock.OneAssignment.start: entered.append(self) or start(self)
    )
    for _ in range(2):
        with open_gradebook(url, create=True) as gradebook:
            cells = stock.enter_assignment(checkout, NAME, gradebook, url)
    assert len(entered) == 1
    assert [cell.name for cell in cells if cell.solution] == ["logit", "sigmoid"]
    with open_gradebook(url) as gradebook:
        notebook = gradebook.find_notebook(NAME, NAME)
        notebook.source_cells[0].source = "another text"
        gradebook.db.commit()
        assert stock.enter_assignment(checkout, NAME, gradebook, url) == cells
    assert len(entered) == 2


def test_cells_come_in_the_order_of_the_notebook(course: Class, url: str) -> None:
    checkout = Course(course.checkout.root)
    with open_gradebook(url, create=True) as gradebook:
        order = [cell.name for cell in stock.enter_assignment(checkout, NAME, gradebook, url)]
        for name in order[:2]:  # PostgreSQL puts what was changed behind the rest
            gradebook.find_source_cell(name, NAME, NAME).locked ^= True
        gradebook.db.commit()
        assert [cell.name for cell in gradebook.find_notebook(NAME, NAME).source_cells] != order
        assert [cell.name for cell in course_cells(gradebook, NAME, order)] == order
    assert order == ["logit", "check_logit", "grade_logit", "sigmoid", "check_sigmoid", "grade_sigmoid"]


def closed_port() -> int:
    """A port where nobody listens."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("wrong password", "Are user and password in --db right?"),
        ("no user", "Are user and password in --db right?"),
        ("no database", "Make it with `createdb`"),
        ("no rights", "GRANT CREATE"),
        ("no server", "Is the server running, and are host and port in --db right?"),
        ("no host", "Is the server running, and are host and port in --db right?"),
        ("postgres://u:odds%20up@h/db", "Write sqlite:///FILE or postgresql+psycopg://"),
        ("postgresql+psycopg2://u:odds%20up@h/db", "write postgresql+psycopg://"),
        ("postgresql+psycopg://u:odds%20up@h:port/db", "is not the URL of a database"),
        ("postgresql+psycopg:/u:odds%20up@h/db", "is not the URL of a database"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(server: Server, url: str, address: str, words: str) -> None:
    database = url.partition("@/")[2].partition("?")[0]
    urls = {
        "wrong password": server.url(database, password="odds%20up!"),
        "no user": server.url(database, user="nobody"),
        "no database": server.url("nothing"),
        "no rights": server.url(database, user="guest"),
        "no server": f"postgresql+psycopg://course:odds%20up@127.0.0.1:{closed_port()}/{database}",
        "no host": f"postgresql+psycopg://course:odds%20up@nowhere.invalid/{database}",
    }
    with (
        contextlib.closing(server.connect("postgres")) as connection,
        contextlib.suppress(psycopg.errors.DuplicateObject),
    ):
        connection.execute(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    with pytest.raises(CourseError) as told, open_gradebook(urls.get(address, address), create=True):
        pass
    assert words in str(told.value)
    assert not re.search("odds(%20| )up", str(told.value))
    assert "\n" not in str(told.value)


def test_an_empty_database_is_no_gradebook_yet(url: str) -> None:
    with pytest.raises(CourseError, match=r"There is no gradebook postgresql.* yet\. Run `softmax-course grade` first"):
        open_gradebook(url).__enter__()
