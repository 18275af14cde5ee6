"""An engine takes seconds to start: there are as many as there is work for, and none where nothing is to be done."""

import threading
from pathlib import Path

import pytest

from grader.engine import pool
from grader.engine.engine import EngineError
from grader.engine.job import Job, Result

JOB = Job(b"", [], seconds=1.0)


class Recorded:
    """Stands for an engine: tells when it was started and stopped, and runs a job when the test says so."""

    started: list["Recorded"]
    stopped: list["Recorded"]
    go_on: threading.Event
    fails = False

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.sandbox = "all layers"

    def __enter__(self) -> "Recorded":
        if self.fails:
            raise EngineError("a layer is missing")
        self.started.append(self)
        return self

    def __exit__(self, *_arguments: object) -> None:
        self.stopped.append(self)

    def run(self, job: Job) -> Result:
        """As the engine's."""
        assert self.go_on.wait(10)
        return Result.failure("ran")


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> type[Recorded]:
    """The class that stands for the engine's."""
    fresh = type("Fresh", (Recorded,), {"started": [], "stopped": [], "go_on": threading.Event()})
    fresh.go_on.set()
    monkeypatch.setattr(pool, "Engine", fresh)
    return fresh


def test_without_work_nothing_is_started(engine: type[Recorded]) -> None:
    with pool.Pool(Path(), workers=2) as engines:
        assert list(engines.run([])) == []
    assert engine.started == []


def test_one_job_takes_one_engine_and_keeps_it(engine: type[Recorded]) -> None:
    with pool.Pool(Path(), workers=3) as engines:
        for key in range(4):
            assert [k for k, _result in engines.run([(key, JOB)])] == [key]
        assert engines.sandbox == "all layers"
    assert len(engine.started) == 1
    assert engine.started[0] in engine.stopped


def test_there_are_no_more_engines_than_workers(engine: type[Recorded]) -> None:
    engine.go_on.clear()
    with pool.Pool(Path(), workers=2) as engines:
        results = engines.run([(key, JOB) for key in range(9)])
        threading.Timer(0.5, engine.go_on.set).start()  # until then nobody is free
        assert {key for key, _result in results} == set(range(9))
    assert len(engine.started) == 2


def test_the_sandbox_can_be_asked_for_before_there_is_work(engine: type[Recorded]) -> None:
    with pool.Pool(Path(), workers=2) as engines:
        assert engines.sandbox == "all layers"
        assert len(list(engines.run([(0, JOB)]))) == 1
    assert len(engine.started) == 1


def test_an_engine_that_cannot_be_started_is_told(engine: type[Recorded]) -> None:
    engine.fails = True
    with pytest.raises(EngineError, match="a layer is missing"), pool.Pool(Path(), workers=2) as engines:
        list(engines.run([(0, JOB), (1, JOB), (2, JOB)]))
    assert len(engine.stopped) >= 2
