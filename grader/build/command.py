"""`softmax-course build`."""

from typing import Annotated

import typer
from rich.console import Console

from grader.course import find_course


def build_command(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare, and name the files that are out of date.")
    ] = False,
) -> None:
    """Make notebooks/ and assets/expected/ from the sources in solutions/."""
    out = Console(highlight=False, soft_wrap=True)
    root = find_course().root
    from grader.build import BuildError, build, stale  # nbgrader takes a second to load

    try:
        if check:
            _report_stale(out, [f"{path}: {why}" for path, why in stale(root)])
        else:
            _report_written(out, [path.relative_to(root).as_posix() for path in build(root)])
    except BuildError as error:
        for problem in error.problems:
            out.print(problem, style="red", markup=False)
        raise typer.Exit(1) from None


def _report_stale(out: Console, lines: list[str]) -> None:
    for line in lines:
        out.print(line, style="red", markup=False)
    if lines:
        out.print("Run `softmax-course build` and commit what it writes; remove by hand what it did not make.")
        raise typer.Exit(1)
    out.print("[green]Everything is as the sources make it.[/]")


def _report_written(out: Console, names: list[str]) -> None:
    for name in names:
        out.print(f"wrote {name}", markup=False)
    if not names:
        out.print("[green]Nothing to do: everything is as the sources make it.[/]")
