"""The benchmarks compute their ratios, at sizes at which nothing takes long; how large the ratios are is not tested."""

import importlib.util
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from rich.console import Console

from benchmarks import checks, explorations, gradient_check, reporting, starting, training
from benchmarks.measuring import Result, in_turns, row
from softmax_course.explorations import VanishingGradient


def make_sure(result: Result, lines: int) -> None:
    """Every line says who was compared with whom, and its ratio lies within its spread."""
    assert len(result.rows) == lines
    for each in result.rows:
        assert each.what
        assert each.rival
        assert each.turns == 1
        assert each.low <= each.ratio <= each.high


def test_gradient_check():
    make_sure(gradient_check.run(1, gradient_check.Regression(5, 7, 3)), 1)


def test_checks():
    result = checks.run_checks(1, only=["logit", "sigmoid"])
    make_sure(result, 2)
    assert result.rows[0].ratio >= result.rows[1].ratio


def test_naming():
    result = checks.run_naming(1, only=["logistic_gradient"], sample=1)
    assert result.rows
    make_sure(result, len(result.rows))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="the rival is not installed")
def test_training():
    make_sure(training.run(1, [training.Job("network", "float32", 40, 6, 3, 4, 8)]), 2)


def test_without_the_rival_training_says_so(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert training.run(1) == Result([], [training.NO_TORCH])


def test_starting():
    make_sure(starting.run(1, [starting.Pair("nothing", ["-c", ""], "a digit", ["-c", "1"])]), 1)


@pytest.mark.skipif(explorations.CHROMIUM is None, reason="NO CHROMIUM FOUND: nothing is drawn in a browser")
def test_explorations():
    with ThreadPoolExecutor(1) as thread:  # the tests of the browser leave a running loop in the main one
        make_sure(thread.submit(explorations.run, 1, [VanishingGradient]).result(), 2)


def test_without_a_browser_it_says_so(monkeypatch):
    monkeypatch.setattr(explorations, "CHROMIUM", None)
    assert explorations.run(1) == Result([], [explorations.NO_BROWSER])


def test_what_comes_first_does_not_count():
    times = iter([9.0, 9.0, 1.0, 4.0, 2.0, 4.0, 3.0, 4.0])
    ours, theirs = in_turns([lambda: next(times)] * 2, 3)
    line = row("name", "ours", "theirs", ours, theirs, goal=0.4)
    assert (line.ours, line.theirs, line.ratio, line.low, line.high, line.turns) == (2.0, 4.0, 0.5, 0.25, 0.75, 3)
    assert line.met is False


def test_the_table_and_the_file_hold_every_line(tmp_path):
    lines = [row("name", f"ours {i}", "the rival", [1.0], [2.0], goal=1.0) for i in range(3)]
    results = {"name": Result(lines, ["Something is missing."])}
    shown = Console(file=io.StringIO(), width=160)
    reporting.show(results, shown)
    text = shown.file.getvalue()
    assert all(part in text for part in ("ours 2", "0.50", "3 of 3 within the goal", "LEFT OUT of name: Something"))
    reporting.write(results, tmp_path / "bench.json")
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert [each["ratio"] for each in written["rows"]] == [0.5] * 3
    assert written["left_out"] == {"name": ["Something is missing."]}
