"""What the tests of the explorations share: random states, numbers compared, a mouse that drags."""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page

from softmax_course.explorations import EXPLORATIONS

KINDS = {kind.__name__: kind for kind in EXPLORATIONS}
CLOSE = 1e-9  # of what is compared, or of 1
# What is seen, as a text: of a view, or of the whole page.
PICTURE = """root => [...(root ?? document).querySelectorAll('svg, canvas')]
    .map(node => node.tagName == 'CANVAS' ? node.toDataURL() : node.outerHTML).join()"""


def random_state(name: str, rng: np.random.Generator) -> dict[str, Any]:
    """A state that the controls can reach."""
    states: dict[str, Callable[[], dict]] = {
        "VanishingGradient": lambda: {
            "logits": (z := rng.uniform(-10, 10, rng.integers(2, 7)).round(1).tolist()),
            "temperature": float(f"{np.exp(rng.uniform(np.log(0.05), np.log(20))):.3g}"),
            "label": int(rng.integers(len(z))),
        },
        "SimplexMap": lambda: {
            "p": rng.dirichlet([0.6, 0.6, 0.6]).tolist(),
            "label": int(rng.integers(3)),
            "quantity": str(rng.choice(["jacobian", "squared_error", "cross_entropy"])),
        },
        "StepSize": lambda: {
            "curve": str(rng.choice(["softplus", "cube", "exp"])),
            "x": round(rng.uniform(-2, 3), 1),
            "constant": float(rng.choice([0.0, 10.0, 1e6, 1e12])),
            "exponent": -int(rng.integers(65)) / 4,
        },
        "DescentPath": lambda: {
            "rate": float(rng.choice([0.05, 0.7, 1.0, 2.7, 3.4, 4.0, 9.9])),
            "loss": str(rng.choice(["mean", "sum"])),
            "step": int(rng.integers(61)),
            "start": rng.uniform(-0.7, 2, 2).round(2).tolist(),
        },
        "HiddenUnits": lambda: {
            "data": str(rng.choice(["ring", "xor", "spiral"])),
            "hidden": int(rng.integers(1, 9)),
            "scale": float(rng.choice([0.001, 0.01, 0.1, 0.3, 1.0, 3.0])),
            "rate": float(rng.choice([0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0])),
            "seed": int(rng.integers(10)),
            "step": int(rng.integers(1001)),
        },
    }
    return states[name]()


def in_python(name: str, state: dict[str, Any]) -> dict[str, Any]:
    """The arithmetic in Python: everything that the picture shows for a full state."""
    module = importlib.import_module(f"softmax_course.explorations.{KINDS[name].name}")
    return module._numbers(state)


def far_apart(ours: Any, theirs: Any, where: str = "") -> list[str]:
    """Where two results differ by more than they may."""
    if isinstance(ours, dict):
        assert set(ours) == set(theirs)
        return [gap for key in ours for gap in far_apart(ours[key], theirs[key], f"{where}.{key}")]
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    if ours.shape != theirs.shape:
        return [f"{where}: shapes {ours.shape} and {theirs.shape}"]
    apart = np.abs(ours - theirs) / np.maximum(np.abs(ours), 1)
    return [] if np.all(apart <= CLOSE) else [f"{where}: {apart.max():.1e}"]


def picture_of(seen: Page | Locator) -> str:
    """What a view or a page shows when it has come to rest: a network may still be training."""
    page = seen if isinstance(seen, Page) else seen.page
    page.wait_for_function("!document.querySelector('[data-exploration][aria-busy]')")
    return seen.evaluate(PICTURE)


def watched(page: Page) -> list[str]:
    """What goes wrong in a page, as it happens."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def drag(page: Page, handle: Locator) -> None:
    """Take hold of a handle and move it a little to the left and up, in several steps."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x - 5 * step, y - 2 * step)
    page.mouse.up()
