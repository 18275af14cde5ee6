"""What students read: every page says what the gradebook says, leads where it says, and is written again only when something changed."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from nbgrader.api import Gradebook

from tests.nbgrader.classroom import NAME, UNREADABLE, Checkout, Graded, flat

COMMENT = "Well tried. Look at `z < 0` <script>alert(1)</script>"


class Reader(HTMLParser):
    """The text of a page, its links and its anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.tags: list[str] = []
        self._pieces: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = flat(" ".join(self._pieces))

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.links += [values["href"]] if "href" in values else []
        self.anchors |= {values["id"]} if "id" in values else set()

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)


def page(checkout: Checkout, student: str) -> Path:
    """A student's page."""
    return checkout.root / "feedback" / student / NAME / f"{NAME}.html"


@pytest.fixture(scope="module")
def course(graded: Graded, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The graded class, to be changed here; somebody has looked at one notebook."""
    root = tmp_path_factory.mktemp("feedback") / "checkout"
    shutil.copytree(graded.checkout.root, root, ignore=shutil.ignore_patterns("submitted"))
    checkout = Checkout(root)
    for name, text in {"timestamp.txt": "2026-10-05 11:59:00 UTC", "submission_secret.txt": "secret"}.items():
        (root / "autograded" / "stub" / NAME / name).write_text(text)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("grade_sigmoid", NAME, NAME, "upside down").manual_score = 2.5
        gradebook.find_comment("sigmoid", NAME, NAME, "upside down").manual_comment = COMMENT
        gradebook.find_comment("logit", NAME, NAME, "stub").auto_comment = "No response."
        gradebook.find_submission_notebook(NAME, NAME, "raises").late_submission_penalty = 1.5
        gradebook.db.commit()
    return checkout


@pytest.fixture(scope="module")
def written(course: Checkout) -> str:
    """What `feedback` says when it runs again after that."""
    return course.run("feedback").stdout


def test_only_what_changed_is_written_again(course: Checkout, written: str) -> None:
    assert written.startswith("3 pages written, ")
    before = page(course, "solved").stat().st_mtime_ns
    assert course.run("feedback").stdout.startswith("0 pages written, ")
    assert page(course, "solved").stat().st_mtime_ns == before


def test_a_page_begins_with_what_the_gradebook_holds(course: Checkout, written: str) -> None:
    late, by_hand, stub = (Reader(page(course, name)).text for name in ("raises", "upside down", "stub"))
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        scores = {name: gradebook.find_submission(NAME, name).score for name in ("raises", "upside down")}
    assert f"{scores['raises'] - 1.5:g} of 7 points" in late
    assert "1.5 points off, because it was handed in late." in late
    assert f"{scores['upside down']:g} of 7 points" in by_hand
    assert "The check gave 3; a person has changed that to 2.5." in by_hand
    assert "Begin with logit , the first with points to gain (1). The sign of logit is wrong." in by_hand
    assert "Nothing was written here." in stub


def test_a_comment_is_shown_and_does_nothing(course: Checkout, written: str) -> None:
    reader = Reader(page(course, "upside down"))
    assert "Well tried. Look at z < 0 <script>alert(1)</script>" in reader.text
    assert "script" not in reader.tags


def test_a_message_stands_there_once(course: Checkout, written: str) -> None:
    body = page(course, "stub").read_text(encoding="utf-8").split('<section class="notebook">')[1]
    shown = re.sub(r"<details><summary>The same on fresh inputs.*?</details>", "", body, flags=re.DOTALL)
    assert body.count("logit is not written yet.") == 2
    assert shown.count("logit is not written yet.") == 1


@pytest.mark.parametrize(
    "student", ["solved", "upside down", "stub", "loops", "deleted tests", "née O'Brien [x] {y}+", "half"]
)
def test_every_link_leads_somewhere(course: Checkout, written: str, student: str) -> None:
    of_notebook, of_all = Reader(page(course, student)), Reader(page(course, student).parent.parent / "index.html")
    assert {link.removeprefix("#") for link in of_notebook.links if link.startswith("#")} <= of_notebook.anchors
    assert of_all.links
    for link in of_all.links:
        path, _, anchor = link.partition("#")
        target = course.root / "feedback" / student / unquote(path)
        assert target.is_file()
        assert not anchor or anchor in Reader(target).anchors


def test_the_page_over_all_notebooks(course: Checkout, written: str, graded: Graded) -> None:
    texts = {path.parent.name: Reader(path).text for path in (course.root / "feedback").glob("*/index.html")}
    assert set(texts) == {record["student"] for record in graded.records}
    assert "7 of 7 points so far" in texts["solved"]
    assert "sigmoid (1.5)" in texts["upside down"]
    assert "1.5 points off for handing in late." in texts["raises"]
    assert "Repaired before grading, at no cost" in texts["deleted tests"]
    assert UNREADABLE["half"][1] in texts["half"]
    assert "could not be graded" in texts["half"]


def test_plain_nbgrader_makes_the_same_page(course: Checkout, written: str) -> None:
    ours = {name: page(course, name).read_text(encoding="utf-8") for name in ("solved", "upside down", "raises")}
    course.nbgrader("generate_feedback", NAME, "--force")
    for name, text in ours.items():
        assert page(course, name).read_text(encoding="utf-8") == re.sub(r'<meta name="fingerprint".*\n', "", text)


def test_nbgrader_releases_the_pages_and_nothing_else(course: Checkout, written: str, tmp_path: Path) -> None:
    options = ["--course", "any", "--student", "stub", f"--Exchange.root={tmp_path}"]
    tmp_path.chmod(0o777)
    course.nbgrader("release_feedback", NAME, *options)
    [released] = (tmp_path / "any" / "feedback").iterdir()
    assert released.read_bytes() == page(course, "stub").read_bytes()
