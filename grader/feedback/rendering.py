"""From what a notebook holds to HTML that does nothing: no script, no form, nothing loaded from elsewhere.

Whatever a student wrote or her code printed is either escaped or goes through bleach, which lets through what is named here.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from nbconvert.filters import Highlight2HTML, ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

TAGS = frozenset(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img kbd li "
    "ol p pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES: dict[str, Any] = {
    "a": lambda _tag, name, value: name == "href" and value.split(":")[0].lower() in ("http", "https", "mailto"),
    "img": lambda _tag, name, value: (
        name in ("alt", "width", "height") or (name == "src" and value.startswith("data:image/"))
    ),
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
PROTOCOLS = frozenset(("http", "https", "mailto", "data"))
SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain")
PICTURE = "Picture made by this cell"
TEMPLATES = Path(__file__).parent / "templates"
ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)

_CODE = re.compile("`([^`]+)`")
_highlight = Highlight2HTML(pygments_lexer="ipython3")


class _Described(Filter):
    """Every image has an alt text."""

    def __iter__(self) -> Iterator[dict]:
        for token in super().__iter__():
            if token.get("name") == "img":
                token["data"].setdefault((None, "alt"), PICTURE)
            yield token


_CLEANER = Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, filters=[_Described])


class _Renderer(IPythonRenderer):
    """nbconvert's, with inline formulas in the brackets that MathJax looks for."""

    def inline_math(self, body: str) -> str:
        return f"\\({self.escape_html(body)}\\)"


@lru_cache(maxsize=4096)
def clean(html: str) -> Markup:
    """HTML without anything that acts or is loaded; tags that are not allowed are shown as text.

    Parameters
    ----------
    html
        From anywhere.
    """
    cleaned = _CLEANER.clean(html)
    return Markup(cleaned.replace("<th></th>", "<td></td>"))  # a corner of a table heads nothing


@lru_cache(maxsize=4096)
def markdown(text: str, attachments: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()) -> Markup:
    """Markdown as HTML; formulas are left to MathJax.

    Parameters
    ----------
    text
        The text.
    attachments
        Names of attached images, each with types and contents.
    """
    images = {name: dict(bundle) for name, bundle in attachments}
    renderer = _Renderer(escape=False, attachments=images, embed_images=False, path="", exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(text))


def markdown_cell(cell: NotebookNode) -> Markup:
    """A text cell as HTML."""
    attachments = {name: tuple(bundle.items()) for name, bundle in cell.get("attachments", {}).items()}
    return markdown(cell.source, tuple(attachments.items()))


@lru_cache(maxsize=4096)
def code(source: str) -> Markup:
    """Python in colours."""
    return Markup(_highlight(source)) if source.strip() else Markup("")


def sentence(text: str) -> Markup:
    """A sentence of a message, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def terminal(text: str) -> Markup:
    """Text with a terminal's colour codes."""
    return Markup(ansi2html(text))


def shown(data: Mapping[str, Any]) -> Markup:
    """What a cell displayed, in the richest form that cannot act.

    Parameters
    ----------
    data
        Its forms, by type.
    """
    kind = next((kind for kind in SHOWN if kind in data), None)
    if kind is None:
        return _as_text(data)
    text = "".join(data[kind]) if isinstance(data[kind], list) else str(data[kind])
    if kind == "text/html":
        return Markup('<div class="shown">{}</div>').format(clean(text))
    if kind == "text/markdown":
        return Markup('<div class="shown">{}</div>').format(markdown(text))
    if kind == "image/svg+xml":  # as an image, whose scripts do not run
        text = b64encode(text.encode("utf-8", "replace")).decode()
    if kind.startswith("image/"):
        return Markup('<img alt="{}" src="data:{};base64,{}">').format(PICTURE, kind, text.replace("\n", ""))
    return Markup("<pre>{}</pre>").format(text if kind == "text/latex" else terminal(text))


def _as_text(data: Mapping[str, Any]) -> Markup:
    """What is not shown as what it is: a script, a widget without a kernel."""
    script = next((kind for kind in data if "javascript" in kind), None)
    if script is None:
        return Markup("")
    note = Markup("<p>This cell made a script. It is not run here:</p>\n<pre>{}</pre>")
    return note.format(escape("".join(data[script])))


ENVIRONMENT.filters["sentence"] = sentence
