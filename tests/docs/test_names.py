"""What the pages name is there: linked pages and headings, files of the repository, commands and their options."""

import re
from collections.abc import Iterator

import pytest
import typer.main

from grader.cli import app
from tests.docs.conftest import PAGES, ROOT, read

COMMANDS = typer.main.get_command(app).commands
FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
# Folders of the repository: what is named in them has to be there. NAME and the like stand for any name.
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()} & set(
    "assets benchmarks docs grader notebooks softmax_course solutions tests .ci".split()
)
ANY = re.compile(r"NN_name|NAME|NN|…|\*")
MADE_BY_THE_READER = {  # and by a command of the same page
    "docs/adding.md": {"softmax_course/locale/zh/LC_MESSAGES/softmax_course.po"},
}


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", read(page))


def anchors(page: str) -> set[str]:
    """The headings of a page, as GitHub makes addresses of them."""
    titles = (re.sub(r"[`*]", "", title.lower()) for title in HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in LINK.findall(prose(page)):
        if re.match(r"https?:", target):
            continue
        file, _hash, anchor = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), f"{page} links to {target}"
        if anchor:
            assert anchor in anchors(path.resolve().relative_to(ROOT).as_posix()), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_are_there(page: str) -> None:
    for name in CODE.findall(prose(page)):
        if not re.fullmatch(r"[\w.*…-]+/[\w.*…/-]*", name) or name.split("/")[0] not in FOLDERS:
            continue
        if name not in MADE_BY_THE_READER.get(page, ()):
            assert list(ROOT.glob(ANY.sub("*", name).rstrip("/"))), f"{page} names {name}"


def used(page: str) -> Iterator[tuple[str, set[str]]]:
    """The commands of softmax-course on a page, each with the options that stand behind it."""
    for command, rest in re.findall(r"softmax-course (?:--debug )?([a-z][a-z-]*)((?: [^`\n|&#]*)?)", read(page)):
        yield command, set(re.findall(r"(?<=\s)--[a-z-]+", rest))


def options(command: str) -> set[str]:
    """The options that a command has."""
    return {"--help", *(name for parameter in COMMANDS[command].params for name in parameter.opts)}


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(page: str) -> None:
    for command, given in used(page):
        assert command in COMMANDS, f"{page} names softmax-course {command}"
        assert given <= options(command), f"{page}: softmax-course {command} has no {given - options(command)}"


@pytest.mark.parametrize("page", ["README.md", "docs/instructor-guide.md"])
def test_options_that_stand_alone_exist(page: str) -> None:
    known = set().union(*map(options, COMMANDS))
    alone = {name.split()[0].split("=")[0] for name in CODE.findall(prose(page)) if name.startswith("--")}
    assert alone <= known


def test_every_command_is_on_a_page() -> None:
    named = {command for page in PAGES for command, _options in used(page)}
    assert named == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_pictures_have_alt_text(page: str) -> None:
    assert not re.findall(r"!\[\s*\]\(", read(page))
