"""What a student waits for who moves a slider: our picture in the browser, beside one that matplotlib draws anew."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

from benchmarks.measuring import Clock, Result, Row, in_turns, row, seconds
from softmax_course.explorations import EXPLORATIONS
from softmax_course.explorations.base import Exploration
from softmax_course.explorations.export import page

NAME = "explorations"
FRAME = 1 / 55  # seconds
MOVES = 60  # of a drag
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
NO_BROWSER = "neither Chromium nor Playwright's client for it was found: nothing was drawn in a browser."
RIVAL = "matplotlib draws the same state as PNG (without the way to the browser)"

# From an event of the slider to the end of the drawing that follows; and the time between frames while something is dragged.
LATENCY = """async () => {
    const root = document.querySelector('.smx');
    const slider = root.querySelector('input[type=range]') ?? root.querySelectorAll('input[type=radio]')[1];
    const times = [];
    for (let k = 0; k < 15; k += 1) {
        await new Promise(done => setTimeout(done, 40 + 7 * (k % 3)));
        const drawn = new Promise(done => root.addEventListener('smx-drawn', done, {once: true}));
        const began = performance.now();
        if (slider.type === 'range') slider.value = Number(slider.min) + (k % 2 + 1) * Number(slider.step);
        slider.dispatchEvent(new Event(slider.type === 'range' ? 'input' : 'change', {bubbles: true}));
        await drawn;
        times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[7] / 1000;
}"""
WATCH = """() => {
    window.frames_ = [];
    const turn = now => { window.frames_.push(now); window.watching = requestAnimationFrame(turn); };
    window.watching = requestAnimationFrame(turn);
}"""
WATCHED = """() => { cancelAnimationFrame(window.watching); return window.frames_; }"""


def run(turns: int, kinds: Sequence[type[Exploration]] = EXPLORATIONS, clock: Clock = Clock.WALL) -> Result:
    """Slider to picture, and frames while dragging, of every exploration in headless Chromium.

    Parameters
    ----------
    turns
        How often each is measured.
    kinds
        Which explorations.
    clock
        The rival's; a browser is measured on the wall.
    """
    rows: list[Row] = []
    with contextlib.ExitStack() as stack:
        browser = stack.enter_context(_browser())
        if browser is None:
            return Result([], [NO_BROWSER])
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for kind in kinds:
            exploration = kind()
            file = folder / f"{kind.name}.html"
            file.write_text(page(exploration), encoding="utf-8")
            tab = browser.new_page(viewport={"width": 1400, "height": 1000})
            tab.goto(file.as_uri())
            ours, theirs = partial(tab.evaluate, LATENCY), partial(seconds, partial(_draw, exploration), clock)
            own, other = in_turns([ours, theirs], turns)
            rows.append(row(NAME, f"{kind.__name__}: slider to picture", RIVAL, own, other))
            (frames,) = in_turns([partial(_frame, tab)], turns)
            rows.append(
                row(
                    NAME,
                    f"{kind.__name__}: a frame while dragging",
                    "the budget, 1/55 s",
                    frames,
                    [FRAME] * turns,
                    goal=1.0,
                )
            )
            tab.close()
    return Result(rows)


def _draw(exploration: Exploration) -> None:
    """What the inline backend does at every step of an ipywidgets slider."""
    picture = exploration.figure()
    picture.savefig(BytesIO(), format="png")
    plt.close(picture)


def _frame(tab: Any) -> float:
    """The mean time of a frame, in seconds, while the mouse drags a handle to and fro."""
    handle = tab.locator("svg [role=slider]").locator("visible=true").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(WATCH)
    for step in range(MOVES):
        tab.mouse.move(x - 60 * abs((step % 20) / 10 - 1), y - step % 10)
    frames = tab.evaluate(WATCHED)
    tab.mouse.up()
    return (frames[-1] - frames[0]) / (len(frames) - 1) / 1000


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    """Headless Chromium, or None where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        yield None
        return
    if CHROMIUM is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
