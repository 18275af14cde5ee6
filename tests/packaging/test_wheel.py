"""The wheel alone, in a clean environment and away from the checkout, is enough to work and to check."""

import json
import zipfile

import nbformat

from tests.packaging.conftest import NAME

LOOK = """
import json, sys
import softmax_course, grader
from softmax_course.assets import asset
from softmax_course.checks.shipped import known_mistakes, visible
from softmax_course.data import load_digits_split

train, test = load_digits_split()
print(json.dumps({
    "from": [softmax_course.__file__, grader.__file__],
    "expected": sorted(file.name for file in asset("expected").iterdir()),
    "numbers": len(visible("logit")),
    "mistakes": len(known_mistakes("logit")),
    "digits": [list(train[0].shape), list(test[0].shape)],
    "figure": asset("figures/odds.svg").read_text(encoding="utf-8")[:1],
    "solutions": __import__("importlib").util.find_spec("solutions") is not None,
}))
"""


def test_everything_that_a_notebook_imports_is_there(installed, tmp_path):
    found = json.loads(installed.run("python", "-c", LOOK, cwd=tmp_path))
    assert all(path.startswith(str(installed.folder)) for path in found.pop("from"))
    assert f"{NAME}.json" in found.pop("expected")
    assert found.pop("numbers") > 1
    assert found.pop("mistakes") > 1
    assert found == {"digits": [[1437, 64], [360, 64]], "figure": "<", "solutions": False}


def test_a_solved_notebook_passes_every_visible_check(installed, solved, tmp_path):
    (tmp_path / "mine.ipynb").write_text(nbformat.writes(solved), encoding="utf-8")
    said = installed.run("softmax-course", "check", "mine.ipynb", cwd=tmp_path)
    checks = [
        cell for cell in solved.cells if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check_")
    ]
    assert said.count("✓") == len(checks) > 5
    assert "✗" not in said


def test_grading_says_what_is_missing(installed, tmp_path):
    for command in (["grade"], ["build"], ["pack"], ["collect", "x.zip", "--assignment", NAME]):
        said = installed.run("softmax-course", *command, cwd=tmp_path, status=1)
        assert "needs a checkout of the course" in said
        assert "Traceback" not in said


def test_without_notebooks_lab_says_where_to_go(installed, tmp_path):
    said = installed.run("softmax-course", "lab", "--version", cwd=tmp_path, status=1)
    assert "There is no notebooks/" in said
    assert not list(tmp_path.iterdir())


def test_the_wheel_holds_no_sources_of_notebooks(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "solutions" in name or "tests/" in name or name.endswith(".ipynb")]
