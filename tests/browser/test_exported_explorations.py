"""The explorations as pages of their own: from a file, without network, and with the same arithmetic as in Python."""

import subprocess
import sys

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.explorations import KINDS, PICTURE, drag, far_apart, in_python, picture_of, random_state, watched
from tests.conftest import ROOT

STATES = 12  # random ones of each exploration


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """What ``softmax-course explore`` writes: the path of each page by the exploration's name."""
    folder = tmp_path_factory.mktemp("exported") / "pages"
    command = [sys.executable, "-m", "grader.cli", "explore", "--export", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert len(list(folder.iterdir())) == len(KINDS)
    return {name: folder / f"{kind.name}.html" for name, kind in KINDS.items()}


@pytest.fixture
def open_page(browser, pages):
    """Open an exported page, by name, in a browser that has no network; its console has to stay empty."""
    contexts = []

    def opened(name: str, width: int = 1400, theme: str = "light"):
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=theme, bypass_csp=True, offline=True)
        page = context.new_page()
        contexts.append((context, watched(page)))
        page.goto(pages[name].as_uri())
        page.wait_for_selector(".smx")
        return page

    yield opened
    for context, errors in contexts:
        context.close()
        assert errors == []


@pytest.mark.parametrize("name", KINDS)
def test_browser_and_python_compute_the_same(name, open_page):
    rng = np.random.default_rng(sum(map(ord, name)))
    states = [KINDS[name](**random_state(name, rng))._state() for _state in range(STATES)]
    theirs = open_page(name).evaluate("states => states.map(window.exploration.numbers)", states)
    for state, found in zip(states, theirs, strict=True):
        small = {key: value for key, value in state.items() if key not in ("points", "labels")}
        assert far_apart(in_python(name, state), found) == [], small


@pytest.mark.parametrize("name", KINDS)
def test_it_can_be_dragged(name, open_page):
    page = open_page(name)
    picture = picture_of(page)
    drag(page, page.locator("svg [role=slider]").locator("visible=true").first)
    page.wait_for_function(f"before => ({PICTURE})() !== before", arg=picture)
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(f"before => ({PICTURE})() === before", arg=picture)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("name", KINDS)
def test_it_is_accessible_and_fits(name, width, theme, open_page):
    page = open_page(name, width, theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".smx").get_attribute("data-theme") == theme
    found = Axe().run(page).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in found] == []


@pytest.mark.parametrize("name", KINDS)
def test_every_preset_draws_something_else(name, open_page):
    page = open_page(name)
    buttons = page.locator(".smx-presets button:not(.smx-reset)")
    assert buttons.count() >= 3
    for button in buttons.all():
        picture = picture_of(page)
        button.click()
        page.wait_for_function(f"before => ({PICTURE})() !== before", arg=picture)
