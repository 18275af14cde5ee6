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
