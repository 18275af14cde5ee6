"""Showing results: a table for the terminal, JSON for programs."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Result, Row

WIDTH = 160  # where the output is no terminal
SHOWN = 12  # lines of a benchmark that the table holds; the file has all


def show(results: dict[str, Result], console: Console, shown: int = SHOWN) -> None:
    """Print one table a benchmark, and what was left out.

    Parameters
    ----------
    results
        By benchmark.
    console
        Where to.
    shown
        How many lines of each.
    """
    for name, result in results.items():
        if result.rows:
            console.print(_table(name, result.rows, shown))
        for sentence in dict.fromkeys(result.left_out):
            console.print(f"LEFT OUT of {name}: {sentence}", style="bold red", markup=False, highlight=False)
    console.print(describe(machine()), markup=False, highlight=False)


def _table(name: str, rows: Sequence[Row], shown: int) -> Table:
    goals = [row.met for row in rows if row.met is not None]
    caption = f"{len(rows)} line{'' if len(rows) == 1 else 's'}" + (
        f", {sum(goals)} of {len(goals)} within the goal" if goals else ""
    )
    if len(rows) > shown:
        caption += f"; the {shown} with the largest ratios are shown"
    table = Table(title=name, caption=caption, title_justify="left", caption_justify="left", title_style="bold")
    for column in ("ours", "rival"):
        table.add_column(column, overflow="fold")
    for column in ("ours, s", "rival, s", "ratio", "lowest … highest", "goal"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("note", overflow="fold")
    for row in rows[:shown]:
        spread = f"{ratio(row.low)} … {ratio(row.high)}"
        goal = "" if row.goal is None else f"≤ {ratio(row.goal)} {'✓' if row.met else '✗'}"
        times = f"{row.ours:.4f}", f"{row.theirs:.4f}"
        table.add_row(row.what, row.rival, *times, ratio(row.ratio), spread, goal, row.note)
    return table


def ratio(value: float) -> str:
    """A ratio as one reads it: 0.87, and 1/1600 where ours takes a small part of the time.

    Parameters
    ----------
    value
        Ours divided by the rival's.
    """
    return f"1/{1 / value:.0f}" if 0 < value < 0.01 else f"{value:.2f}"


def machine() -> dict[str, Any]:
    """What the figures depend on: processors, how busy they are, versions."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "numpy": _version("numpy"),
        "torch": _version("torch"),
    }


def describe(about: dict[str, Any]) -> str:
    """One sentence on the machine.

    Parameters
    ----------
    about
        See :func:`machine`.
    """
    busy = "load unknown" if about["load"] is None else f"load {about['load']} after the run"
    return (
        f"{about['cores']} cores ({about['processor']}, {about['system']}), {busy}; Python {about['python']}, "
        f"numpy {about['numpy']}, PyTorch {about['torch'] or 'not installed'}. Ratio: our seconds divided by the rival's, "
        "median of turns."
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def write(results: dict[str, Result], file: Path) -> None:
    """Write everything as JSON: the machine, every line, what was left out.

    Parameters
    ----------
    results
        By benchmark.
    file
        Where to.
    """
    content = {
        "machine": machine(),
        "rows": [asdict(row) | {"met": row.met} for result in results.values() for row in result.rows],
        "left_out": {name: list(result.left_out) for name, result in results.items() if result.left_out},
    }
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
