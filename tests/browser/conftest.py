"""JupyterLab in a real browser: Debian's or anyone's Chromium, driven by Playwright."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # every cell is in the page
}


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of a JupyterLab server, and the folder that it serves."""
    home = tmp_path_factory.mktemp("jupyterlab")
    served, settings = home / "served", home / "settings"
    served.mkdir()
    settings.mkdir()
    (settings / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        f"--port={port}",
        "--port-retries=0",
        "--allow-root",
    ]
    options = ["--IdentityProvider.token=", f"--ServerApp.root_dir={served}", f"--LabApp.app_settings_dir={settings}"]
    places = {"JUPYTERLAB_SETTINGS_DIR": home / "user", "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces"}
    environment = os.environ | {name: str(path) for name, path in places.items()}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    with (home / "log").open("w") as log:
        server = subprocess.Popen([*command, *options], env=environment, cwd=served, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(f"{address}/api"), 60, f"JupyterLab did not start; see {home / 'log'}")
            yield address, served
        finally:
            server.terminate()
            server.wait(timeout=20)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def wait_until(condition, seconds: float, otherwise: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.2)


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook in JupyterLab, with its kernel idle."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_function("document.querySelector('#jp-main-statusbar')?.innerText.includes('Idle')", timeout=60_000)


def run_all(page: Page) -> None:
    """Run > Run All Cells, until no prompt shows a star."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    prompts = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.textContent)"
    page.wait_for_function(
        f"{prompts}.some(t => /\\d/.test(t)) && !{prompts}.some(t => t.includes('*'))", timeout=60_000
    )
