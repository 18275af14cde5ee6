"""The zip file for students: enough to work with, the same at every packing, and without answers."""

import json
import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.build.regions import MARKERS, visible_and_hidden
from grader.errors import CourseError
from grader.pack import FOLDER, pack, require_fresh
from tests.packaging.conftest import NAME, ROOT

TRIVIAL = 20  # characters: what is shorter, such as `except Exception:`, stands anywhere
INSIDE = {"LICENSE", "LICENSE-text", "README.md", "environment.yml", "pyproject.toml", "requirements.lock"}
INSIDE |= {"assets", "grader", "notebooks", "softmax_course"}


def texts(file: Path) -> Iterator[tuple[str, str]]:
    """Every text in a zip file with its name; of a notebook the cells as they are read."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".ipynb"):
                yield name, "\n".join("".join(cell["source"]) for cell in json.loads(content)["cells"])
            if not name.endswith(".npz"):
                yield name, content.decode("utf-8")


def answers(sources: list) -> dict[str, str]:
    """The lines of solution regions that stand nowhere in the open, not even in a sentence, each with its exercise."""
    visible = ""
    hidden: dict[str, str] = {}
    for source in sources:
        for cell in source.cells:
            seen, unseen = visible_and_hidden(cell.text)
            visible += "\n".join([*seen, ""])
            hidden |= {line.strip().rstrip(","): f"{source.name}, {cell.name}" for line in unseen}
    return {line: where for line, where in hidden.items() if line not in visible and len(line) >= TRIVIAL}


def given_away(file: Path, sources: list) -> list[str]:
    """Where a zip file gives an answer away."""
    lines = answers(sources)
    assert len(lines) > 50
    return [
        f"{name} holds {line!r} of {where}"
        for name, text in texts(file)
        for line, where in lines.items()
        if line in text or json.dumps(line)[1:-1] in text
    ]


def hidden_grading() -> set[str]:
    """The lines that stand only in solutions/grading and solutions/mistakes: code, not docstrings shown as messages."""
    lines = {
        line.strip()
        for folder in ("grading", "mistakes")
        for path in (ROOT / "solutions" / folder).glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    return {line for line in lines if line.startswith(("def grade_", "@wrong(", "@right("))}


def test_no_answer_is_given_away(packed, wheel, sources):
    assert given_away(packed, sources) == []
    assert given_away(wheel, sources) == []


def test_no_hidden_test_is_given_away(packed):
    names = zipfile.ZipFile(packed).namelist()
    assert {name.split("/")[0] for name in names} == {FOLDER}
    assert {name.split("/")[1] for name in names} == INSIDE
    assert not [name for name in names if {"solutions", "tests", "build"} & set(name.split("/")[1:2])]
    secret = hidden_grading()
    assert len(secret) > 50
    for name, text in texts(packed):
        assert not [line for line in secret if line in text], name
        if name.endswith(".ipynb"):
            assert not re.search(r"\b(from|import)\s+(solutions|grader)\b", text), name
            assert not [marker for marker in MARKERS if marker in text], name


def test_a_planted_answer_is_found(packed, sources, tmp_path):
    """The search finds what it looks for."""
    line = next(iter(answers(sources)))
    planted = tmp_path / "planted.zip"
    shutil.copy(packed, planted)
    with zipfile.ZipFile(planted, "a") as archive:
        archive.writestr(f"{FOLDER}/notebooks/x.ipynb", json.dumps({"cells": [{"source": [f"    {line}\n"]}]}))
    assert given_away(planted, sources)


def test_the_same_checkout_gives_the_same_bytes(packed, tmp_path):
    copy = tmp_path / "checkout"
    for name in ("grader", "softmax_course", "assets", "notebooks", "docs"):
        shutil.copytree(ROOT / name, copy / name)
    for name in INSIDE - {"README.md", "assets", "grader", "notebooks", "softmax_course"}:
        shutil.copy(ROOT / name, copy)
    (copy / "grader" / "cli.py").touch()
    (copy / "notebooks" / ".ipynb_checkpoints").mkdir()
    (copy / "notebooks" / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    (copy / "grader" / "pack.py~").write_text("an editor's")
    (copy / "assets" / "link").symlink_to(tmp_path)
    time.sleep(0.01)
    pack(copy, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()
    names = zipfile.ZipFile(packed).namelist()
    assert names == sorted(names)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(CourseError, match="LICENSE is missing"):
        pack(tmp_path, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
    with pytest.raises(CourseError, match="cannot be written"):
        pack(ROOT, tmp_path / "no" / "x.zip")


def test_stale_notebooks_are_not_packed(monkeypatch):
    monkeypatch.setattr("grader.build.pipeline.stale", lambda root: [("notebooks/x.ipynb", "out of date")])
    with pytest.raises(CourseError, match=r"notebooks/x.ipynb: out of date\nRun `softmax-course build`"):
        require_fresh(ROOT)
    monkeypatch.setattr("grader.build.pipeline.stale", lambda root: [])
    require_fresh(ROOT)


def test_the_unpacked_course_opens(unpacked):
    folder, environment = unpacked
    said = environment.run("softmax-course", "lab", "--version", cwd=folder)
    assert re.match(r"\d+\.\d+\.\d+", said)
    assert (folder / "work" / NAME / f"{NAME}.ipynb").read_bytes() == (
        folder / "notebooks" / NAME / f"{NAME}.ipynb"
    ).read_bytes()


def test_the_unpacked_course_checks_a_notebook_that_nobody_began(unpacked):
    folder, environment = unpacked
    said = environment.run("softmax-course", "check", f"notebooks/{NAME}/{NAME}.ipynb", cwd=folder, status=1)
    assert "✗ logit" in said
    assert "✓" not in said
    assert "Traceback" not in said
    assert "0 of 9 points of the visible checks" in said


def test_the_readme_names_what_is_there(unpacked):
    folder, environment = unpacked
    readme = (folder / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"[\w./-]+\.(?:lock|yml|ipynb)|LICENSE[\w-]*", readme.replace("\\", "/"))
    assert len(names) > 5
    for name in names:
        assert (folder / name.replace("work/", "notebooks/")).is_file(), name
    assert (environment.scripts / "softmax-course").exists()
    assert readme.startswith("# ")
