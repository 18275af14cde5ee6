"""One job from beginning to end: repair, run, and the executed notebook."""

import socket
import time
from functools import partial

import nbformat

from grader.engine.cells import CellRunner
from grader.engine.job import Job, Result
from grader.engine.judge.notebook import NotebookRun
from grader.engine.judge.student import Allowed, Student
from grader.repair import CourseCell, repair


def carry_out(job: Job, runner: CellRunner, students: socket.socket) -> Result:
    """Carry out a job.

    Parameters
    ----------
    job
        The notebook.
    runner
        Where check and grade cells run.
    students
        The socket to the students' zygote.
    """
    begin = time.process_time()
    notebook = nbformat.reads(job.content.decode("utf-8-sig"), as_version=4)
    notes = repair(notebook, [CourseCell(**cell) for cell in job.cells]) if job.cells else []
    repaired = time.process_time()
    NotebookRun(notebook, runner, partial(Student, students, Allowed(job.seconds, job.memory)), job.seconds).run()
    ran = time.process_time()
    text = nbformat.writes(notebook)
    stages = {"repair": repaired - begin, "judge": ran - repaired, "writing": time.process_time() - ran}
    return Result(text, notes, "", stages)
