"""Shared by all tests: the checkout on the path, so that solutions/ can be imported, and the one browser of a test process."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

os.environ["COLUMNS"] = "300"  # before anything is imported that asks how wide the terminal is: tables are not wrapped

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from grader.environment import use_this_python  # noqa: E402

use_this_python()  # as every command begins: nbgrader looks for `alembic` on the PATH

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
# No screen, no root's sandbox, and no calls home: the tests need no network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Files that take minutes come first, so that the test processes end at about the same time.
LONG = """
pipeline/test_library docs/test_commands attacks/test_attacks mistakes/test_library cluster/test_cluster
postgresql/test_postgresql browser/test_accessibility checks/test_no_answers browser/test_messages
report/test_report browser/test_explorations engine/test_limits
""".split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; within a file the order stays."""
    place = {ROOT / "tests" / f"{name}.py": number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True, scope="module")
def same_environment():
    """Give the next file the environment that this one got: a checkout of its own must not be the course of others."""
    before = os.environ.copy()
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(
                "Chromium is missing, and in continuous integration nothing is skipped for that: install chromium."
            )
        pytest.skip(
            "NO CHROMIUM FOUND: the notebooks are not looked at in a browser. Install chromium to run these tests."
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
