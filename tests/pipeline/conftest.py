"""A class in which the k-th student hands in the k-th variant of every exercise, graded by stock nbgrader."""

import itertools
import json
import os
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from grader.sample_class import Assignment, answered, implementations, read_assignment
from tests.conftest import ROOT

ASSIGNMENTS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9][0-9]_*.py"))
# Stock nbgrader takes seconds a notebook: the whole library of these goes through it, of the others the solutions and the
# stubs. tests/mistakes runs every implementation of every notebook through the same cells.
IN_FULL = ASSIGNMENTS[:2]


@dataclass(frozen=True)
class Entry:
    """What became of one implementation: the records of its exercise, and those of all others in the same notebook."""

    own: list[dict]
    student: str


@dataclass(frozen=True)
class Graded:
    """All records, and for each implementation those that are about it."""

    records: dict[str, list[dict]]  # by student
    entries: dict[str, Entry]  # by the implementation's id


def variants(assignment: Assignment, *, right: bool) -> list[dict[str, tuple[str, str]]]:
    """For k = 0, 1, …: the k-th implementation of every exercise, as (id, source of the cell)."""
    columns = {e: implementations(e, right=right) for e in assignment.defines}
    rows = []
    for k in range(max(len(column) for column in columns.values())):
        rows.append({e: (c[k].name, c[k].cell(assignment.defines[e])) for e, c in columns.items() if k < len(c)})
    return rows


def grade(folder: Path) -> Path:
    """Grade one assignment in a folder of its own with stock nbgrader, and give the file of its records."""
    records = folder / "records.json"
    command = [sys.executable, "-m", "grader.cli", "grade", "--engine", "nbgrader", "--json", str(records)]
    subprocess.run([*command, "--out", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return records


@pytest.fixture(scope="session")
def graded(tmp_path_factory) -> Graded:
    """The whole library, through the command that an instructor uses."""
    folder = tmp_path_factory.mktemp("library")
    handed_in: dict[str, dict[str, tuple[str, str]]] = {}
    for assignment in map(lambda name: read_assignment(ROOT, name), ASSIGNMENTS):
        reference = {f"{assignment.name}-reference": {}, f"{assignment.name}-stub": None}
        rows = {
            f"{assignment.name}-{'right' if right else 'wrong'}-{k:02d}": row
            for right in (True, False)
            for k, row in enumerate(variants(assignment, right=right) if assignment.name in IN_FULL else [])
        }
        for student, row in itertools.chain(reference.items(), rows.items()):
            answers = {} if row is None else {**assignment.reference, **{e: cell for e, (_id, cell) in row.items()}}
            path = folder / assignment.name / "submitted" / student / assignment.name / f"{assignment.name}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(answered(assignment, answers), path)
            handed_in[student] = row or {}
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        files = list(at_once.map(grade, [folder / name for name in ASSIGNMENTS]))
    records = defaultdict(list)
    for record in itertools.chain.from_iterable(json.loads(file.read_text(encoding="utf-8")) for file in files):
        records[record["student"]].append(record)
    entries = {
        name: Entry([r for r in records[student] if r["cell"].partition("_")[2] == exercise], student)
        for student, row in handed_in.items()
        for exercise, (name, _cell) in row.items()
    }
    return Graded(dict(records), entries)
