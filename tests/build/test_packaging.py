"""What is installed: exact versions with hashes, the same through conda, and no answers in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def locked() -> dict[str, str]:
    """The version of every package in the lock file."""
    pinned = re.findall(r"^([a-z0-9._-]+)==([^ ]+)", LOCK, re.MULTILINE)
    versions = {canonicalize_name(name): version for name, version in pinned}
    assert len(versions) == len(pinned), "a package has two versions"
    return versions


def test_every_package_is_pinned_with_hashes():
    for entry in re.split(r"\n(?=[a-z])", re.sub(r"^ *#.*\n?", "", LOCK, flags=re.MULTILINE)):
        assert re.match(r"[a-z0-9._-]+==", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_lock_names_no_host_and_no_path():
    assert not re.search(r"://|find-links|index-url|\s/|\.(com|dev|io|net|org)\b", LOCK)


@pytest.mark.parametrize(
    "requirement",
    PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
    ids=lambda text: Requirement(text).name,
)
def test_the_lock_fits_the_project(requirement):
    wanted = Requirement(requirement)
    assert locked()[canonicalize_name(wanted.name)] in wanted.specifier


def test_versions_that_are_known_to_work_together():
    known = "jupyterlab 4.6.6, notebook 7.6.5, nbgrader 0.9.6, ipywidgets 8.1.9, anywidget 0.11.0, ipykernel 7.4.0, "
    known += "ipython 9.18.1, nbclient 0.11.0, nbconvert 7.17.2, sqlalchemy 2.1.9, numpy 2.4.6, matplotlib 3.11.2, "
    known += "playwright 1.65.2"
    versions = locked()
    assert {name: versions[name] for name, _version in map(str.split, known.split(", "))} == dict(
        map(str.split, known.split(", "))
    )


def test_conda_installs_the_lock():
    lines = (ROOT / "environment.yml").read_text().splitlines()
    entries = [line.split("#")[0].strip(" -") for line in lines if line.strip().startswith("- ")]
    assert entries == ["conda-forge", "python=3.11", "pip", "pip:", "r requirements.lock"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file).namelist()


def test_the_wheel_holds_every_module_and_the_assets(wheel):
    modules = {
        path.relative_to(ROOT).as_posix()
        for name in ("softmax_course", "grader")
        for path in (ROOT / name).rglob("*.py")
    }
    assets = {
        f"softmax_course/assets/{path.relative_to(ROOT / 'assets').as_posix()}"
        for path in (ROOT / "assets").rglob("*.svg")
    }
    assert modules | assets <= set(wheel)


def test_the_wheel_holds_no_answers(wheel):
    assert {name.split("/")[0] for name in wheel} == {
        "softmax_course",
        "grader",
        f"softmax_course-{PROJECT['version']}.dist-info",
    }
    assert not [name for name in wheel if "solutions" in name]
