"""The course as students install it: from the wheel, or from the unpacked zip file, away from the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from grader.build.source import read_sources
from grader.pack import FOLDER, pack
from grader.sample_class import answered, read_assignment

ROOT = Path(__file__).resolve().parents[2]
NAME = "01_logistic"


@dataclass(frozen=True)
class Environment:
    """A virtual environment that borrows the dependencies of the running one, and nothing else."""

    folder: Path

    @property
    def scripts(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def run(self, program: str, *arguments: str, cwd: Path, status: int = 0) -> str:
        """Run one of its programs as somebody who never saw the checkout: what it says."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "VIRTUAL"))
        }
        done = subprocess.run(
            [self.scripts / program, *arguments],
            cwd=cwd,
            env=kept | {"PATH": os.defpath, "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def install(self, *what: str) -> None:
        """What ``pip install`` does for students, without a network."""
        pip = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(self.folder),
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
        ]
        done = subprocess.run([*pip, "--ignore-installed", *what], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr


def make_environment(folder: Path) -> Environment:
    venv.create(folder, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)))
    return Environment(folder)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel in an environment of its own."""
    environment = make_environment(tmp_path_factory.mktemp("installed") / "with a space")
    environment.install(str(wheel))
    return environment


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "course.zip"
    pack(ROOT, path)
    return path


@pytest.fixture(scope="session")
def unpacked(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Environment]:
    """The unpacked zip file, and an environment in which its README's commands were run."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    environment = make_environment(folder / FOLDER / ".venv")
    environment.install("--no-build-isolation", "-e", str(folder / FOLDER))
    return folder / FOLDER, environment


@pytest.fixture(scope="session")
def solved() -> nbformat.NotebookNode:
    """The release of 01 with the solutions filled in: what a student may hand in."""
    assignment = read_assignment(ROOT, NAME)
    return answered(assignment, assignment.reference)


@pytest.fixture(scope="session")
def sources() -> list:
    return read_sources(ROOT)[0]
