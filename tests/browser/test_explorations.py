"""The explorations in their notebooks, in JupyterLab and in Notebook 7: by mouse and keyboard, with numbers that are right."""

import re
from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from grader.sample_class import answered, read_assignment
from tests.browser.conftest import open_notebook, run_all, wait_until
from tests.browser.explorations import KINDS, PICTURE, drag, picture_of, watched
from tests.browser.kernel import Kernel, is_idle
from tests.conftest import ROOT


@dataclass(frozen=True)
class Case:
    """An exploration in its notebook.

    Parameters
    ----------
    notebook, variable
        Where it is, and the name under which Python knows it.
    slider, trait, change
        A slider that the keyboard moves, its trait, and what three steps to the right add to it.
    handle, dragged
        What the mouse drags, by its label, and the trait that this sets.
    elsewhere
        Traits to set from Python.
    shown
        Numbers beside the picture, by name, with their names in ``readings``.
    """

    notebook: str
    variable: str
    slider: str
    trait: str
    change: float
    handle: str
    dragged: str
    elsewhere: dict[str, Any]
    shown: dict[str, str]


CASES = {
    "StepSize": Case(
        "01_logistic", "steps", "x", "x", 0.3, "the step", "exponent", {"curve": "cube", "exponent": -3.0},
        {"error, forward": "forward", "error, central": "central"},
    ),
    "DescentPath": Case(
        "01_logistic", "descent", "steps made", "step", 3, "where the descent starts", "start", {"rate": 3.4, "step": 40},
        {"loss": "loss"},
    ),
    "VanishingGradient": Case(
        "02_softmax_jacobian", "vanishing", "logit z₀", "logits[0]", 0.3, "temperature, on the curve", "temperature",
        {"logits": [8.0, 0.0, 0.0], "label": 1},
        {"½‖J‖₁ = 1 − Σp²": "half_l1", "cross-entropy’s gradient": "cross_entropy", "squared error’s gradient": "squared_error"},
    ),
    "SimplexMap": Case(
        "02_softmax_jacobian", "simplex", "the point, three probabilities", "p[2]", 12 / 380, "the point, three probabilities", "p",
        {"p": [0.2, 0.3, 0.5], "quantity": "jacobian"},
        {"½‖J‖₁": "half_l1", "squared error’s gradient": "squared_error", "cross-entropy’s gradient": "cross_entropy"},
    ),
    "HiddenUnits": Case(
        "04_two_layer_network", "units", "hidden units", "hidden", 3, "training step, on the curve", "step",
        {"data": "spiral", "hidden": 5, "step": 300}, {"loss": "loss"},
    ),
}  # fmt: skip
NOTEBOOKS = sorted({case.notebook for case in CASES.values()})
SIGNS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def number(text: str) -> float:
    """A number as the explorations write it."""
    return float(re.sub(r"·10(.+)", r"e\1", text.translate(SIGNS)))


@dataclass
class Opened:
    """A notebook in a browser, with every cell run."""

    page: Page
    kernel: Kernel
    errors: list[str]

    def view(self, name: str) -> Locator:
        found = self.page.locator(f'[data-exploration="{name}"]')
        found.scroll_into_view_if_needed()
        return found


@pytest.fixture(scope="module", params=NOTEBOOKS)
def opened(request, browser, jupyterlab):
    """A solved notebook in JupyterLab, all cells run."""
    address, served = jupyterlab
    name = f"explore_{request.param}.ipynb"
    assignment = read_assignment(ROOT, request.param)
    nbformat.write(answered(assignment, assignment.reference), served / name)
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors = watched(page)
    open_notebook(page, address, name)
    run_all(page)
    with Kernel(address, name) as kernel:
        yield Opened(page, kernel, errors)
    context.close()


def cases(opened: Opened, request) -> dict[str, Case]:
    notebook = request.node.callspec.params["opened"]
    return {name: case for name, case in CASES.items() if case.notebook == notebook}


def test_the_keyboard_moves_it_and_python_hears_of_it(opened, request):
    for name, case in cases(opened, request).items():
        view = opened.view(name)
        before, picture = opened.kernel.value(f"{case.variable}.{case.trait}"), picture_of(view)
        view.locator(f'input[aria-label="{case.slider}"], [role=slider][aria-label="{case.slider}"]').first.focus()
        for _press in range(3):
            opened.page.keyboard.press("ArrowRight")
        opened.kernel.wait_for(f"abs({case.variable}.{case.trait} - {before + case.change!r}) < 1e-9")
        assert view.evaluate(PICTURE) != picture, name
        assert opened.page.locator(".jp-mod-editMode").count() == 0, "JupyterLab took the keys for itself."


def test_the_mouse_drags_it_and_the_numbers_are_right(opened, request):
    for name, case in cases(opened, request).items():
        view = opened.view(name)
        before, picture = opened.kernel.value(f"{case.variable}.{case.dragged}"), picture_of(view)
        drag(opened.page, view.locator(f'[role=slider][aria-label="{case.handle}"]').locator("visible=true").first)
        opened.kernel.wait_for(f"{case.variable}.{case.dragged} != {before!r}")
        assert view.evaluate(PICTURE) != picture, name
        require_right_numbers(opened, name, case)


def require_right_numbers(opened: Opened, name: str, case: Case) -> None:
    """The numbers beside the picture are those that Python computes for the state that it has heard of."""

    def differing() -> dict:
        readings = opened.kernel.value(f"{case.variable}.readings")
        values = opened.page.evaluate(
            """name => Object.fromEntries([...document.querySelectorAll(`[data-exploration="${name}"] .smx-readings > div`)]
                .map(row => [row.querySelector('dt').textContent, row.querySelector('dd').textContent]))""",
            name,
        )
        return {
            shown: (values[shown], readings[reading])
            for shown, reading in case.shown.items()
            if abs(number(values[shown]) - readings[reading]) > 0.051 * abs(readings[reading])
        }

    wait_until(lambda: not differing(), 60, f"{name}: other numbers than in Python")


def test_python_sets_it_and_the_picture_follows(opened, request):
    for name, case in cases(opened, request).items():
        view = opened.view(name)
        picture = picture_of(view)
        for trait, value in case.elsewhere.items():
            opened.kernel.run(f"{case.variable}.{trait} = {value!r}")
        wait_until(lambda view=view, picture=picture: view.evaluate(PICTURE) != picture, 60, f"{name} did not follow")
        require_right_numbers(opened, name, case)
        view.get_by_role("button", name="Reset").click()
        start = f"{case.variable}._start == {case.variable}._state()"
        opened.kernel.wait_for(start)


def test_it_draws_at_most_once_a_frame(opened, request):
    """However often its state changes in between: the tests of speed are benchmarks, this is what makes them good."""
    for name, case in cases(opened, request).items():
        if name == "SimplexMap":
            continue  # has no slider
        drawn = opened.view(name).evaluate(
            """async (root, label) => {
                const frame = () => new Promise(requestAnimationFrame);
                await frame();
                await frame();
                let drawn = 0;
                root.addEventListener('smx-drawn', () => drawn += 1);
                const slider = root.querySelector(`input[aria-label="${label}"]`);
                for (let k = 0; k < 40; k += 1) {
                    slider.value = Number(slider.min) + (k % 2) * Number(slider.step);
                    slider.dispatchEvent(new Event('input', {bubbles: true}));
                }
                await frame();
                return drawn;
            }""",
            case.slider,
        )
        assert drawn == 1, name


def test_it_is_accessible_in_both_themes(opened, request):
    for name in cases(opened, request):
        opened.view(name)
        for light in ("true", "false"):
            opened.page.evaluate("light => document.body.dataset.jpThemeLight = light", light)
            opened.page.wait_for_timeout(100)
            found = Axe().run(opened.page, context=f'[data-exploration="{name}"]').response["violations"]
            what = [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in found]
            assert what == [], f"{name}, light theme: {light}"
        opened.page.evaluate("document.body.dataset.jpThemeLight = 'true'")


def test_after_a_restart_and_run_all_it_works_as_before(opened, request):
    page = opened.page
    for name in cases(opened, request):
        assert opened.view(name).count() == 1
    opened.kernel.restart(page)
    for name, case in cases(opened, request).items():
        view = opened.view(name)
        picture = picture_of(view)
        view.locator(f'[role=slider][aria-label="{case.handle}"]').locator("visible=true").first.focus()
        page.keyboard.press("ArrowLeft")
        wait_until(lambda view=view, picture=picture: view.evaluate(PICTURE) != picture, 60, f"{name} is dead")
    run_all(page)
    for name, case in cases(opened, request).items():
        assert opened.view(name).count() == 1
        before = opened.kernel.value(f"{case.variable}.{case.dragged}")
        opened.view(name).locator(f'[role=slider][aria-label="{case.handle}"]').locator("visible=true").first.focus()
        page.keyboard.press("ArrowLeft")
        opened.kernel.wait_for(f"{case.variable}.{case.dragged} != {before!r}")
    assert page.locator(".jupyter-widgets-error, .jp-mod-error").count() == 0


def test_nothing_went_wrong_in_the_console(opened):
    """After all of the above."""
    assert opened.errors == []


def test_notebook_7_shows_them_too(browser, jupyterlab):
    address, served = jupyterlab
    cells = [f"from softmax_course.explorations import {name}\nshown = {name}()\nshown" for name in KINDS]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, served / "seven.ipynb")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = watched(page)
    page.goto(f"{address}/notebooks/seven.ipynb")
    page.locator(".jp-CodeCell .cm-content").first.click(timeout=60_000)
    wait_until(lambda: is_idle(address, "seven.ipynb"), 60, "the kernel did not start")
    page.wait_for_load_state("networkidle")
    errors.clear()  # of what Notebook 7 itself complains while it starts
    for name, case in ((name, CASES[name]) for name in KINDS):
        page.keyboard.press("Shift+Enter")
        view = page.locator(f'[data-exploration="{name}"]')
        view.wait_for(timeout=60_000)
        picture = picture_of(view)
        handle = view.locator(f'[role=slider][aria-label="{case.handle}"]').locator("visible=true").first
        focused = page.evaluate_handle("document.activeElement")
        handle.focus()
        page.keyboard.press("ArrowLeft")
        wait_until(lambda view=view, picture=picture: view.evaluate(PICTURE) != picture, 60, f"{name} does not change")
        focused.evaluate("element => element.focus()")
    page.close()
    assert errors == []


def test_every_exploration_has_a_case():
    assert set(CASES) == set(KINDS)
