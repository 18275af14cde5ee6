"""The promise to students: every mistake costs points in its exercise and in no other, and nothing that is right costs any."""

import re
from typing import Any

import pytest

from grader.sample_class import read_assignment
from solutions.mistakes import LIBRARY
from tests.conftest import ROOT
from tests.pipeline.conftest import ASSIGNMENTS, DRAWS_ANEW, put_together, tried

WRONG, RIGHT = tried(right=False), tried(right=True)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_solutions_have_every_point(graded, assignment):
    records = graded.records[f"{assignment}-reference"]
    assert [r["cell"] for r in records if r["status"] != "passed" or r["points"] != r["max_points"]] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_release_has_no_point_and_every_cell_says_what_to_do(graded, assignment):
    records = graded.records[f"{assignment}-stub"]
    assert sum(r["points"] for r in records) == 0
    assert {r["status"] for r in records} == {"missing"}
    assert all("→" in r["message"] for r in records)


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_costs_points(graded, name):
    own = graded.entries[name].own
    assert sum(r["points"] for r in own) < sum(r["max_points"] for r in own)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_variant_is_not_accused(graded, name):
    own = graded.entries[name].own
    assert [r["message"] for r in own if r["points"] != r["max_points"]] == []


def test_a_mistake_costs_nothing_in_other_exercises(graded, library):
    """Every exercise that a student with mistakes answers rightly has its full points beside them.

    What puts other exercises together needs these, and says so.
    """
    needs = put_together()
    others = [
        record
        for student, row in library.rows.items()
        for record in graded.records[student]
        if not {exercise := record["cell"].partition("_")[2], *needs.get(exercise, ())} & row.keys()
    ]
    lost = [r for r in others if r["points"] != r["max_points"] and not r["student"].endswith("-stub")]
    exercises = {exercise for name in ASSIGNMENTS for exercise in read_assignment(ROOT, name).defines}
    assert {r["cell"].partition("_")[2] for r in others} == exercises
    assert lost == []


def untimed(value: Any) -> Any:
    """A text without the seconds that something took, which differ from run to run."""
    return re.sub(r"in [\d.]+ seconds", "in some seconds", value) if isinstance(value, str) else value


def test_stock_nbgrader_says_the_same_of_every_cell(graded, by_stock, library):
    differences = []
    for student, records in by_stock.items():
        for ours, theirs in zip(graded.records[student], records, strict=True):
            _name, answer = library.rows[student].get(ours["cell"].partition("_")[2], ("", ""))
            compared = ["cell", "points", "max_points", "status", "mistake"] + ["message"] * (
                not DRAWS_ANEW.search(answer)
            )
            told = {key: (ours[key], theirs[key]) for key in compared if untimed(ours[key]) != untimed(theirs[key])}
            differences += [told | {"where": (student, ours["cell"])}] * bool(told)
    assert by_stock
    assert differences == []


def test_the_table_is_printed(graded, capsys):
    """What the run shows of the library: caught and accused, by exercise."""
    with capsys.disabled():
        print()
        for right in (False, True):
            entries = [entry for entry in LIBRARY if entry.right is right and entry.name in graded.entries]
            for exercise in dict.fromkeys(entry.exercise for entry in entries):
                names = [entry.name for entry in entries if entry.exercise == exercise]
                lost = [n for n in names if any(r["points"] < r["max_points"] for r in graded.entries[n].own)]
                verb = "accused" if right else "caught"
                print(f"  {exercise:28s} {len(names):3d} {'right' if right else 'wrong'}: {len(lost):3d} {verb}")
    assert graded.records
