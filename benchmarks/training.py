"""The training loop of notebook 05 against a PyTorch loop from scratch: each in a process of its own, in turns."""

import importlib.util
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.measuring import Clock, Result, Row, in_turns, row, seconds
from solutions.reference import reference

NAME = "training"
NOTEBOOK = "05_training_loop"
RATE = 0.1
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
NO_TORCH = (
    "PyTorch is not installed, so the training loop was compared with nothing: "
    "install it with `pip install -r requirements-bench.txt` (`make bench` does)."
)


@dataclass(frozen=True)
class Job:
    """What is trained.

    Parameters
    ----------
    model
        "softmax regression" or "network".
    dtype
        Of the inputs and of the parameters.
    examples, features, classes, hidden, batch_size
        The sizes.
    clock
        Which seconds are counted.
    """

    model: str
    dtype: str
    examples: int = 60_000
    features: int = 784
    classes: int = 10
    hidden: int = 256
    batch_size: int = 256
    clock: Clock = Clock.WALL

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Random inputs in [0, 1) and random labels, the same in every process."""
        rng = np.random.default_rng(0)
        X = rng.random((self.examples, self.features)).astype(self.dtype)
        return X, rng.integers(0, self.classes, self.examples)

    def our_model(self) -> Any:
        """The model of the notebook."""
        names = reference(NOTEBOOK)
        dtype = np.dtype(self.dtype)
        if self.model == "network":
            rng = np.random.default_rng(1)
            return names["TwoLayerNet"](self.features, self.hidden, self.classes, rng, dtype=dtype)
        return names["SoftmaxRegression"](self.features, self.classes, dtype=dtype)


class Side:
    """A process that trains when it is asked to, and waits without using the processor otherwise.

    Parameters
    ----------
    train
        Called once with the job; gives a function from nothing (an epoch) and one from nothing to the losses of two batches.
    job
        What to train.
    threads
        How many threads the matrix products get.
    """

    def __init__(self, train: Callable[[Job], dict[str, Callable[[], Any]]], job: Job, threads: int) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, train, job, threads), daemon=True)
        with mock.patch.dict(os.environ, dict.fromkeys(THREADS, str(threads))):
            self._process.start()
        theirs.close()

    def ask(self, what: str) -> Any:
        """The answer of the process to one of its questions."""
        self._pipe.send(what)
        return self._pipe.recv()

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join()


def _serve(pipe: Connection, train: Callable[[Job], dict[str, Callable[[], Any]]], job: Job, threads: int) -> None:
    if importlib.util.find_spec("torch") is not None and train is rivals:
        import torch

        torch.set_num_threads(threads)
    answers = train(job)
    while True:
        try:
            pipe.send(answers[pipe.recv()]())
        except EOFError:
            return


def ours(job: Job) -> dict[str, Callable[[], Any]]:
    """The reference: `train_epoch` over `minibatches`, with the models that the notebook gives."""
    names = reference(NOTEBOOK)
    (X, y), rng, model = job.data(), np.random.default_rng(2), job.our_model()

    def epoch() -> None:
        names["train_epoch"](model, names["minibatches"](X, y, job.batch_size, rng), RATE)

    def two_batches() -> tuple[float, float]:
        n = job.batch_size
        batches = [(X[:n], y[:n]), (X[n : 2 * n], y[n : 2 * n])]
        return names["train_epoch"](job.our_model(), batches, RATE)

    return {"epoch": lambda: seconds(epoch, job.clock), "two batches": two_batches}


def rivals(job: Job) -> dict[str, Callable[[], Any]]:
    """PyTorch from scratch, from the same start, with the same data and the same batch size."""
    import torch

    from benchmarks.torch_loop import Loop

    X, y = map(torch.from_numpy, job.data())
    start = job.our_model().params

    def loop(ask_again: bool) -> Loop:
        return Loop({name: torch.tensor(array) for name, array in start.items()}, ask_again)

    def epoch(rival: Loop) -> float:
        return seconds(lambda: rival.epoch(rival.minibatches(X, y, job.batch_size), RATE), job.clock)

    def two_batches() -> tuple[float, float]:
        n = job.batch_size
        return loop(False).epoch([(X[:n], y[:n]), (X[n : 2 * n], y[n : 2 * n])], RATE)

    return {
        "epoch": partial(epoch, loop(False)),
        "epoch, asking again": partial(epoch, loop(True)),
        "two batches": two_batches,
    }


def run(turns: int, jobs: Sequence[Job] | None = None, threads: int = 1, clock: Clock = Clock.WALL) -> Result:
    """Seconds an epoch, ours and PyTorch's.

    Parameters
    ----------
    turns
        How many epochs of each are measured.
    jobs
        By default softmax regression and the 784-256-10 network, each in float64 and float32.
    threads
        How many threads each side gets.
    clock
        Which seconds are counted, unless the jobs say so.

    Raises
    ------
    RuntimeError
        If the two do not train the same model: their losses on the first two batches differ.
    """
    if importlib.util.find_spec("torch") is None:
        return Result([], [NO_TORCH])
    if jobs is None:
        models = ("softmax regression", "network")
        jobs = [Job(model, dtype, clock=clock) for dtype in ("float64", "float32") for model in models]
    return Result([each for job in jobs for each in _compare(job, turns, threads)])


@contextmanager
def _both(job: Job, threads: int) -> Iterator[tuple[Side, Side]]:
    sides: list[Side] = []
    try:
        for train in (ours, rivals):
            sides.append(Side(train, job, threads))
        yield sides[0], sides[1]
    finally:
        for side in sides:
            side.close()


def _compare(job: Job, turns: int, threads: int) -> list[Row]:
    with _both(job, threads) as (own, rival):
        mine, theirs = (side.ask("two batches")[0] for side in (own, rival))
        if not np.isclose(mine, theirs, rtol=1e-4):
            raise RuntimeError(f"The loops do not train the same model: the first losses are {mine} and {theirs}.")
        once, again = "epoch", "epoch, asking again"
        questions = [(own, once), (rival, once), (rival, again)]
        times = in_turns([partial(side.ask, what) for side, what in questions], turns)
    shape = [job.features, *([job.hidden] if job.model == "network" else []), job.classes]
    what = f"{job.model} {'-'.join(map(str, shape))}, {job.dtype}"
    note = f"threads: {threads}"
    return [
        row(NAME, what, "PyTorch, logits used twice", times[0], times[1], goal=1.0, note=note),
        row(NAME, what, "PyTorch, the same passes", times[0], times[2], goal=1.0, note=note),
    ]
