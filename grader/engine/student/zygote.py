"""The process that students' processes are forked from: warm, confined, and without anything of the course but what students have.

Started as ``python -m grader.engine.student.zygote CONTROL SETTINGS``: a socket on which the judge's side asks for children, and JSON.
"""

import gc
import json
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path

import softmax_course
from grader.engine import sandbox
from grader.engine.cells import CellRunner
from grader.engine.process import load_all, quiet_process
from grader.engine.sandbox.probe import probe
from grader.engine.student import NEW_CHILD
from grader.engine.student.child import live


def main(control: socket.socket, settings: dict) -> None:
    """Warm up, go into the sandbox, and fork a child whenever the judge's side asks for one.

    Parameters
    ----------
    control
        Each request comes with two sockets: the child's connection to the judge, and its keeper's.
    settings
        ``readable``: paths; ``forbidden``: paths that are tried, and must not be readable; ``limits``: see
        :class:`grader.engine.sandbox.Limits`; ``unsafe``: whether to go on with layers missing.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who grades
    runner = CellRunner()
    runner.warm()
    load_all(softmax_course)
    limits = sandbox.Limits(**settings["limits"])
    view = sandbox.View((*sandbox.interpreter_paths(), *map(Path, settings["readable"])))
    if not settings["unsafe"] and not sandbox.missing():
        failed = probe(view, [Path(path) for path in settings["forbidden"]], limits)
        if failed:
            raise sandbox.SandboxError(f"The sandbox does not hold here: {' '.join(failed)}")
    sandbox.enter(view, unsafe=settings["unsafe"])
    gc.collect()
    gc.freeze()  # what is loaded now is not touched by collections, and stays shared between the processes
    quiet_process()  # from here on nobody listens
    control.send(sandbox.level().encode())
    while True:
        sandbox.keep(until=control)
        request, sockets, _flags, _address = socket.recv_fds(control, 1, 2)
        if request != NEW_CHILD:
            return
        connection, keeper = (socket.socket(fileno=number) for number in sockets)
        with connection, keeper:
            sandbox.fork_confined(partial(live, connection, runner), keeper, limits, (connection.fileno(),))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2]))
    os._exit(0)
