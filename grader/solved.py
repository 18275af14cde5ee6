"""Solved notebooks as pages for the classroom: executed, with every picture in them, and nothing that needs a network."""

import re
import tempfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
from jinja2 import pass_context
from matplotlib.mathtext import MathTextParser
from matplotlib.text import Text
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.utils import is_grade

from grader.build.regions import BEGIN_HIDDEN, BEGIN_SOLUTION, END_SOLUTION
from grader.course import Course
from grader.environment import QUIET_KERNEL, use_this_python
from grader.errors import CourseError
from softmax_course.plotting import STYLE

FORMULA_SIZE, TEXT_SIZE = 12, 10  # points; the letters of formulas are smaller than those of the text around them
# What the formulas of the course say otherwise than matplotlib does.
SPELLINGS = [
    (re.compile(r"\\[Bb]ig(?=[(\[])"), r"\\left"),
    (re.compile(r"\\[Bb]ig(?=[)\]])"), r"\\right"),
    (re.compile(r"\\mathsf (\w)"), r"\\mathsf{\1}"),
    (re.compile(r"\\tfrac(\d)(\d)"), r"\\frac{\1}{\2}"),
    (re.compile(r"\s*\n\s*"), " "),
]
# nbconvert's page, without what it would load from the network: a loader of scripts, MathJax and Mermaid.
TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}
<style>
:root {
  --jp-mirror-editor-number-color: #006000;
  --jp-mirror-editor-comment-color: #2f6464;
  --jp-mirror-editor-operator-color: #7a00c0;
  --jp-cell-prompt-not-active-font-color: #4a4a4a;
  --jp-cell-prompt-not-active-opacity: 1;
}
main { max-width: 1100px; margin: 0 auto; padding: 0 8px; }
.jp-MarkdownCell .jp-Cell-inputWrapper { overflow-x: auto; }
.jp-MarkdownCell .jp-InputArea, .jp-MarkdownOutput.jp-RenderedHTMLCommon { overflow: visible; }
.jp-RenderedHTMLCommon img { max-width: 100%; }
.jp-RenderedHTMLCommon img.formula { max-width: none; }
p.formula { overflow-x: auto; text-align: center; }
.jp-RenderedHTMLCommon a:link { text-decoration: underline; }
a:focus-visible, div:focus-visible, summary:focus-visible { outline: 3px solid #0072b2; }
@media (max-width: 700px) {
  .jp-Cell .jp-InputPrompt, .jp-Cell .jp-OutputPrompt { display: none; }
  .jp-CodeMirrorEditor pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .jp-Cell, .jp-Notebook { padding-left: 0; padding-right: 0; }
}
@media print {
  .jp-Cell-inputWrapper, .jp-OutputArea-child { break-inside: avoid; }
  details:not([open]) { display: none; }
}
</style>
{%- endblock -%}
"""


def solved_notebook(course: Course, assignment: str) -> NotebookNode:
    """An assignment with its solutions, as a class may see it.

    Parameters
    ----------
    course
        The checkout.
    assignment
        The assignment's name.

    Returns
    -------
    NotebookNode
        Without outputs, without the hidden grade cells, and without the comments that mark a solution.
    """
    notebook = nbformat.read(course.source(assignment), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not (is_grade(cell) and BEGIN_HIDDEN in cell.source)]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            lines = cell.source.splitlines()
            cell.source = "\n".join(line for line in lines if line.strip() not in (BEGIN_SOLUTION, END_SOLUTION))
    return notebook


def code_cells(notebook: NotebookNode) -> int:
    """How many cells there are to be run."""
    return sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)


def execute(
    course: Course, assignment: str, notebook: NotebookNode, timeout: int, after_cell: Callable[[], Any]
) -> None:
    """Run a solved notebook in a kernel of this Python, in place.

    Parameters
    ----------
    course
        The checkout.
    assignment
        The assignment's name.
    notebook
        What :func:`solved_notebook` gives.
    timeout
        Seconds a cell.
    after_cell
        Called after every cell.

    Raises
    ------
    CourseError
        If a cell fails: then the solution is wrong, and there is no lesson.
    """
    use_this_python(course.root)
    source = f"solutions/{assignment}.py"
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            extra_arguments=QUIET_KERNEL,
            store_widget_state=False,  # without its state a widget gives way to the picture beside it
            resources={"metadata": {"path": folder}},
            on_cell_executed=lambda **_about: after_cell(),
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise CourseError(
                f"{source}: the solved notebook stops with {error.ename}: {error.evalue}. Mend it, run `softmax-course build`, "
                "and try again."
            ) from None
        except CellTimeoutError:
            raise CourseError(
                f"{source}: a cell took longer than {timeout} s. Give it more time with --timeout."
            ) from None
        except DeadKernelError:
            raise CourseError(f"{source}: Python ended while the notebook ran. Is there enough memory?") from None


def page(notebook: NotebookNode, name: str) -> str:
    """An executed notebook as one HTML page.

    Parameters
    ----------
    notebook
        The executed notebook.
    name
        The title where the notebook has none.
    """
    heading = next((cell.source for cell in notebook.cells if cell.source.startswith("# ")), f"# {name}")
    notebook.metadata.title = heading.splitlines()[0].removeprefix("# ")
    return _Page(raw_template=TEMPLATE).from_notebook_node(notebook)[0]


def write_pages(
    course: Course, assignments: Sequence[str], folder: Path, timeout: int, progress: Callable[[int, int], Any]
) -> list[Path]:
    """Write one page an assignment.

    Parameters
    ----------
    course
        The checkout.
    assignments
        Which ones.
    folder
        Where ``ASSIGNMENT.html`` are written.
    timeout
        Seconds a cell.
    progress
        Called with the number of cells that were run, and of all.

    Raises
    ------
    CourseError
        If a solution fails.
    OSError
        If a page cannot be written.
    """
    notebooks = {name: solved_notebook(course, name) for name in assignments}
    done, total = 0, sum(map(code_cells, notebooks.values()))
    paths = []
    progress(done, total)

    def after_cell() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    for name, notebook in notebooks.items():
        execute(course, name, notebook, timeout, after_cell)
        path = folder / f"{name}.html"
        path.write_text(page(notebook, name), encoding="utf-8")
        paths.append(path)
    return paths


class _Renderer(IPythonRenderer):
    """nbconvert's Markdown, with formulas as pictures instead of TeX that a script from the network would set."""

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        tex = body.strip()
        return f'<p class="formula" tabindex="0">{formula(tex, display=True)}</p>\n'

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return formula(body.strip())


class _Page(HTMLExporter):
    """nbconvert's page with our formulas."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown to HTML."""
        renderer = _Renderer(escape=False, anchor_link_text="", exclude_anchor_links=True)
        return MarkdownWithMath(renderer=renderer).render(source)


@cache
def formula(tex: str, *, display: bool = False) -> str:
    """A formula as a picture whose alt text is its TeX; as TeX where matplotlib cannot set it.

    Parameters
    ----------
    tex
        Without the dollar signs.
    display
        Whether it stands on a line of its own, with large fractions.
    """
    text = tex.replace(r"\frac", r"\dfrac") if display else tex
    for pattern, spelling in SPELLINGS:
        text = pattern.sub(spelling, text)
    drawing = BytesIO()
    with plt.rc_context(
        {**STYLE, "mathtext.fontset": "cm", "savefig.bbox": None, "figure.constrained_layout.use": False}
    ):
        try:
            width, height, depth, _glyphs, _boxes = MathTextParser("path").parse(
                f"${text}$", dpi=72, prop=Text(fontsize=FORMULA_SIZE).get_fontproperties()
            )
        except ValueError:
            return f"<code>{escape(tex)}</code>"
        picture = plt.figure(figsize=(width / 72, height / 72))
        picture.text(0, depth / height, f"${text}$", fontsize=FORMULA_SIZE)
        picture.savefig(drawing, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        plt.close(picture)
    data = b64encode(drawing.getvalue()).decode()
    # In em, so that a formula is as large as the text around it and sits on its line.
    style = f"height:{height / TEXT_SIZE:.3f}em;vertical-align:{-depth / TEXT_SIZE:.3f}em"
    return f'<img class="formula" alt="{escape(tex)}" style="{style}" src="data:image/svg+xml;base64,{data}">'
