"""The explorations without a browser: their state, their static figure, and their cells in a release that nobody has begun."""

import contextlib
import io
import re

import nbformat
import numpy as np
import pytest
from traitlets import TraitError

from softmax_course.explorations import EXPLORATIONS, DescentPath, HiddenUnits, SimplexMap, StepSize, VanishingGradient
from tests.conftest import ROOT

CELLS = {
    "01_logistic": ["StepSize", "DescentPath"],
    "02_softmax_jacobian": ["VanishingGradient", "SimplexMap"],
    "04_two_layer_network": ["HiddenUnits"],
}


@pytest.mark.parametrize("kind", EXPLORATIONS)
def test_without_a_kernel_its_figure_is_seen(kind):
    """Feedback, nbviewer and paper take the HTML of the output: an image of the same state, with alt text."""
    exploration = kind()
    html = exploration._repr_mimebundle_()[0]["text/html"]
    assert re.match(r'<img alt="[^"]{100,}" src="data:image/svg\+xml;base64,', html)
    with_other_state = kind(**OTHER[kind.__name__])
    assert with_other_state.alt != exploration.alt
    assert 'src="data:image/png;base64,' in with_other_state._repr_mimebundle_()[0]["text/html"]


OTHER = {
    "VanishingGradient": {"logits": [8, 0, 0]},
    "SimplexMap": {"p": [0.1, 0.2, 0.7]},
    "StepSize": {"exponent": -6},
    "DescentPath": {"rate": 3.4},
    "HiddenUnits": {"seed": 2, "step": 200},
}


def test_the_alt_text_carries_the_lesson():
    sure_and_wrong = VanishingGradient(logits=[8, 0, 0], label=1).alt
    assert "Half the 1-norm of the Jacobian is 0.001" in sure_and_wrong
    assert "squared error has length 0.001" in sure_and_wrong
    assert "cross-entropy has length 1.41" in sure_and_wrong
    assert "the label has 0.99 with squared error" not in SimplexMap(p=[0.99, 0.004, 0.006]).alt
    assert "central one near 1e-05" in StepSize().alt
    assert "It rises at step 1." in DescentPath(rate=3.4).alt
    assert "6 of them are off for all points." in HiddenUnits(hidden=6, scale=3, rate=5, seed=1).alt


def test_readings_are_what_mathematics_says():
    assert VanishingGradient(logits=np.log([0.5, 0.3, 0.2])).readings["half_l1"] == 0.62  # 1 - 0.25 - 0.09 - 0.04
    assert SimplexMap(p=[2, 1, 0]).readings["squared_error"] == pytest.approx(8 * np.sqrt(2) / 27, abs=1e-4)
    assert StepSize(curve="cube", x=1.0, exponent=-1).readings["forward"] == pytest.approx(0.31)
    assert DescentPath(step=0).readings["loss"] == pytest.approx(np.log(2), abs=1e-4)
    assert [DescentPath(rate=rate).readings["rises_at"] for rate in (2.7, 2.8)] == [0, 1]
    assert HiddenUnits(data="xor", hidden=1).readings["right"] <= 0.76  # no line gets more than three of four clouds


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (VanishingGradient, {"label": 3}),
        (VanishingGradient, {"temperature": 0}),
        (VanishingGradient, {"logits": [1]}),
        (SimplexMap, {"p": [0, 0, 0]}),
        (SimplexMap, {"p": [1, -1, 1]}),
        (StepSize, {"x": np.nan}),
        (DescentPath, {"rate": -1}),
        (HiddenUnits, {"hidden": 0}),
    ],
)
def test_a_state_that_is_none_is_refused(kind, wrong):
    with pytest.raises(TraitError):
        kind(**wrong)


@pytest.mark.parametrize("notebook", CELLS)
def test_in_a_release_its_cells_run_untouched(notebook):
    """Without any exercise done, the cell that shows it and the one that answers say something, and nothing fails."""
    released = nbformat.read(ROOT / "notebooks" / notebook / f"{notebook}.ipynb", as_version=4)
    code = [cell.source for cell in released.cells if cell.cell_type == "code"]
    names: dict = {}
    exec(code[0], names)
    shows = [place for place, text in enumerate(code) if "softmax_course.explorations" in text]
    assert len(shows) == len(CELLS[notebook])
    for place, kind in zip(shows, CELLS[notebook], strict=True):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code[place], names)
            exec(code[place + 1], names)
        assert f"{kind}(" in code[place]
        assert len(said.getvalue().splitlines()) >= 2, kind
