"""The side that asks: chunks of jobs go to a Dask scheduler, and every job comes back with a result, whatever becomes of workers."""

import asyncio
import logging
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import dask
import distributed
from distributed import Client, Future, KilledWorker
from distributed.comm import connect
from distributed.security import Security

from grader.cluster.traits import traits
from grader.cluster.worker import Refused, Run, close, prepare, run_chunk
from grader.engine.job import Job, Result
from grader.engine.pool import Key
from grader.engine.sandbox.layers import LAYERS
from grader.errors import CourseError

CHUNK = 20  # submissions
TO_ANSWER = 10.0  # seconds in which a scheduler has to answer
TO_COME = 60.0  # seconds for which there may be no worker: one that was killed is started again in less
GUIDE = "See docs/cluster.md."

Chunk = Sequence[tuple[Key, Job]]


class Cluster:
    """A context with the engines of other machines in it; used like :class:`~grader.engine.pool.Pool`.

    Parameters
    ----------
    address
        Of the scheduler, such as tls://host:8786.
    root, assignments, forbidden, unsafe
        See :class:`~grader.engine.engine.Engine`.

    Attributes
    ----------
    sandbox : str
        The layers that confine students' code on every worker, or "none".
    """

    sandbox: str

    def __init__(
        self,
        address: str,
        root: Path,
        *,
        assignments: Sequence[str] = (),
        forbidden: Sequence[Path] = (),
        unsafe: bool = False,
    ) -> None:
        self._address = address
        self._run = Run(uuid.uuid4().hex, traits(root), assignments, forbidden, unsafe)
        self._sent = 0

    def __enter__(self) -> "Cluster":
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in our own words
        self._client = _connect(self._address)
        try:
            with self._answering():
                layers = self._prepare()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        self._run = replace(self._run, sandbox=layers)
        self.sandbox = "+".join(layer for layer in LAYERS if layer in layers) or "none"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, distributed.CancelledError):
            if self._client.scheduler is not None and self._client.status == "running":
                self._client.run(close, self._run.name, on_error="ignore")
        with suppress(OSError, distributed.CancelledError):
            self._client.close(timeout=TO_ANSWER)

    def run(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Result]]:
        """Run jobs, a few chunks ahead of the results.

        A chunk whose worker dies goes to another one. One that has cost several workers is taken apart: its jobs are run
        one by one, after all others and with nothing else under way, so that the guilty one is found out.

        Parameters
        ----------
        jobs
            Each with a key.

        Yields
        ------
        tuple
            Keys and results, in the order in which they are ready.

        Raises
        ------
        CourseError
            If the scheduler or all workers are gone, or one refuses.
        """
        suspects: list[tuple[Key, Job]] = []
        for chunk, results in self._through(self._chunks(jobs), lambda: 2 * self._slots()):
            if results is None:
                suspects.extend(chunk)
            else:
                yield from zip((key for key, _job in chunk), results, strict=True)
        for ((key, _job),), results in self._through(([suspect] for suspect in suspects), lambda: 1):
            yield (
                key,
                results[0] if results else Result.failure("Every worker that was given this notebook died of it."),
            )

    def _prepare(self) -> frozenset[str]:
        """The layers that all workers have; those that are gone meanwhile do not count."""
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=TO_ANSWER)
        answers = self._client.run(prepare, self._run, on_error="return")
        for address, answer in sorted(answers.items()):
            if isinstance(answer, Refused):
                raise CourseError(f"The worker {address} refuses to grade: {answer}. {GUIDE}")
            if isinstance(answer, Exception) and not isinstance(answer, OSError):
                raise CourseError(f"The worker {address} {_unable(answer)}")
        found = [answer for answer in answers.values() if isinstance(answer, frozenset)]
        if not found:
            raise CourseError(
                f"The scheduler {self._address} has no workers: start them with `dask worker {self._address}`. {GUIDE}"
            )
        return frozenset.intersection(*found)

    def _slots(self) -> int:
        """How many chunks can be run at once."""
        with self._answering():
            return max(1, sum(self._client.nthreads().values()))

    def _chunks(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[Chunk]:
        """Chunks of full size, and smaller ones at the end, so that all workers have something to do until then."""
        jobs = iter(jobs)
        slots = self._slots()
        while block := list(islice(jobs, CHUNK * slots)):
            size = -(-len(block) // slots)
            yield from (block[start : start + size] for start in range(0, len(block), size))
            slots = self._slots()

    def _through(self, chunks: Iterable[Chunk], most: Callable[[], int]) -> Iterator[tuple[Chunk, list[Result] | None]]:
        """Chunks with their results, None where every worker died of it; so many at most are under way."""
        waiting: dict[Future, Chunk] = {}
        try:
            for chunk in chunks:
                waiting[self._submit(chunk)] = chunk
                if len(waiting) >= most():
                    yield from self._ready(waiting)
            while waiting:
                yield from self._ready(waiting)
        finally:
            if waiting:
                with suppress(OSError, distributed.CancelledError):
                    self._client.cancel(list(waiting))

    def _submit(self, chunk: Chunk) -> Future:
        """Under a name of its own: wherever and however often Dask runs it, there is one result."""
        self._sent += 1
        jobs = [job.to_bytes() for _key, job in chunk]
        with self._answering(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
            return self._client.submit(run_chunk, self._run, jobs, key=f"grade-{self._run.name}-{self._sent}")

    def _ready(self, waiting: dict[Future, Chunk]) -> Iterator[tuple[Chunk, list[Result] | None]]:
        for future in self._first(waiting):
            chunk = waiting.pop(future)
            try:
                with self._answering():
                    results = future.result()
            except KilledWorker:
                yield chunk, None
            except Refused as reason:
                raise CourseError(f"{reason}. What has been graded is kept. {GUIDE}") from None
            except CourseError:
                raise
            except Exception as error:
                raise CourseError(f"A worker {_unable(error)} What has been graded is kept.") from error
            else:
                yield chunk, [Result.from_bytes(result) for result in results]

    def _first(self, waiting: Iterable[Future]) -> Iterable[Future]:
        """What is ready, once something is."""
        last_seen = time.monotonic()
        while True:
            with self._answering():
                try:
                    return distributed.wait(list(waiting), timeout=5.0, return_when="FIRST_COMPLETED").done
                except TimeoutError:
                    if self._client.nthreads():
                        last_seen = time.monotonic()
            if time.monotonic() - last_seen > TO_COME:
                raise CourseError(
                    f"The scheduler {self._address} has no workers any more. What has been graded is kept: start some, and run "
                    f"the same command again. {GUIDE}"
                )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What Dask says when nobody is there any more, in our words."""
        try:
            yield
        except (OSError, distributed.CancelledError):
            raise CourseError(
                f"The scheduler {self._address} is gone. What has been graded is kept: start it and its workers, and run the "
                f"same command again. {GUIDE}"
            ) from None


def _connect(address: str) -> Client:
    """A client of the scheduler.

    Raises
    ------
    CourseError
        If there is none at this address, or one of another version.
    """
    try:
        asyncio.run(_knock(address))
    except TypeError:
        raise CourseError(
            f"--scheduler {address} needs certificates, and Dask's configuration (distributed.comm.tls) names none. {GUIDE}"
        ) from None
    except RuntimeError as error:
        raise CourseError(f"The scheduler {address} must not be asked: {error}. {GUIDE}") from None
    except OSError as error:
        if error.filename:
            raise CourseError(
                f"{error.filename} cannot be read: {error.strerror}. Dask's configuration (distributed.comm.tls) names it. {GUIDE}"
            ) from None
        reason = str(error.__cause__ or error).rpartition(">: ")[2]
        raise CourseError(
            f"No scheduler answers at {address} ({reason}). Start one with `dask scheduler`, and give the address that it says. "
            f"{GUIDE}"
        ) from None
    except ValueError:
        raise CourseError(
            f"--scheduler {address} is not an address such as tcp://host:8786 or tls://host:8786."
        ) from None
    with warnings.catch_warnings(action="ignore"):  # it warns of other versions; we refuse
        client = Client(address, timeout=TO_ANSWER)
    versions: Any = client.get_versions()
    there = versions["scheduler"]["packages"]["distributed"]
    if there != distributed.__version__:
        client.close()
        raise CourseError(
            f"The scheduler {address} has Dask {there}, and this machine {distributed.__version__}: install the same one. {GUIDE}"
        )
    return client


async def _knock(address: str) -> None:
    """See whether a scheduler answers: a client that finds none has more to say than a user wants to read."""
    comm = await connect(address, timeout=TO_ANSWER, **Security().get_connection_args("client"))
    await comm.close()


def _unable(error: Exception) -> str:
    return (
        f"could not do its work ({type(error).__name__}: {error}): start every worker in a checkout of the course, with its "
        f"Python. {GUIDE}"
    )
