"""A class in which the k-th student hands in the k-th variant of every exercise, graded by both engines."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from grader.build.source import read_sources
from grader.sample_class import Assignment, answered, implementations, read_assignment
from tests.conftest import ROOT
from tests.lean import lean

ASSIGNMENTS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9][0-9]_*.py"))
# tests/mistakes runs every implementation through the same cells in one process. Here so many of every exercise, from its first to its
# last, go through the engine, and fewer through stock nbgrader, which takes seconds a notebook; PIPELINE=all sends the whole library
# through both.
EVERYTHING = os.environ.get("PIPELINE") == "all"
THROUGH_ENGINE, THROUGH_STOCK = (10**6, 10**6) if EVERYTHING else (4, 1)

DRAWS_ANEW = re.compile(
    r"default_rng\(\)|np\.random\.(?!default_rng|Generator)"
)  # whose numbers are others in each run


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


def spread(implementations: list, count: int) -> list:
    """So many of them, from the first to the last, or all."""
    last = len(implementations) - 1
    return implementations if last < count else [implementations[k * last // (count - 1)] for k in range(count)]


def variants(assignment: Assignment, *, right: bool) -> list[dict[str, tuple[str, str]]]:
    """For k = 0, 1, …: the k-th of so many implementations of every exercise, as (id, source of the cell)."""
    columns = {e: spread(implementations(e, right=right), THROUGH_ENGINE) for e in assignment.defines}
    rows = []
    for k in range(max(len(column) for column in columns.values())):
        rows.append({e: (c[k].name, c[k].cell(assignment.defines[e])) for e, c in columns.items() if k < len(c)})
    return rows


def grade(folder: Path, engine: str) -> dict[str, list[dict]]:
    """Grade a folder through the command that an instructor uses: records by student."""
    out = folder.with_name(f"{folder.name}-{engine}")
    command = [sys.executable, "-m", "grader.cli", "grade", "--engine", engine, "--submitted", str(folder)]
    done = subprocess.run(
        [*command, "--out", str(out), "--json", str(out / "records.json")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    records = defaultdict(list)
    for record in json.loads((out / "records.json").read_text(encoding="utf-8")):
        records[record["student"]].append(record)
    return records


def put_together() -> dict[str, set[str]]:
    """The exercises that say in their headers which other ones they use: those, by exercise."""
    needs = {}
    for source in read_sources(ROOT)[0]:
        owner = {name: exercise for exercise, cell in source.exercises.items() for name in cell.defines}
        needs |= {
            exercise: {owner[name] for name in cell.uses} for exercise, cell in source.exercises.items() if cell.uses
        }
    return needs


def tried(*, right: bool) -> list[str]:
    """The ids of the implementations that go through the engine."""
    rows = (row for name in ASSIGNMENTS for row in variants(read_assignment(ROOT, name), right=right))
    return [implementation for row in rows for implementation, _cell in row.values()]


@dataclass(frozen=True)
class Library:
    """Folders with submissions in which the whole library is, and in which student's notebook each implementation stands."""

    all: Path
    some: list[Path]  # those that stock nbgrader grades too, one folder an assignment
    rows: dict[str, dict[str, tuple[str, str]]]  # by student


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Library:
    """The solutions, the stubs, and the k-th variants of every exercise in one notebook."""
    folder = tmp_path_factory.mktemp("library")
    handed_in: dict[str, dict[str, tuple[str, str]]] = {}
    for assignment in map(lambda name: read_assignment(ROOT, name), ASSIGNMENTS):
        rows: dict[str, dict | None] = {f"{assignment.name}-reference": {}, f"{assignment.name}-stub": None}
        rows |= {
            f"{assignment.name}-{'right' if right else 'wrong'}-{k:03d}": row
            for right in (True, False)
            for k, row in enumerate(variants(assignment, right=right))
        }
        for student, row in rows.items():
            answers = {} if row is None else {**assignment.reference, **{e: cell for e, (_id, cell) in row.items()}}
            notebook = answered(assignment, answers)
            whole = student.endswith(("-reference", "-stub"))
            path = folder / "all" / student / assignment.name / f"{assignment.name}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(notebook if whole else lean(notebook), path)
            if whole or int(student[-3:]) < THROUGH_STOCK:
                shutil.copytree(path.parent, folder / assignment.name / student / assignment.name)
            handed_in[student] = row or {}
    return Library(folder / "all", [folder / name for name in ASSIGNMENTS], handed_in)


@pytest.fixture(scope="session")
def graded(library: Library) -> Graded:
    """The whole library, graded by the fast engine."""
    records = grade(library.all, "fast")
    entries = {
        name: Entry([r for r in records[student] if r["cell"].partition("_")[2] == exercise], student)
        for student, row in library.rows.items()
        for exercise, (name, _cell) in row.items()
    }
    return Graded(dict(records), entries)


@pytest.fixture(scope="session")
def by_stock(library: Library) -> dict[str, list[dict]]:
    """Records of stock nbgrader, for a part of the library."""
    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        parts = list(at_once.map(lambda folder: grade(folder, "nbgrader"), library.some))
    return {student: records for part in parts for student, records in part.items()}
