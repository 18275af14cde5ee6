"""The pages of docs/ and README.md: their commands, and a small class to run them on."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pytest

from grader.sample_class import answered, read_assignment, write_class

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
NAME = "01_logistic"
STUDENTS = ("Ada Lovelace", "Emmy Noether", "Grace Hopper")
BASH = re.compile(r"^(?P<indent> *)```bash\n(?P<text>.*?)^ *```$", re.DOTALL | re.MULTILINE)
FOLDERS = "assets docs grader notebooks softmax_course solutions".split()
FILES = "Makefile README.md LICENSE LICENSE-text environment.yml nbgrader_config.py pyproject.toml requirements.lock".split()
OTHERS = shutil.ignore_patterns(".ipynb_checkpoints", "0[2-7]_*")  # one notebook is enough for every command


def read(page: str) -> str:
    """A page's text."""
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    """What a reader of a page types, in order: the commands of its bash blocks, without comments."""
    return [command for block in BASH.finditer(read(page)) for command in _split(block["text"], len(block["indent"]))]


def _split(text: str, indent: int) -> Iterator[str]:
    """The commands of a block: a line each, or as many lines as bash needs to have a whole one."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line[indent:])
        command = "\n".join(lines)
        parsed = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True)
        if parsed.returncode == 0 and "here-document" not in parsed.stderr and not command.endswith("\\"):
            lines = []
            if command := re.sub(r"(^|\s+)#.*$", "", command).strip():
                yield command
    assert not lines, f"bash does not understand: {lines}"


@dataclass(frozen=True)
class Desk:
    """A fresh checkout with one notebook in it, and a terminal there."""

    root: Path

    def run(self, command: str, user: Path | None = None) -> str:
        """Run a command as a reader does, in the checkout or in another folder: what it says."""
        programs = os.pathsep.join([str(self.root / ".venv" / "bin"), str(Path(sys.executable).parent)])
        environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(self.root)}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=user or self.root,
            env=environment | {"COLUMNS": "200", "HOME": str(self.root / "build"), "USER": "ada"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{command}\nended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def hand_in(self) -> None:
        """The class's notebooks where `grade` looks for them."""
        shutil.copytree(self.root / "build" / "class", self.root / "submitted")


@pytest.fixture(scope="session")
def clean_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A checkout to be copied: built, with `softmax-course` of its own, a Moodle download, and a student's own copy."""
    root = tmp_path_factory.mktemp("docs") / "checkout"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=OTHERS)
    for file in FILES:
        shutil.copy(ROOT / file, root)
    shutil.copytree(
        ROOT / "assets", root / "softmax_course" / "assets"
    )  # as in the wheel: the engine reads the numbers of all
    program = root / ".venv" / "bin" / "softmax-course"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader.cli "$@"\n')
    program.chmod(0o755)
    desk = Desk(root)
    (root / "build").mkdir()
    desk.run("softmax-course build")
    assignment = read_assignment(root, NAME)
    folders = write_class([assignment], len(STUDENTS), np.random.default_rng(1), root / "build" / "class")
    with zipfile.ZipFile(root / "Logistic-12345.zip", "w") as archive:
        for number, (folder, student) in enumerate(zip(folders, STUDENTS, strict=True)):
            notebook = root / "build" / "class" / folder / NAME / f"{NAME}.ipynb"
            archive.write(notebook, f"{student}_{2700 + number}_assignsubmission_file_/{NAME}.ipynb")
    own = root / "work" / NAME / f"{NAME}.ipynb"
    own.parent.mkdir(parents=True)
    nbformat.write(answered(assignment, assignment.reference), own)
    return desk


@pytest.fixture
def desk(clean_desk: Desk, tmp_path: Path) -> Desk:
    """A desk for one page."""
    shutil.copytree(clean_desk.root, tmp_path / "checkout")
    return Desk(tmp_path / "checkout")
