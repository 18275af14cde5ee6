"""Nothing that a student hands in earns points that it is not worth, shows what is hidden, or touches anybody else."""

import json
import os
from collections import Counter

import nbformat
import pytest

from grader.submissions import SubmissionError, read_notebook
from tests.attacks.conftest import NAME, achieved, full, handed_in, points, run
from tests.attacks.corpus import damaging
from tests.attacks.reading import CATEGORIES, Attack, attacks, table
from tests.conftest import ROOT

ALL = [attack for category in CATEGORIES for attack in attacks(category)]
# Of every kind some: the others stand on the same layers. ATTACKS=all tries all of them as a user too.
SOME = """
numpy_agrees transformer_empties_cells forged_answer_frame forged_score
reads_the_decoys parents_memory overwrites_the_decoys connects_to_loopback proc_root traces_others mounts becomes_root
memory_at_once bytes_on_disk processes ignores_the_interrupt exits_in_the_function segmentation_fault noise_on_the_channel kills_others
""".split()
AS_A_USER = ALL if os.environ.get("ATTACKS") == "all" else [attack for attack in ALL if attack.name in SOME]
tried: Counter = Counter()
succeeded: Counter = Counter()


def _try(engine, attack: Attack, decoys, who: str) -> None:
    found = achieved(engine, attack, decoys)
    tried[attack.category, who] += 1
    succeeded[attack.category, who] += bool(found)
    assert found == []


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: f"{attack.category}-{attack.name}")
def test_an_attack_achieves_nothing(engine, decoys, attack):
    _try(engine, attack, decoys, "whoever runs the tests")


@pytest.mark.parametrize("attack", AS_A_USER, ids=lambda attack: attack.name)
def test_an_attack_achieves_nothing_as_an_ordinary_user(users_engine, decoys, attack):
    _try(users_engine, attack, decoys, "an ordinary user")


@pytest.mark.parametrize("name", damaging.ALL)
def test_a_damaged_notebook_is_graded_or_refused_in_a_sentence(engine, tmp_path, name):
    tried["damaging", "whoever runs the tests"] += 1
    succeeded["damaging", "whoever runs the tests"] += 1
    notebook = json.loads(nbformat.writes(handed_in()))
    content = damaging.ALL[name](notebook)
    path = tmp_path / f"{NAME}.ipynb"
    path.write_bytes(content or json.dumps(notebook).encode())
    if name in damaging.REFUSED:
        with pytest.raises(SubmissionError, match=rf"^{NAME}\.ipynb is .*\.$"):
            read_notebook(path)
    else:
        result = run(engine, read_notebook(path))
        assert not result.problem, result.problem
        assert points(result) == full()
        assert "TAKEN\\n" not in result.notebook.replace("echo TAKEN\\n", "")
    succeeded["damaging", "whoever runs the tests"] -= 1


@pytest.mark.parametrize("which", ["engine", "users_engine"])
def test_the_next_submission_is_graded_as_always(request, which):
    engine = request.getfixturevalue(which)
    assert points(run(engine, handed_in())) == full()


@pytest.mark.parametrize("category", [*CATEGORIES, "damaging"])
def test_the_page_lists_every_attack(category):
    assert table(category) in (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")


def test_the_table_is_printed(capsys):
    with capsys.disabled():
        print(f"\n  {'attacks':12s} {'as':24s} tried  achieved something")
        for (category, who), number in tried.items():
            print(f"  {category:12s} {who:24s} {number:5d}  {succeeded[category, who]}")
