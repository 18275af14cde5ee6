"""A cell that is stopped is named with its limit, and the exercises after it are graded as if nothing had been."""

import pytest

from tests.engine.conftest import SECONDS, Run

SIGMOID = ("check_sigmoid", "grade_sigmoid")
STOPPED = {
    "a loop": ("while True:\n        pass", "timeout", f"was stopped after {SECONDS:g} s"),
    "a loop that catches": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "timeout",
        f"was stopped after {SECONDS:g} s",
    ),
    "sleep": ("import time; time.sleep(1000)", "timeout", f"was stopped after {SECONDS:g} s"),
    "exit": ("import os; os._exit(3)", "killed", "ended Python itself (exit status 3)"),
    "a crash": ("import ctypes; ctypes.string_at(0)", "killed", "ended Python itself: Segmentation fault"),
    "memory": ("return np.ones((20_000, 20_000))", "killed", "used more than 1 GiB"),
    "memory in pieces": ("x = []\n    while True: x.append(bytes(10**7))", "killed", "used more than 1 GiB"),
}


@pytest.mark.parametrize("name", STOPPED)
def test_a_function_that_is_stopped_costs_its_own_points(name: str, run: Run) -> None:
    body, status, says = STOPPED[name]
    ran = run(sigmoid=f"import numpy as np\n\ndef sigmoid(z):\n    {body}\n")
    for cell in SIGMOID:
        assert ran.outcome(cell).status == status
        assert f"sigmoid {says}." in ran.outcome(cell).message
    assert sum(ran.points.values()) == 20


@pytest.mark.parametrize("name", ["a loop", "exit", "memory in pieces"])
def test_a_cell_that_is_stopped_costs_what_it_should_have_defined(name: str, run: Run) -> None:
    body, status, says = STOPPED[name]
    ran = run(sigmoid=f"def work():\n    {body}\n\nwork()\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    for cell in SIGMOID:
        assert ran.outcome(cell).status == status
        assert f"sigmoid is not defined: its cell {says}." in " ".join(ran.outcome(cell).message.split())
    assert sum(ran.points.values()) == 20


def test_what_was_defined_before_a_crash_is_there_after_it(run: Run) -> None:
    ran = run(
        before="import numpy as np\nlist_of_mine = [1]\nlist_of_mine.append(2)",
        sigmoid="import os; os._exit(0)",
        after="list_of_mine",
    )
    assert ran.notebook.cells[-1].outputs[0].data["text/plain"] == "[1, 2]"


def test_a_flood_of_output_is_cut(run: Run) -> None:
    ran = run(before="for _ in range(10**5):\n    print('x' * 100)")
    assert len(ran.notebook.cells[0].outputs[0].text) < 1_100_000
    assert "left out" in ran.notebook.cells[0].outputs[0].text
    assert sum(ran.points.values()) == 22


def test_a_disk_that_is_full_is_the_students(run: Run) -> None:
    ran = run(before="with open('x', 'wb') as file:\n    while True:\n        file.write(bytes(10**6))")
    assert ran.notebook.cells[0].outputs[-1].ename == "OSError"
    assert sum(ran.points.values()) == 22


def test_a_notebook_that_loops_everywhere_ends(run: Run) -> None:
    loops = {
        name: f"def {name}(*args, **options):\n    while True:\n        pass"
        for name in (
            "logit",
            "sigmoid",
            "logistic_loss",
            "numerical_gradient",
            "logistic_gradient",
            "fit_logistic",
            "best_step",
        )
    }
    ran = run(seconds=1.0, **loops)
    assert {ran.outcome(f"check_{name}").status for name in loops} == {"timeout"}
    assert ran.points["check_best_step"] == 0


def test_what_is_printed_while_the_judge_calls_reaches_nobody(run: Run) -> None:
    source = (
        "import os, sys, numpy as np\n\ndef sigmoid(z):\n"
        "    print('LOUD'); print('LOUD', file=sys.stderr); os.write(1, b'LOUD'); display('LOUD')\n"
        "    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))"
    )
    ran = run(sigmoid=source, after="1 + 1")
    assert ran.points["grade_sigmoid"] == 1
    judged = [cell for cell in ran.notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert "LOUD" not in str([cell.outputs for cell in judged])
    assert ran.notebook.cells[-1].outputs[0].data["text/plain"] == "2"
    assert "LOUD" not in str(ran.notebook.cells[-1].outputs)
