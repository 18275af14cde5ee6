"""`python -m benchmarks [NAME …] [--turns N] [--threads N] [--classes N …] [--assignment NAME] [--clock cpu] [--json FILE]`."""

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import checks, cluster, explorations, gradient_check, grading, reporting, starting, training
from benchmarks.measuring import Clock, Result


class Name(StrEnum):
    """The benchmarks, in the order in which they run."""

    GRADIENT_CHECK = gradient_check.NAME
    CHECKS = checks.CHECKS
    NAMING = checks.NAMING
    TRAINING = training.NAME
    STARTING = starting.NAME
    EXPLORATIONS = explorations.NAME
    GRADING = grading.NAME
    CLUSTER = cluster.NAME


def main(
    names: Annotated[list[Name] | None, typer.Argument(help="Which benchmarks; by default all.")] = None,
    turns: Annotated[int, typer.Option(min=1, help="How often each thing and its rival are measured.")] = 5,
    threads: Annotated[int, typer.Option(min=1, help="Threads that each side of `training` gets.")] = 1,
    lines: Annotated[int, typer.Option(min=1, help="How many lines of a benchmark to show.")] = reporting.SHOWN,
    classes: Annotated[list[int] | None, typer.Option(help="Sizes of the classes of `grading`.")] = None,
    assignment: Annotated[str | None, typer.Option(help="What `grading` grades; by default the largest.")] = None,
    clock: Annotated[Clock, typer.Option(help="cpu: count processor time, for a busy machine.")] = Clock.WALL,
    json: Annotated[Path | None, typer.Option(help="Also write everything to this file.")] = None,
) -> None:
    """Measure the course against named rivals. Nothing fails because something is slow."""
    if threads > (os.cpu_count() or 1):
        raise typer.BadParameter(f"This machine has {os.cpu_count()} cores.", param_hint="--threads")
    benchmarks: dict[Name, Callable[[], Result]] = {
        Name.GRADIENT_CHECK: lambda: gradient_check.run(turns, clock=clock),
        Name.CHECKS: lambda: checks.run_checks(turns, clock=clock),
        Name.NAMING: lambda: checks.run_naming(turns, clock=clock),
        Name.TRAINING: lambda: training.run(turns, threads=threads, clock=clock),
        Name.STARTING: lambda: starting.run(turns),
        Name.EXPLORATIONS: lambda: explorations.run(turns, clock=clock),
        Name.GRADING: lambda: grading.run(turns, sizes=classes or [50], assignment=assignment),
        Name.CLUSTER: lambda: cluster.run(turns),
    }
    console = Console(width=None if sys.stdout.isatty() else reporting.WIDTH)
    results: dict[str, Result] = {}
    for name in benchmarks:
        if not names or name in names:
            with console.status(f"measuring {name.value} …"):
                results[name.value] = benchmarks[name]()
    reporting.show(results, console, lines)
    if json is not None:
        reporting.write(results, json)


if __name__ == "__main__":
    typer.run(main)
