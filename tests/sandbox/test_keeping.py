"""How confined processes end, what is told about it, and what is left of them."""

import ctypes
import os
import resource
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.engine import sandbox
from grader.engine.sandbox import Ending, Limits, Outcome, landlock, layers
from tests.sandbox.conftest import Box


def _outcome(box: Box, run: Callable[[], object], limits: Limits | None = None) -> Outcome:
    said, outcome = box.confined(lambda: (run(), "")[1], limits)
    assert outcome is not None, said
    return outcome


def _fork(run: Callable[[], object], keep: tuple[int, ...] = ()) -> socket.socket:
    """Fork a confined process here; the socket for orders."""
    ours, theirs = socket.socketpair()
    with theirs:
        sandbox.fork_confined(run, theirs, Limits(), keep)
    return ours


def _told(control: socket.socket) -> Outcome:
    return Outcome.unpack(control.recv(Outcome.SIZE, socket.MSG_WAITALL))


def _too_long(*_: object) -> None:
    raise TimeoutError("nobody came")


def _entered(box: Box, act: Callable[[], Any]) -> Any:
    """What `act` returns in a process that has entered the sandbox."""

    def inside() -> Any:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                sandbox.enter(box.view)
                signal.signal(signal.SIGALRM, _too_long)
                signal.alarm(20)
                answer = repr(act())
            except BaseException as error:
                answer = repr(f"{type(error).__name__}: {error}")
            os.write(writing, answer.encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as file:
            said = file.read()
        os.waitpid(process, 0)
        return said

    return eval(box.apart(inside))


@pytest.mark.parametrize(
    ("end", "ending", "code"),
    [
        (lambda: 0, Ending.EXITED, 0),
        (lambda: 1 / 0, Ending.EXITED, 1),
        (lambda: os._exit(7), Ending.EXITED, 7),
        (lambda: ctypes.string_at(0), Ending.KILLED, signal.SIGSEGV),
        (os.abort, Ending.KILLED, None),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), Ending.EXITED, 0),  # the first process of a namespace cannot
    ],
)
def test_how_it_ended_is_told(box: Box, end: Callable[[], object], ending: Ending, code: int | None) -> None:
    outcome = _outcome(box, end)
    assert outcome.ending is ending
    assert code is None or outcome.code == code


def test_what_it_used_is_told(box: Box) -> None:
    def work() -> None:
        kept = bytearray(os.urandom(1)) * (60 << 20)
        start = time.process_time()
        while time.process_time() < start + 0.2:
            kept[0] ^= 1

    outcome = _outcome(box, work)
    assert 0.2 < outcome.cpu_seconds < 2
    assert outcome.max_rss > 60 << 20


def test_too_much_cpu_time_is_the_end(box: Box) -> None:
    def work() -> None:
        while True:
            pass

    outcome = _outcome(box, work, Limits(cpu_seconds=1))
    assert (outcome.ending, outcome.code) == (Ending.KILLED, signal.SIGKILL)


def test_an_interrupt_is_ctrl_c(box: Box) -> None:
    def act() -> Any:
        reading, writing = os.pipe()

        def run() -> None:
            try:
                os.write(writing, b"ready")
                time.sleep(10)
            except KeyboardInterrupt:
                os.write(writing, b"interrupted")

        control = _fork(run, (writing,))
        os.close(writing)
        assert os.read(reading, 5) == b"ready"
        control.send(sandbox.INTERRUPT)
        sandbox.keep()
        return os.read(reading, 20), _told(control).ending == Ending.EXITED

    assert _entered(box, act) == (b"interrupted", True)


def test_a_closed_control_kills_whatever_it_does(box: Box) -> None:
    def act() -> Any:
        reading, writing = os.pipe()

        def run() -> None:
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            os.write(writing, b"ready")
            while True:
                time.sleep(10)

        control = _fork(run, (writing,))
        os.close(writing)
        assert os.read(reading, 5) == b"ready"
        control.close()
        start = time.monotonic()
        sandbox.keep()
        return os.read(reading, 1), time.monotonic() - start < 2

    assert _entered(box, act) == (b"", True)


def test_it_ends_with_the_process_that_keeps_it(box: Box) -> None:
    """Also where that process is killed: the kernel sees to it."""

    def act() -> bool:
        reading, writing = os.pipe()
        ready_reading, ready_writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            sandbox.enter(box.view)

            def run() -> None:
                os.write(ready_writing, b"r")
                time.sleep(30)

            _control = _fork(run, (writing, ready_writing))
            os.close(writing)
            sandbox.keep()
            os._exit(0)
        os.close(writing)
        assert os.read(ready_reading, 1) == b"r"
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return bool(select.select([reading], [], [], 5)[0]) and os.read(reading, 1) == b""

    assert box.apart(act)


def test_nothing_is_left_of_a_hundred(box: Box) -> None:
    """No zombie, no descriptor, and no folder."""

    def act() -> Any:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            controls = [_fork(lambda: None) for _ in range(5)]
            sandbox.keep()
            assert all(_told(control).code == 0 for control in controls)
            for control in controls:
                control.close()
        processes = [name for name in os.listdir("/proc") if name.isdigit()]
        return len(os.listdir("/proc/self/fd")) - before, len(processes)

    assert _entered(box, act) == (0, 1)


def test_who_cannot_be_confined_does_not_run(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no such luck")

    monkeypatch.setattr(landlock, "restrict", fail)
    said, outcome = box.confined(lambda: "ran")
    assert said == ""
    assert outcome is not None
    assert (outcome.ending, outcome.text) == (Ending.REFUSED, "OSError: no such luck")


@pytest.mark.parametrize("layer", layers.LAYERS)
def test_a_missing_layer_is_refused_by_name(box: Box, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    monkeypatch.setattr(layers, "absent", lambda: {layer: f"the {layer}"})
    said, outcome = box.confined(lambda: "ran")
    assert said == ""
    assert outcome is not None
    assert outcome.text == f"SandboxError: This machine does not offer the {layer}."
    assert box.confined(lambda: "ran", unsafe=True)[0] == "ran"


def test_it_closes_what_is_not_for_it_and_others_do_not_hold_it(box: Box) -> None:
    def act() -> Any:
        reading, writing = os.pipe()
        other = os.pipe()

        def run() -> None:
            with open("/proc/self/fd/1", "rb") as standard:
                null = os.path.samestat(os.fstat(1), os.stat("/dev/null")) and standard.read() == b""
            os.write(writing, repr((null, set(map(int, os.listdir("/proc/self/fd"))), writing)).encode())
            os.close(writing)
            time.sleep(10)

        control = _fork(run, (writing,))
        os.close(writing)
        said = os.read(reading, 1000)
        ended = os.read(reading, 1)  # nobody else holds the other end, so there is an end before the process's
        control.close()
        os.close(other[0])
        sandbox.keep()
        null, descriptors, kept = eval(said)
        return null, descriptors - {0, 1, 2, kept}, ended

    assert _entered(box, act) == (True, {3}, b"")  # 3 is the listing itself


def test_two_at_a_time_share_nothing(box: Box) -> None:
    """Neither files, nor processes, nor the number of threads."""

    def act() -> Any:
        pipes = [os.pipe() for _ in range(2)]
        go = [os.pipe() for _ in range(2)]

        def run(number: int) -> None:
            with open(f"file{number}", "w") as file:
                file.write("x")
            done = threading.Event()
            threads = [threading.Thread(target=done.wait) for _ in range(Limits().threads - 1)]
            for thread in threads:
                thread.start()
            os.write(pipes[number][1], b"r")
            os.read(go[number][0], 1)
            processes = [name for name in os.listdir("/proc") if name.isdigit()]
            os.write(pipes[number][1], repr((os.listdir("."), processes, os.getpid())).encode())
            done.set()

        controls = [
            _fork(lambda number=number: run(number), (pipes[number][1], go[number][0]))  # type: ignore[misc]
            for number in range(2)
        ]
        for reading, _ in pipes:
            assert os.read(reading, 1) == b"r"
        for _, writing in go:
            os.write(writing, b"g")
        sandbox.keep()
        return [eval(os.read(reading, 1000)) for reading, _ in pipes], [_told(control).code for control in controls]

    assert _entered(box, act) == ([(["file0"], ["1"], 1), (["file1"], ["1"], 1)], [0, 0])


def test_as_root_it_is_an_unprivileged_user_of_its_own(box: Box) -> None:
    ids = {box.says(lambda: (os.getuid() == os.geteuid(), os.getuid(), os.getgroups())) for _ in range(3)}
    if box.root:
        assert len(ids) > 1
        assert all(said.startswith("(True, ") and int(said.split(",")[1]) > 60_000 and "[]" in said for said in ids)


def test_no_capability_is_left(box: Box) -> None:
    said = box.says(lambda: Path("/proc/self/status").read_text())
    fields = dict(line.split(":", 1) for line in said.splitlines())
    assert {fields[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert (fields["NoNewPrivs"].strip(), fields["Seccomp"].strip()) == ("1", "2")


def test_the_machines_memory_is_kept_by_killing_it_first(box: Box) -> None:
    assert box.says(lambda: Path("/proc/self/oom_score_adj").read_text().strip()) == "1000"


def test_an_endless_number_of_files_ends(box: Box) -> None:
    def many() -> int:
        number = 0
        try:
            while number < 20_000:
                os.mkdir(f"{number}")
                number += 1
        except OSError:
            pass
        return number

    assert 1000 < int(box.says(many)) < 5000


def test_limits_are_those_asked_for(box: Box) -> None:
    limits = Limits(memory=300 << 20, files=40)

    def ask() -> object:
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        left = resource.getrlimit(resource.RLIMIT_AS)[0] - size
        kinds = (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)
        return abs(left - limits.memory) < 20 << 20, *(resource.getrlimit(kind) for kind in kinds)

    assert box.says(ask, limits) == "(True, (40, 40), (0, 0))"
