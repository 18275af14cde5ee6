"""The process that judges are forked from: warm, with the checks, the hidden grading and the library of mistakes, and no student's code.

Started as ``python -m grader.engine.judge.zygote JOBS STUDENTS ASSIGNMENTS``: a socket on which jobs come, one to the
students' zygote, and JSON.
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from contextlib import suppress

import softmax_course
from grader.engine.cells import CellRunner
from grader.engine.job import LARGEST_JOB, Job, Result
from grader.engine.judge.job import carry_out
from grader.engine.process import load_all, quiet_process
from grader.engine.wire.frames import Closed, Frames
from softmax_course.checks.shipped import visible
from softmax_course.problems import EXERCISES

MEMORY = 8 << 30  # bytes of address space of one judge


def main(jobs: socket.socket, students: socket.socket, assignments: list[str]) -> None:
    """Warm up, and fork a judge for each job.

    Parameters
    ----------
    jobs
        Jobs come in here, results go out.
    students
        Where a judge asks for a student's process.
    assignments
        Those whose mistakes are to be known on the fresh problems from the start.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    runner = CellRunner()
    runner.warm()
    _load_checks()
    for assignment in assignments:
        from solutions.grading.fresh import prepare

        prepare(assignment)
    frames = Frames(jobs, LARGEST_JOB)
    gc.collect()
    gc.freeze()
    frames.send(students.recv(1000))  # how students are confined; nothing where that failed
    quiet_process()
    while True:
        try:
            job = Job.from_bytes(frames.receive())
        except Closed:
            return
        judge = os.fork()
        if judge == 0:
            _judge(job, runner, students, frames)
        _pid, status = os.waitpid(judge, 0)
        if status != 0:
            frames.send(Result.failure(f"The judge of this notebook ended with status {status}.").to_bytes())


def _judge(job: Job, runner: CellRunner, students: socket.socket, frames: Frames) -> None:
    """The whole life of a judge; it does not return."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))  # what a student's process sends may be large
    status = 1
    try:
        try:
            result = carry_out(job, runner, students)
        except Exception:
            result = Result.failure(traceback.format_exc()[-4000:])
        frames.send(result.to_bytes())
        status = 0
    finally:
        os._exit(status)


def _load_checks() -> None:
    """Import what check and grade cells import, and read what they read."""
    load_all(softmax_course)
    for exercise in EXERCISES:
        with suppress(LookupError):  # a course that is being written may have no numbers yet
            visible(exercise)
    with suppress(ModuleNotFoundError):  # a student's machine has no solutions
        import solutions.grading
        import solutions.mistakes

        load_all(solutions.grading)
        load_all(solutions.mistakes)


if __name__ == "__main__":
    jobs_end, students_end = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    main(jobs_end, students_end, json.loads(sys.argv[3]))
