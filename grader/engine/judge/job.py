"""One job from beginning to end: repair, run, and the executed notebook."""

import socket
import time
from contextlib import suppress
from functools import partial

import nbformat

from grader.build.notebook import METADATA
from grader.engine.cells import CellRunner
from grader.engine.job import Job, Result
from grader.engine.judge.notebook import NotebookRun
from grader.engine.judge.student import Allowed, Student
from grader.repair import CourseCell, repair
from softmax_course.checks.verdict import Stopped


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
    notebook.metadata.update(METADATA)
    run = NotebookRun(notebook, runner, partial(_new_student, job, students), job.seconds)
    run.run()
    ran = time.process_time()
    text = nbformat.writes(notebook)
    stages = {
        "repair": repaired - begin,
        "judge": ran - repaired,
        "student": run.student_seconds,
        "writing": time.process_time() - ran,
    }
    return Result(text, notes, "", stages)


def _new_student(job: Job, students: socket.socket) -> Student:
    student = Student(students, Allowed(job.seconds, job.memory))
    with suppress(Stopped), student.within(job.seconds):
        student.lay_out(job.files)
    return student
