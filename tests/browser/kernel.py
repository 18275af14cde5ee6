"""The kernel of a notebook that is open in a browser, asked from outside: what Python knows of a widget."""

import ast
import json
import urllib.request
from pathlib import Path
from typing import Any

from jupyter_client import BlockingKernelClient
from jupyter_core.paths import jupyter_runtime_dir
from playwright.sync_api import Page

from tests.browser.conftest import wait_until


class Kernel:
    """A second client of the kernel that a notebook uses.

    Parameters
    ----------
    address, notebook
        The server, and the notebook's path on it.
    """

    def __init__(self, address: str, notebook: str) -> None:
        (self._id,) = (kernel["id"] for kernel in _kernels(address, notebook))

    def __enter__(self) -> "Kernel":
        self._client = BlockingKernelClient(connection_file=str(Path(jupyter_runtime_dir(), f"kernel-{self._id}.json")))
        self._client.load_connection_file()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        return self

    def __exit__(self, *_reason: object) -> None:
        self._client.stop_channels()

    def value(self, expression: str) -> Any:
        """The value of an expression, of plain numbers, lists and texts."""
        reply = self._client.execute(
            "", user_expressions={"value": expression}, store_history=False, reply=True, timeout=60
        )
        found = reply["content"]["user_expressions"]["value"]
        assert found["status"] == "ok", found
        return ast.literal_eval(found["data"]["text/plain"])

    def run(self, code: str) -> None:
        """Run a statement, without a trace in the notebook."""
        reply = self._client.execute(code, silent=True, store_history=False, reply=True, timeout=60)
        assert reply["content"]["status"] == "ok", reply["content"]

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true."""
        wait_until(lambda: self.value(condition), 60, f"never true in Python: {condition}")

    def restart(self, page: Page) -> None:
        """Kernel > Restart Kernel… in JupyterLab, and the kernel is ready again."""
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel…").first.click()
        page.locator(".jp-Dialog button.jp-mod-accept").click()
        page.wait_for_selector(".jp-Dialog", state="detached")
        page.wait_for_function(
            "document.querySelector('#jp-main-statusbar')?.innerText.includes('Idle')", timeout=60_000
        )
        self._client.wait_for_ready(timeout=60)


def is_idle(address: str, notebook: str) -> bool:
    """Whether a notebook's kernel is there and waits for something to do."""
    return [kernel["execution_state"] for kernel in _kernels(address, notebook)] == ["idle"]


def _kernels(address: str, notebook: str) -> list[dict]:
    with urllib.request.urlopen(f"{address}/api/sessions") as answer:
        return [session["kernel"] for session in json.load(answer) if session["path"] == notebook]
