"""Where the fast engine differs from stock nbgrader on purpose: see docs/differences.md, which lists these tests."""

import re

import nbformat

from grader.engine.engine import Engine
from grader.engine.job import Job
from tests.conftest import ROOT
from tests.engine.conftest import Run, course_cells, course_notebook

RIGHT = "    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))"


def test_the_end_of_python_costs_one_cell(run: Run) -> None:
    ran = run(before="import os\nos._exit(0)")
    assert sum(ran.points.values()) == 22


def test_what_a_function_writes_to_standard_error_costs_nothing(run: Run) -> None:
    source = f"import sys\nkept = sys.stderr\n\ndef sigmoid(z):\n    print('careful', file=kept)\n{RIGHT}"
    assert run(sigmoid=source).points["grade_sigmoid"] == 1


def test_exit_ends_nothing(run: Run) -> None:
    assert sum(run(before="exit()").points.values()) == 22
    assert sum(run(before="quit()").points.values()) == 22


def test_there_are_no_other_programs(run: Run) -> None:
    for source in ("!echo here", "%%bash\necho here", "import subprocess\nprint(subprocess.run(['echo', 'here']))"):
        ran = run(before=source)
        assert "here\n" not in str(ran.notebook.cells[0].outputs)
        assert sum(ran.points.values()) == 22


def test_a_kernel_object_is_there_to_be_looked_at(run: Run) -> None:
    ran = run(before="get_ipython().kernel.shell is get_ipython()")
    assert ran.notebook.cells[0].outputs[0].data["text/plain"] == "True"


def test_an_object_of_a_check_is_a_stand_in(run: Run) -> None:
    for use in ("pickle.dumps(model)", "vars(model)['params']", "type(model)(*model.params.values())"):
        source = f"import pickle\ndef train(model, *sets, **options):\n    {use}\n"
        message = run("05_training_loop", train=source, seconds=30).outcome("check_train").message
        assert "train stopped with" in message
        assert use in message


def test_the_state_of_widgets_is_not_stored(run: Run) -> None:
    ran = run(before="import ipywidgets\nipywidgets.IntSlider()")
    assert "widgets" not in ran.notebook.metadata
    assert sum(ran.points.values()) == 22


def test_other_files_of_a_submission_are_there(engine: Engine) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(open('data/a.txt').read())")])
    result = engine.run(Job(nbformat.writes(notebook).encode(), files={"data/a.txt": b"of mine"}))
    assert "of mine" in result.notebook


def test_a_result_has_a_largest_size(run: Run) -> None:
    ran = run(sigmoid="import numpy as np\n\ndef sigmoid(z):\n    return np.zeros(8_000_000)")
    assert "MiB" in ran.outcome("check_sigmoid").message


def test_names_that_a_check_binds_do_not_reach_the_student(run: Run) -> None:
    ran = run(after="[name for name in dir() if name in ('check', 'checking', 'grade_sigmoid')]")
    assert "grade_sigmoid" not in str(ran.notebook.cells[-1].outputs)


def test_every_entry_of_the_list_has_a_test_here() -> None:
    text = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    here = {name for name in globals() if name.startswith("test_")} - {"test_every_entry_of_the_list_has_a_test_here"}
    others = {
        "test_a_flood_of_output_is_cut",
        "test_a_disk_that_is_full_is_the_students",
        "test_a_notebook_that_loops_everywhere_ends",
    }
    others |= {"test_a_function_that_is_stopped_costs_its_own_points"}
    assert named == here | others
    assert course_notebook("01_logistic").cells
    assert course_cells("01_logistic")
