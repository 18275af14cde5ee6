"""Several engines at work at once, one a thread; results come as they are ready."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Protocol, TypeVar

from grader.engine.engine import Engine
from grader.engine.job import Job, Result

Key = TypeVar("Key")


class Runner(Protocol):
    """What runs many notebooks: a :class:`Pool` here, a :class:`~grader.cluster.Cluster` on other machines."""

    @property
    def sandbox(self) -> str:
        """The layers of the sandbox that confine students' code."""

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Result]]:
        """Run jobs, each with a key; keys and results come in the order in which they are ready."""


class Pool:
    """A context with engines in it, each of which is started when there is work that no other one is free for.

    Parameters
    ----------
    root, assignments, forbidden, unsafe
        See :class:`~grader.engine.engine.Engine`.
    workers
        How many engines; by default as many as this process may use cores.
    """

    def __init__(
        self,
        root: Path,
        workers: int | None = None,
        *,
        assignments: Sequence[str] = (),
        forbidden: Sequence[Path] = (),
        unsafe: bool = False,
    ) -> None:
        self._size = workers or len(os.sched_getaffinity(0))
        self._engines = [
            Engine(root, assignments=assignments, forbidden=forbidden, unsafe=unsafe) for _ in range(self._size)
        ]
        self._free = LifoQueue[
            Engine
        ]()  # the one that was used last comes first, those that were never started come last
        for engine in self._engines:
            self._free.put(engine)
        self._started: list[Engine] = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for engine in self._engines:
            engine.__exit__(kind, error, trace)

    @property
    def sandbox(self) -> str:
        """The layers of the sandbox that confine students' code."""
        if not self._started:
            self._free.put(self._take())
        return self._started[0].sandbox

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Result]]:
        """Run jobs, a few ahead of the results; a job is asked for when there is somebody to do it.

        Parameters
        ----------
        jobs
            Each with a key.

        Yields
        ------
        tuple
            Keys and results, in the order in which they are ready.
        """
        waiting: dict[Future[Result], Key] = {}
        threads = ThreadPoolExecutor(self._size)
        stopped = threading.Event()

        def run_one(job: Job) -> Result:
            engine = self._take()
            try:
                return Result.failure("The grading was stopped.") if stopped.is_set() else engine.run(job)
            finally:
                self._free.put(engine)

        try:
            for key, job in jobs:
                waiting[threads.submit(run_one, job)] = key
                if len(waiting) > self._size:
                    yield from self._ready(waiting)
            while waiting:
                yield from self._ready(waiting)
        finally:
            stopped.set()
            if waiting:
                for engine in self._engines:
                    engine.__exit__(None, None, None)
            threads.shutdown(cancel_futures=True)

    def _take(self) -> Engine:
        """An engine that nobody else uses, started if it was not."""
        engine = self._free.get()
        if engine not in self._started:
            try:
                self._started.append(engine.__enter__())
            except BaseException:
                self._free.put(engine)  # for who waits for one, and gets to know the reason too
                raise
        return engine

    @staticmethod
    def _ready(waiting: dict[Future[Result], Key]) -> Iterator[tuple[Key, Result]]:
        done, _rest = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield waiting.pop(future), future.result()
