"""The build from end to end: read, refuse, expand, generate, write what changed."""

import os
from pathlib import Path
from typing import NamedTuple

import nbformat

from grader.build.expected import expected_text, same_numbers
from grader.build.notebook import to_notebook
from grader.build.refusals import problems_of
from grader.build.release import release
from grader.build.source import BuildError, read_sources

INTERMEDIATE = "build/"  # not committed


class Stale(NamedTuple):
    """A file that is not what the sources make of it.

    Parameters
    ----------
    path
        Relative to the checkout.
    why
        "missing", "out of date" or "not made by the build".
    """

    path: str
    why: str


def build(root: Path) -> list[Path]:
    """Make notebooks/ and assets/expected/ from solutions/.

    Parameters
    ----------
    root
        The checkout.

    Returns
    -------
    list of Path
        The committed files that changed.

    Raises
    ------
    BuildError
        With every problem of every source; nothing is written then. With every mistake of the library that nothing
        notices, after writing: it takes the new problems to tell.
    """
    written = []
    for name, text in _generate(root).items():
        if name.startswith(INTERMEDIATE):
            _write(root / name, text)  # always, so that it is newer than its source
        elif _state(root / name, text):
            _write(root / name, text)
            written.append(root / name)
    _refuse_harmless_mistakes(root)
    return written


def stale(root: Path) -> list[Stale]:
    """The committed files that the build would change, and those that it did not make.

    Parameters
    ----------
    root
        The checkout.

    Raises
    ------
    BuildError
        With every problem of every source.
    """
    generated = {name: text for name, text in _generate(root).items() if not name.startswith(INTERMEDIATE)}
    changed = [Stale(name, why) for name, text in generated.items() if (why := _state(root / name, text))]
    found = [
        path
        for folder in ("notebooks", "assets/expected")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    ]
    names = [path.relative_to(root).as_posix() for path in found if ".ipynb_checkpoints" not in path.parts]
    return changed + [Stale(name, "not made by the build") for name in names if name not in generated]


def _refuse_harmless_mistakes(root: Path) -> None:
    from grader.build.library import harmless_mistakes
    from softmax_course.checks import shipped

    if not Path(__file__).is_relative_to(root.resolve()):
        return  # another course than the one whose library is loaded
    shipped.forget()
    problems = list(harmless_mistakes(read_sources(root)[0]))
    if problems:
        raise BuildError(problems)


def _generate(root: Path) -> dict[str, str]:
    """The text of every file that the build makes, by its name relative to the checkout."""
    sources, problems = read_sources(root)
    problems += problems_of(sources, root)
    if problems:
        raise BuildError(sorted(problems, key=_by_file_and_line))
    files: dict[str, str] = {}
    for source in sources:
        notebook = to_notebook(source)
        files[f"{INTERMEDIATE}source/{source.name}/{source.name}.ipynb"] = nbformat.writes(notebook) + "\n"
        files[f"notebooks/{source.name}/{source.name}.ipynb"] = nbformat.writes(release(source.name, notebook)) + "\n"
        files[f"assets/expected/{source.name}.json"] = expected_text(source)
    return files


def _by_file_and_line(problem: str) -> tuple[str, int]:
    file, line, _sentence = problem.split(":", 2)
    return file, int(line)


def _state(path: Path, text: str) -> str:
    """What is wrong with a file, or nothing."""
    if not path.is_file():
        return "missing"
    found = path.read_text(encoding="utf-8")
    same = same_numbers(found, text) if path.parent.name == "expected" else found == text
    return "" if same else "out of date"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    os.replace(fresh, path)
