"""What Moodle and Canvas give is laid out for grading: the right student, the right notebook, nothing outside the folder."""

import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import collect as module
from tests.lms.conftest import Command

NAME = "01_logistic"
TODAY = (2026, 10, 5, 12, 0, 0)
TOMORROW = (2026, 10, 6, 12, 0, 0)
Zip = Callable[..., Path]


def notebook(word: str) -> str:
    """A notebook that can be told from others."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"word": word}, "cells": []})


@pytest.fixture
def download(tmp_path: Path) -> Zip:
    """Write a zip file: the members' names and, where it matters, their content."""

    def write(*names: str, at: tuple = TODAY, file: str = "download.zip", **contents: str) -> Path:
        path = tmp_path / file
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, at), notebook(name))
            for name, content in contents.items():
                archive.writestr(zipfile.ZipInfo(name, at), content)
        return path

    return write


@pytest.fixture
def collect(command: Command) -> Callable[..., str]:
    """Collect for 01_logistic and give what is said, without line ends."""

    def run(*archives: Path, status: int = 0) -> str:
        said, got = command("collect", *archives, "--assignment", NAME)
        assert got == status, said
        return " ".join(said.split())

    return run


@pytest.fixture
def submitted(checkout: Path) -> Callable[[], dict[str, str]]:
    """What lies in submitted/: the word in each student's notebook, and every file that is none."""

    def look() -> dict[str, str]:
        found = {}
        for path in sorted((checkout / "submitted").rglob("*")):
            if path.is_file():
                student, *inside = path.relative_to(checkout / "submitted").parts
                if inside == [NAME, f"{NAME}.ipynb"]:
                    found[student] = json.loads(path.read_text())["metadata"]["word"]
                else:
                    found["/".join([student, *inside])] = path.read_text()
        return found

    return look


MOODLE_FOLDERS = "Ada Lovelace_12345_assignsubmission_file_/01_logistic.ipynb"
MOODLE_FILES = "Ada Lovelace_12345_assignsubmission_file_01_logistic.ipynb"
MOODLE_NOW = "Ada Lovelace_12345_assignsubmission_file/01_logistic.ipynb"


@pytest.mark.parametrize("name", [MOODLE_FOLDERS, MOODLE_FILES, MOODLE_NOW, f"a folder around/{MOODLE_NOW}"])
def test_moodle_names_the_student(name, download, collect, submitted):
    said = collect(download(name, name.replace("Ada Lovelace_12345", "Zoë O'Hara_7")))
    assert submitted() == {"Ada Lovelace": name, "Zoë O'Hara": name.replace("Ada Lovelace_12345", "Zoë O'Hara_7")}
    assert "was read as a Moodle download" in said
    assert "2 students: 2 new, in submitted." in said


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("lovelaceada_12345_678910_01_logistic.ipynb", "lovelaceada_12345"),
        ("lovelaceada_LATE_12345_678910_01_logistic-1.ipynb", "lovelaceada_12345"),
        ("lovelace2_12345_678910_my notebook (3).ipynb", "lovelace2_12345"),
        ("李雷_12345_678910_01_logistic.ipynb", "李雷_12345"),
        ("anon_5xhRe_678910_01_logistic.ipynb", "anon_5xhRe"),
        ("LATE_anon_5xhRe_678910_01_logistic.ipynb", "anon_5xhRe"),
    ],
)
def test_canvas_names_the_student(name, student, download, collect, submitted):
    said = collect(download(name))
    assert submitted() == {student: name}
    assert "was read as a Canvas download" in said
    assert ("is late, says Canvas" in said) == ("LATE" in name)


def test_canvas_writes_utf8_without_saying_so(download, collect, submitted):
    archive = download(**{"lixx_1_2_01_logistic.ipynb": notebook("a word")})
    archive.write_bytes(archive.read_bytes().replace(b"lixx", "müx".encode()))
    collect(archive)
    assert list(submitted()) == ["müx_1"]


@pytest.mark.parametrize(
    ("names", "students"),
    [
        (["ada.ipynb", "bob.ipynb"], {"ada", "bob"}),
        (["ada.ipynb"], {"ada"}),
        (["ada/01_logistic.ipynb", "bob/01_logistic.ipynb"], {"ada", "bob"}),
        (["ada/01_logistic.ipynb", "ada/01_logistic-1.ipynb"], {"ada"}),
        (["ada/homework.ipynb", "bob/homework.ipynb"], {"ada", "bob"}),
        ([f"ada/{NAME}/{NAME}.ipynb"], {"ada"}),
        (["class/ada.ipynb", "class/bob.ipynb"], {"ada", "bob"}),
        (["class/ada/01_logistic.ipynb", "class/bob/01_logistic.ipynb"], {"ada", "bob"}),
    ],
)
@pytest.mark.parametrize("folder", [False, True])
def test_plain_files_are_called_like_the_student(names, students, folder, download, collect, submitted, tmp_path):
    archive = download(*names)
    if folder:
        zipfile.ZipFile(archive).extractall(tmp_path / "unpacked")
    assert "as plain files" in collect(tmp_path / "unpacked" if folder else archive)
    assert set(submitted()) == students


def test_folders_as_old_windows_programs_write_them(download, collect, submitted):
    collect(download("ada\\01_logistic.ipynb", "bob\\01_logistic.ipynb"))
    assert set(submitted()) == {"ada", "bob"}


def test_one_notebook_may_be_named_alone(tmp_path, collect, submitted):
    (tmp_path / "ada.ipynb").write_text(notebook("alone"))
    collect(tmp_path / "ada.ipynb")
    assert submitted() == {"ada": "alone"}


def test_of_several_notebooks_the_last_one_counts(download, collect, submitted):
    said = collect(
        download(
            "adalovelace_1_900_01_logistic-1.ipynb",
            "adalovelace_1_1000_01_logistic.ipynb",
            "adalovelace_1_2000_scratch.ipynb",
            file="canvas.zip",
        ),
        download(
            "Bo_1_assignsubmission_file/01_logistic.ipynb",
            "Bo_1_assignsubmission_file/01_logistic (2).ipynb",
            "Bo_1_assignsubmission_file/zzz.ipynb",
            file="moodle.zip",
        ),
    )
    assert submitted() == {
        "adalovelace_1": "adalovelace_1_1000_01_logistic.ipynb",
        "Bo": "Bo_1_assignsubmission_file/01_logistic (2).ipynb",
    }
    assert "adalovelace_1 also handed in adalovelace_1_1000_01_logistic.ipynb" in said


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_downloads_the_newer_counts_whatever_the_order(order, download, collect, submitted):
    old = download(**{"ada.ipynb": notebook("old")}, at=TODAY, file="a.zip")
    new = download(**{"ada.ipynb": notebook("new")}, at=TOMORROW, file="b.zip")
    collect(*(new, old)[::order])
    assert submitted() == {"ada": "new"}


def test_only_a_newer_file_replaces_what_was_collected(download, collect, submitted, checkout):
    first = download(**{"ada.ipynb": notebook("first"), "bob.ipynb": notebook("bob")})
    assert "2 students: 2 new" in collect(first)
    assert "2 students: 2 unchanged" in collect(first)
    second = download(**{"ada.ipynb": notebook("second"), "bob.ipynb": notebook("bob")}, at=TOMORROW, file="2.zip")
    assert "2 students: 1 replaced by a newer file, 1 unchanged" in collect(second)
    said = collect(first)
    assert "1 unchanged, 1 kept as they were" in said
    assert f"is not newer than submitted/ada/{NAME}/{NAME}.ipynb; delete that one to have this one" in said
    assert submitted() == {"ada": "second", "bob": "bob"}


def test_a_file_without_a_time_replaces_nothing(download, collect, submitted):
    collect(download(**{"ada.ipynb": notebook("first")}))
    assert "kept" in collect(download(**{"ada.ipynb": notebook("second")}, at=(1980, 1, 1, 0, 0, 0)))
    assert submitted() == {"ada": "first"}


def test_downloads_have_no_time_of_handing_in_but_a_folder_may(download, collect, submitted):
    collect(download(MOODLE_NOW))
    assert set(submitted()) == {"Ada Lovelace"}
    when = {"bob/timestamp.txt": "2026-10-05 11:59:00 UTC", "bob/01_logistic.ipynb": notebook("bob")}
    collect(download(**when))
    assert submitted()[f"bob/{NAME}/timestamp.txt"] == "2026-10-05 11:59:00 UTC"
    collect(download(**{"bob.ipynb": notebook("later")}, at=TOMORROW))
    assert "timestamp" not in "".join(submitted())  # it spoke of the other notebook


def test_two_students_of_one_name_are_told_apart(download, collect, submitted):
    said = collect(
        download(*(f"Ada Lovelace_{n}_assignsubmission_file/{NAME}.ipynb" for n in (5, 9)), MOODLE_FILES[:12])
    )
    assert set(submitted()) == {"Ada Lovelace_5", "Ada Lovelace_9"}
    assert "is one of 2 called Ada Lovelace; the number is another in each assignment" in said


def test_students_that_differ_in_capitals_are_not_mixed_up(download, collect, submitted):
    said = collect(download("Ada.ipynb", "ada.ipynb"))
    assert submitted() == {"Ada": "Ada.ipynb"}
    assert "ada.ipynb │ differs from Ada only in capitals" in said


def test_what_is_no_notebook_is_named_and_left_out(download, collect, submitted):
    said = collect(
        download(
            MOODLE_NOW,
            "nobody.ipynb",
            **{
                "Bo_2_assignsubmission_file/report.pdf": "%PDF",
                "Bo_2_assignsubmission_onlinetext/onlinetext.html": "<p>",
                "__MACOSX/._x.ipynb": "",
                "Bo_2_assignsubmission_file/.DS_Store": "",
                "Cy_3_assignsubmission_file/02_softmax_jacobian-1.ipynb": notebook("other"),
            },
        )
    )
    assert set(submitted()) == {"Ada Lovelace"}
    assert "Bo_2_assignsubmission_file/report.pdf │ is not a notebook" in said
    assert "onlinetext.html │ is not a notebook" in said
    assert "nobody.ipynb │ has no student's name in it" in said
    assert (
        "Cy_3_assignsubmission_file/02_softmax_jacobian-1.ipynb │ is called 02_softmax_jacobian, and 01_logistic is"
        in said
    )
    assert ".DS_Store" not in said
    assert "MACOSX" not in said


def test_a_damaged_notebook_is_handed_on_so_that_its_student_is_told(download, collect, checkout):
    said = collect(download(**{"ada.ipynb": '{"cells": ['}))
    assert (checkout / "submitted" / "ada" / NAME / f"{NAME}.ipynb").read_text() == '{"cells": ['
    assert "ada │ is handed on as it is, and will have 0 points: 01_logistic.ipynb is not a notebook" in said


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.ipynb",
        "/tmp/evil.ipynb",
        "ada/../../../evil.ipynb",
        "C:/evil.ipynb",
        "..\\..\\evil.ipynb",
        "../evil_12_assignsubmission_file_/01_logistic.ipynb",
        ".._12_assignsubmission_file_/01_logistic.ipynb",
        "a:b_12_assignsubmission_file_01_logistic.ipynb",
        "e\x1b[31m_12_assignsubmission_file_01_logistic.ipynb",
        f"{'x' * 129}_12_assignsubmission_file_01_logistic.ipynb",
    ],
)
def test_nothing_is_written_elsewhere(name, download, collect, checkout, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    archive = download(name)
    said = collect(archive, status=1)
    assert sorted(set(tmp_path.rglob("*")) - {archive}) == before
    assert "\x1b[31m" not in said
    assert "Nothing was collected." in said
    assert "leads out of the archive" in said or "no folder can have" in said or "more than 128 letters" in said


def test_links_are_not_followed(tmp_path, collect, submitted, download):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(notebook("secret"))
    folder = tmp_path / "class"
    (folder / "eve").mkdir(parents=True)
    (folder / "eve" / "01_logistic.ipynb").symlink_to(secret)
    (folder / "mal").symlink_to(tmp_path)
    (folder / "ada.ipynb").write_text(notebook("ada"))
    os.mkfifo(folder / "pipe.ipynb")
    said = collect(folder)
    assert submitted() == {"ada": "ada"}
    assert "eve/01_logistic.ipynb │ is a link" in said
    assert "mal │ is a link" in said
    assert "pipe.ipynb │ is a pipe" in said
    link = zipfile.ZipInfo("bob.ipynb", TODAY)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as archive:
        archive.writestr(link, str(secret))
    assert "bob.ipynb │ is a link" in collect(tmp_path / "links.zip", status=1)


def test_nothing_is_written_through_a_link_in_submitted(checkout, tmp_path, collect, download):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (checkout / "submitted").mkdir()
    (checkout / "submitted" / "ada").symlink_to(elsewhere)
    said = collect(download("ada.ipynb", "bob.ipynb"))
    assert "submitted/ada/01_logistic/01_logistic.ipynb is a link, and is left as it is" in said
    assert not list(elsewhere.iterdir())


def test_bombs_do_not_go_off(tmp_path, collect, submitted, download, monkeypatch, checkout):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eve.ipynb", b"0" * (module.FILE_LIMIT + 1))
        archive.writestr("ada.ipynb", notebook("ada"))
    started = time.perf_counter()
    said = collect(tmp_path / "bomb.zip")
    assert time.perf_counter() - started < 2
    assert "eve.ipynb │ unpacks to 50 MB; a notebook has at most 50" in said
    assert submitted() == {"ada": "ada"}
    monkeypatch.setattr(module, "TOTAL_LIMIT", 2000)
    said = collect(download(*(f"s{n}.ipynb" for n in range(40))), status=1)
    assert "Nothing was collected. Look at the archives" in said
    monkeypatch.setattr(module, "COUNT_LIMIT", 39)
    assert "holds 40 files, more than 39" in collect(download(*(f"s{n}.ipynb" for n in range(40))), status=1)
    assert submitted() == {"ada": "ada"}


def test_a_member_that_says_it_is_small_is_not_believed(tmp_path, collect, download):
    archive = download(**{"ada.ipynb": "x" * 1000, "bob.ipynb": notebook("bob")})
    content = archive.read_bytes()
    size = (1000).to_bytes(4, "little")
    archive.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    said = collect(archive)
    assert "ada.ipynb │ cannot be unpacked" in said
    assert "1 student: 1 new" in said


def test_a_damaged_member_and_a_password_cost_only_themselves(tmp_path, collect, download, submitted):
    archive = download("ada.ipynb", "bob.ipynb")
    content = bytearray(archive.read_bytes())
    content[45] ^= 0xFF  # in the data of the first
    archive.write_bytes(content)
    assert "ada.ipynb │ cannot be unpacked" in collect(archive)
    assert submitted() == {"bob": "bob.ipynb"}
    content = bytearray(download("cy.ipynb", "dan.ipynb").read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)
    assert "cy.ipynb │ is locked with a password" in collect(archive)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.zip", None, "is not there. Name a zip file"),
        ("class.rar", b"Rar!", "is no zip file, folder or notebook. Unpack it"),
        ("empty", None, "is not there"),
        ("half.zip", b"PK\x03\x04half", "is no zip file"),
        ("only.zip", b"PK\x05\x06" + bytes(18), "Nothing was collected. Expected are"),
    ],
)
def test_a_bad_archive_is_one_sentence(name, content, words, tmp_path, collect):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert words in collect(tmp_path / name, status=1)


def test_a_folder_that_cannot_be_written_is_one_sentence(checkout, collect, download, command):
    (checkout / "submitted").write_text("a file")
    assert "cannot be written" in collect(download("ada.ipynb"), status=1)
    said, status = command("collect", "x.zip", "--assignment", "08_nothing")
    assert "There is no assignment 08_nothing. The course has 01_logistic, 02_softmax_jacobian." in said
    assert status == 1
