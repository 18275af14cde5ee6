"""One notebook, cell after cell: the student's cells in her process, check and grade cells here."""

import builtins
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grader.build.names import names_of
from grader.engine.cells import CellRunner
from grader.engine.job import CELLS_AT_FULL_TIME
from grader.engine.judge.student import Student, unavailable
from grader.engine.outputs import OutputArea
from softmax_course.checks.verdict import EndedPython, Stopped, TookTooLong

MOST_RESTARTS = 12  # of a student's process in one notebook


@dataclass
class NotebookRun:
    """Runs a notebook.

    Parameters
    ----------
    notebook
        It gets the outputs. Cells whose ``nbgrader`` metadata says "grade" are the judge's.
    judge
        Where check and grade cells run.
    new_student
        Starts a process for the student's cells.
    seconds
        What one cell may take.
    """

    notebook: NotebookNode
    judge: CellRunner
    new_student: Callable[[], Student]
    seconds: float
    fates: dict[str | None, Stopped] = field(default_factory=dict)  # by the names that stopped cells would have defined
    _ran: list[tuple[str, int]] = field(default_factory=list)  # what a new process has to run again
    student_seconds: float = 0.0  # CPU time of her processes
    _restarts: int = 0

    def run(self) -> None:
        """Run all code cells."""
        self._student = self.new_student()
        self._area = OutputArea()
        self._end = time.monotonic() + CELLS_AT_FULL_TIME * self.seconds
        try:
            code = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
            for number, cell in enumerate((cell for cell in code if cell.source.strip()), start=1):
                self._run_cell(cell, number)
        finally:
            self._end_student()

    def _end_student(self) -> None:
        self._student.end()
        self.student_seconds += self._student.cpu_seconds

    def _run_cell(self, cell: NotebookNode, number: int) -> None:
        begin = datetime.now(UTC)
        cell.execution_count = number
        left = self._end - time.monotonic()
        if left <= 0:
            stopped = Stopped(f"was not run: the notebook had taken {self._limit()} s", status="timeout")
            cell.outputs = self._stopped_outputs(cell, stopped)
        elif _is_test(cell):
            cell.outputs = self._judged(cell, number, min(self.seconds, left))
        else:
            cell.outputs = self._hers(cell, number, min(self.seconds, left))
        cell.metadata["execution"] = {
            "iopub.execute_input": begin.isoformat(),
            "shell.execute_reply": datetime.now(UTC).isoformat(),
        }

    def _limit(self) -> str:
        return f"{CELLS_AT_FULL_TIME * self.seconds:g}"

    # ---- the student's cells --------------------------------------------------------------------------------------

    def _hers(self, cell: NotebookNode, number: int, seconds: float) -> list[NotebookNode]:
        try:
            self._require_student()
            with self._student.within(seconds):
                messages = self._student.run(cell.source, number)
        except Stopped as stopped:
            return self._stopped_outputs(cell, stopped)
        self._ran.append((cell.source, number))
        outputs = self._area.outputs(messages)
        if any(output.output_type == "error" and output.ename == "MemoryError" for output in outputs):
            self._remember(cell, self._student.out_of_memory())
        return outputs

    def _remember(self, cell: NotebookNode, stopped: Stopped) -> None:
        """Keep why what this cell should have defined is not there."""
        for name in [cell.metadata.get("nbgrader", {}).get("grade_id"), *_definitions(cell.source)]:
            self.fates[name] = stopped

    def _stopped_outputs(self, cell: NotebookNode, stopped: Stopped) -> list[NotebookNode]:
        self._remember(cell, stopped)
        text = f"This cell {stopped}."
        kind = EndedPython if stopped.status == "killed" else TookTooLong
        return [new_output("error", ename=kind.__name__, evalue=text, traceback=[text])]

    def _require_student(self) -> None:
        """A process in which all that ran before has been run; a new one where the last one is gone."""
        while self._student.over is not None:
            if self._restarts >= MOST_RESTARTS:
                raise self._student.over
            self._restarts += 1
            self._end_student()
            self._student = self.new_student()
            ran, self._ran = self._ran, []
            for source, number in ran:
                left = self._end - time.monotonic()
                if left <= 0:
                    raise Stopped(f"was not run: the notebook had taken {self._limit()} s", status="timeout")
                with suppress(Stopped), self._student.within(min(self.seconds, left)):
                    self._student.run(source, number)
                    self._ran.append((source, number))
                if self._student.over is not None:
                    break  # it ran before, and does not run again: it stays out

    # ---- the judge's cells ----------------------------------------------------------------------------------------

    def _judged(self, cell: NotebookNode, number: int, seconds: float) -> list[NotebookNode]:
        wanted = _taken_from_notebook(cell.source)
        namespace = self.judge.namespace
        before = set(namespace)
        try:
            self._require_student()
            with self._student.within(seconds):
                namespace.update(self._student.names(wanted))
                namespace.update(self._missing(wanted, namespace))
                messages = self.judge.run_here(cell.source, number)
        except Stopped as stopped:
            return self._stopped_outputs(cell, stopped)
        finally:
            for name in set(namespace) - before:
                del namespace[name]
            if self._student.over is None:
                with suppress(Stopped), self._student.within(5.0):
                    self._student.ask("forget")
                    self._student.forget()
        return self._area.outputs(messages)

    def _missing(self, wanted: Sequence[str], namespace: dict) -> dict:
        """Stand-ins for names that are not defined because their cell was stopped."""
        missing = [name for name in wanted if name not in namespace and name in self.fates]
        return {name: unavailable(partial(self._told, name)) for name in missing}

    def _told(self, name: str) -> Stopped:
        fate = self.fates[name]
        return Stopped(f"is not defined: its cell {fate}", status=fate.status)


def _is_test(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _taken_from_notebook(source: str) -> list[str]:
    """The names that a test cell uses and does not bind itself."""
    try:
        return sorted(name for name in names_of(source).reads if not hasattr(builtins, name))
    except SyntaxError:
        return []


def _definitions(source: str) -> list[str]:
    """The names that a cell would have bound."""
    try:
        return list(names_of(source).binds)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # half characters, or nested too deeply
        return []
