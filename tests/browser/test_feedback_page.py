"""A feedback page does nothing, whatever a student's cells showed: it is tried with the policy in the page switched off."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.feedback.page import page

HIT = "window.HIT = (window.HIT || 0) + 1"
HOSTILE = [
    f"<script>{HIT}</script>",
    f"<img src=x onerror='{HIT}'>",
    f'<img alt="<img onerror={HIT} src=x>" src=x>',
    f"<img alt='\"><script>{HIT}</script>' src='data:image/png;base64,AA'>",
    f"<svg onload='{HIT}'><script>{HIT}</script></svg>",
    f"<details open ontoggle='{HIT}'><summary>s</summary></details>",
    f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe>",
    f"<a id=link href='javascript:{HIT}'>x</a><style>@import 'x';</style><form action=x><input autofocus onfocus='{HIT}'>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{HIT}'>",
    f"</pre></div></main><body onload='{HIT}'><script>{HIT}</script>",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The page of a notebook in which every kind of text and output is hostile."""
    cells = []
    for text in HOSTILE:
        outputs = [
            new_output("display_data", data={kind: text})
            for kind in ("text/html", "text/markdown", "image/svg+xml", "text/latex", "text/plain", "image/png")
        ]
        outputs += [
            new_output("display_data", data={"application/javascript": HIT}),
            new_output("stream", name="stdout", text=f"\x1b[31m{text}"),
            new_output("error", ename=text, evalue=text, traceback=[text]),
            new_output("error", ename="CheckFailed", evalue=f"{text}\n\n  {text}\n\n→ `{text}`", traceback=[]),
        ]
        cells += [
            new_markdown_cell(text),
            new_markdown_cell(f"`` ` ``\n\n$x {text}$"),
            new_code_cell(text, outputs=outputs),
        ]
    names = {"student": HOSTILE[0], "assignment": HOSTILE[1], "score": 0.0, "max_score": 1.0, "late_penalty": 0}
    target = tmp_path_factory.mktemp("hostile") / "page.html"
    target.write_text(page(new_notebook(cells=cells), names), encoding="utf-8")
    return target


def test_nothing_runs(path, browser):
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    asked = []
    tab.route(lambda url: not url.startswith("file:"), lambda route: (asked.append(route.request.url), route.abort()))
    tab.goto(path.as_uri())
    tab.wait_for_timeout(300)
    assert tab.evaluate("window.HIT") is None
    assert (
        tab.evaluate(
            "document.querySelectorAll('script:not([src]), iframe, form, input, svg, [onerror], [onload]').length"
        )
        == 0
    )
    assert tab.evaluate("[...document.links].filter(a => !a.href.startsWith('file:')).length") == 0
    assert [url for url in asked if "mathjax" not in url.lower()] == []
    assert tab.evaluate("document.querySelectorAll('main').length") == 1
    context.close()


def test_the_page_forbids_scripts_of_its_own(path, browser):
    context = browser.new_context()
    tab = context.new_page()
    tab.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    tab.goto(path.as_uri())
    tab.evaluate(f"document.body.append(Object.assign(document.createElement('script'), {{text: '{HIT}'}}))")
    assert tab.evaluate("window.HIT") is None
    context.close()
