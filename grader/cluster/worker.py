"""What a Dask worker does: it makes sure that it may take part in a run, keeps engines warm for it, and runs chunks of jobs."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed import get_worker

from grader.cluster.traits import difference, traits
from grader.course import find_course
from grader.engine.engine import Engine, EngineError
from grader.engine.job import Job
from grader.errors import CourseError

IDLE = 300.0  # seconds after which engines that nobody uses are stopped: whoever started the run may be gone


class Refused(Exception):
    """A worker does not take part, for the reason that the text gives."""


@dataclass(frozen=True)
class Run:
    """A run of ``grade``, as far as workers have to know it.

    Parameters
    ----------
    name
        Another run has another one.
    traits
        What has to be the same on every machine.
    assignments, forbidden, unsafe
        See :class:`~grader.engine.engine.Engine`.
    sandbox
        The layers that have to confine students' code at least.
    """

    name: str
    traits: dict[str, str]
    assignments: Sequence[str] = ()
    forbidden: Sequence[Path] = ()
    unsafe: bool = False
    sandbox: frozenset[str] = field(default_factory=frozenset)


class Station:
    """The engines of this process for one run: as many as it has had chunks at once.

    Raises
    ------
    Refused
        If this machine is not like the one that asks.
    """

    def __init__(self, run: Run) -> None:
        try:
            self._root = find_course().root
        except CourseError:
            raise Refused(
                f"it was not started in a checkout of the course ({Path.cwd()} is in none). Start it in one"
            ) from None
        if differs := difference(run.traits, traits(self._root)):
            raise Refused(
                f"{differs}. Scores of different machines must not be mixed: bring both to the same state, and start the "
                "worker again"
            )
        self._run = run
        self._engines: list[Engine] = []
        self._free: list[Engine] = []
        self._lock = threading.Lock()
        self._idle = threading.Timer(IDLE, self._rest)

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """An engine that nobody else uses meanwhile, started if there is none."""
        with self._lock:
            self._idle.cancel()
            engine = self._free.pop() if self._free else None
        if engine is None:
            engine = self._start()
        try:
            yield engine
        finally:
            with self._lock:
                if engine in self._engines:  # it may have been stopped
                    self._free.append(engine)
                    self._idle.cancel()
                    self._idle = threading.Timer(IDLE, self._rest)
                    self._idle.daemon = True
                    self._idle.start()

    def close(self) -> None:
        """Stop the engines, whatever they do."""
        with self._lock:
            self._idle.cancel()
            self._stop()

    def _rest(self) -> None:
        with self._lock:
            if len(self._free) == len(self._engines):
                self._stop()

    def _stop(self) -> None:
        engines, self._engines, self._free = self._engines, [], []
        for engine in engines:
            engine.__exit__(None, None, None)

    def _start(self) -> Engine:
        run = self._run
        engine = Engine(self._root, assignments=run.assignments, forbidden=run.forbidden, unsafe=run.unsafe)
        try:
            engine.__enter__()
        except EngineError as reason:
            raise Refused(f"{reason} --unsafe goes on without what is missing") from None
        with self._lock:
            self._engines.append(engine)
        return engine


_stations: dict[str, Station] = {}
_lock = threading.Lock()


def _station(run: Run) -> Station:
    with _lock:
        if run.name not in _stations:
            _stations[run.name] = Station(run)
        return _stations[run.name]


async def prepare(run: Run) -> frozenset[str]:
    """Make sure that this worker can take part, and start an engine.

    Returns
    -------
    frozenset of str
        The layers of the sandbox that confine students' code here.

    Raises
    ------
    Refused
        If it cannot take part.
    """

    def start() -> frozenset[str]:
        with _station(run).engine() as engine:
            return _layers(engine)

    return await asyncio.to_thread(start)


def run_chunk(run: Run, jobs: Sequence[bytes]) -> list[bytes]:
    """Run jobs one after the other.

    Parameters
    ----------
    run
        The run that they belong to.
    jobs
        Each as a message: see :class:`~grader.engine.job.Job`.

    Returns
    -------
    list of bytes
        Their results, as messages.

    Raises
    ------
    Refused
        If this worker, which may have come later than others, cannot take part.
    """
    try:
        with _station(run).engine() as engine:
            if lacking := run.sandbox - _layers(engine):
                raise Refused(f"its sandbox lacks {' and '.join(sorted(lacking))}, which the others have")
            return [engine.run(Job.from_bytes(job)).to_bytes() for job in jobs]
    except Exception as error:  # as text: not every error can travel
        reason = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        raise Refused(f"The worker {get_worker().address} refuses to grade: {reason}") from None


def close(name: str) -> None:
    """Stop the engines of a run.

    Parameters
    ----------
    name
        The run's name.
    """
    with _lock:
        station = _stations.pop(name, None)
    if station:
        station.close()


def _layers(engine: Engine) -> frozenset[str]:
    return frozenset(engine.sandbox.split("+")) - {"none"}
