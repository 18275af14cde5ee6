"""Every exploration as a page of its own, which needs no kernel, no network and no other file."""

import json
from html import escape
from pathlib import Path
from re import MULTILINE, sub

from softmax_course.explorations import EXPLORATIONS
from softmax_course.explorations.base import Exploration

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; padding: clamp(8px, 2.5vw, 32px); background: #eef1f4; font-family: system-ui, sans-serif; }}
main {{ max-width: 1240px; margin: 0 auto; }}
h1 {{ margin: 0 4px 10px; font-size: 14px; font-weight: 600; color: #4b545d; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #0d0f12; }}
  h1 {{ color: #a3adb8; }}
}}
{css}
</style>
</head>
<body>
<main>
<h1>Softmax from the Odds Up · {title}</h1>
<div id="exploration"></div>
</main>
<script type="module">
{code}
const values = {state};
const listeners = {{}};
const model = {{
  get: (name) => values[name],
  set(name, value) {{
    values[name] = value;
    (listeners[`change:${{name}}`] ?? []).forEach((listener) => listener());
  }},
  save_changes() {{}},
  on(event, listener) {{ (listeners[event] ??= []).push(listener); }},
  off(event, listener) {{ listeners[event] = (listeners[event] ?? []).filter((each) => each !== listener); }},
}};
exploration.render({{ model, el: document.getElementById("exploration") }});
window.exploration = {{ model, numbers }};
</script>
</body>
</html>
"""


def page(exploration: Exploration) -> str:
    """An exploration in its present state as one HTML page.

    Parameters
    ----------
    exploration
        What is shown, and what Reset goes back to.
    """
    code = sub(r"^export default", "const exploration =", str(exploration._esm), flags=MULTILINE)
    state = {**exploration._state(), "_start": exploration._start}
    return PAGE.format(
        title=escape(type(exploration).__name__),
        css=exploration._css,
        code=sub(r"^export ", "", code, flags=MULTILINE),
        state=json.dumps(state).replace("</", r"<\/"),
    )


def write_pages(folder: Path) -> list[Path]:
    """Write one page an exploration.

    Parameters
    ----------
    folder
        Where the pages go; it is made if it is not there.

    Returns
    -------
    list of Path
        The pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in EXPLORATIONS:
        path = folder / f"{kind.name}.html"
        path.write_text(page(kind()), encoding="utf-8")
        written.append(path)
    return written
