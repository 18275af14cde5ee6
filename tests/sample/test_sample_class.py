"""A class made up from a seed: the same every time, and as mixed as a real one."""

import nbformat
import numpy as np

from grader.sample_class import read_assignment, write_class
from tests.conftest import ROOT

NAMES = ("01_logistic", "02_softmax_jacobian")
ASSIGNMENTS = [read_assignment(ROOT, name) for name in NAMES]


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_makes_the_same_class_and_another_another(tmp_path):
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_class(ASSIGNMENTS, 3, np.random.default_rng(seed), tmp_path / folder)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "c")


def test_a_class_has_all_kinds_of_students(tmp_path):
    students = write_class(ASSIGNMENTS, 60, np.random.default_rng(1), tmp_path)
    assert len(set(students)) == 60
    texts = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.ipynb")}
    assert all((tmp_path / student / NAMES[0] / f"{NAMES[0]}.ipynb") in texts for student in students)
    assert sum(path.stem == NAMES[1] for path in texts) in range(5, 60)
    broken = [path for path, text in texts.items() if not text.rstrip().endswith("}")]
    assert 0 < len(broken) < 15
    late = [path for path in tmp_path.rglob("timestamp.txt") if path.read_text(encoding="utf-8") > "2026-10-05 12"]
    assert 0 < len(late) < len(texts) / 2


def test_what_is_handed_in_holds_no_hidden_line(tmp_path):
    write_class(ASSIGNMENTS, 2, np.random.default_rng(3), tmp_path)
    for path in tmp_path.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        assert not any("solutions.grading" in cell.source for cell in notebook.cells)
