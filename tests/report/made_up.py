"""Test data: a gradebook filled with a class of any size, without running a notebook.

Every outcome is drawn: from records that were really graded, where some are given, and otherwise from the library of mistakes.
``python -m tests.report.made_up FOLDER STUDENTS [RECORDS.json]`` fills a grading folder to look at.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from nbgrader.api import Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import insert

from grader.build.source import read_sources
from grader.engine.sandbox.layers import LAYERS
from grader.environment import use_this_python
from grader.records import Record
from grader.results import Kept, keep, open_results
from grader.sample_class import implementations
from tests.conftest import ROOT

SANDBOX = "+".join(LAYERS)
WITHOUT_NAME = (
    "{name} stopped with ValueError: operands could not be broadcast together with shapes ({a},) ({b},)\n\nProblem {a} of 7 (x (5,)).",
    "{name}: None came back: a `return` is missing.\n\nProblem 1 of {b} (x (5,)).",
    "{name} is not right yet.\n\nProblem 2 of 7 – far out.\n\n  expected  {a}.25\n  got       {b}.5\n\n{a} of the 9 problems are right.",
    "{name} has the wrong shape.\n\n  expected shape  ({a},)\n  got shape       ({a}, {b})",
)
CODE = "def {name}(*inputs):\n    # {student} wrote this\n    return np.sum(inputs) * {a} < {b}\n"


class Class:
    """A class that grows into a gradebook.

    Parameters
    ----------
    folder
        The grading folder.
    assignments
        Names; the points of their cells are those of the course.
    seed
        Of all draws.
    real
        Records of real gradings.
    """

    def __init__(self, folder: Path, assignments: Sequence[str], seed: int = 1, real: Sequence[Record] = ()) -> None:
        self.folder, self.assignments = folder, assignments
        self.rng = np.random.default_rng(seed)
        self.sources = {source.name: source for source in read_sources(ROOT)[0] if source.name in assignments}
        self.real: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in real:
            if record.seconds:
                self.real[record.assignment, record.cell].append(record)
        self.ease = {name: self.rng.normal(1.2, 0.9) for s in self.sources.values() for name in s.exercises}

    def fill(self, students: Sequence[str], share: float = 0.8) -> None:
        """Hand in and grade: each student the first assignments, and each further one with some probability."""
        use_this_python()
        self.folder.mkdir(parents=True, exist_ok=True)
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            open_results(book)
            cells, notebooks, keys = self._enter_course(book)
            book.db.execute(insert(Student), [{"id": student} for student in students])
            ability = dict(zip(students, self.rng.normal(0, 1, len(students)), strict=True))
            grades = []
            for run, name in enumerate(self.assignments, 1):
                for student in students:
                    if run > 1 and self.rng.random() > share:
                        continue
                    kept = self._kept(name, student, ability[student], run)
                    handed_in = f"{keys[name]}{student}"[-100:]
                    book.db.execute(
                        insert(SubmittedAssignment).values(id=handed_in, assignment_id=keys[name], student_id=student)
                    )
                    book.db.execute(
                        insert(SubmittedNotebook).values(
                            id=handed_in, assignment_id=handed_in, notebook_id=notebooks[name]
                        )
                    )
                    grades += [
                        {
                            "id": f"{handed_in}{record.cell}",
                            "cell_id": cells[name, record.cell],
                            "notebook_id": handed_in,
                            "auto_score": record.points,
                            "needs_manual_grade": False,
                        }
                        for record in kept.records
                    ]
                    keep(book, name, student, kept)
            book.db.execute(insert(Grade), grades)
            book.db.commit()

    def _enter_course(self, book: Gradebook) -> tuple[dict, dict, dict]:
        cells, notebooks, keys = {}, {}, {}
        for name in self.assignments:
            keys[name] = book.add_assignment(name).id
            notebooks[name] = book.add_notebook(name, name).id
            for cell, most in self._points(name).items():
                found = book.add_grade_cell(cell, name, name, max_score=most, cell_type="code")
                cells[name, cell] = found.id
        return cells, notebooks, keys

    def _points(self, assignment: str) -> dict[str, int]:
        exercises = self.sources[assignment].exercises.items()
        pairs = [
            (f"{kind}_{e}", most) for e, c in exercises for kind, most in zip(("check", "grade"), c.points, strict=True)
        ]
        return {cell: most for cell, most in pairs if most}

    def _kept(self, assignment: str, student: str, ability: float, run: int) -> Kept:
        if self.rng.random() < 0.02:
            reason = f"{assignment}.ipynb is not a notebook: it is not valid JSON (line {self.rng.integers(900)}). Save it again."
            nothing = [
                Record(student, assignment, assignment, cell, 0.0, most, "error", reason, None, 0.0, SANDBOX)
                for cell, most in self._points(assignment).items()
            ]
            return Kept(nothing, "x", run=run)
        records, codes = [], {}
        for exercise in self.sources[assignment].exercises:
            right = self.rng.random() < 1 / (1 + np.exp(-ability - self.ease[exercise]))
            status, message, mistake = ("passed", "", None) if right else self._wrong(exercise)
            only_hidden = self.rng.random() < 0.1
            for kind in ("check", "grade"):
                cell = f"{kind}_{exercise}"
                most = self._points(assignment).get(cell)
                if most is None:
                    continue
                passed = status == "passed" or (only_hidden and kind == "check")
                outcome = ("passed", "", None) if passed else (status, message, mistake)
                points, seconds = most * passed, round(float(self.rng.lognormal(-1.5, 0.8)), 3)
                record = Record(
                    student, assignment, assignment, cell, float(points), most, *outcome, max(seconds, 0.001), SANDBOX
                )
                records.append(self._as_real(record) if self.real else record)
            if status in ("failed", "error") and mistake is None:
                codes[exercise] = CODE.format(name=exercise, student=student, a=run, b=len(records))
        if codes:
            self._write_code(assignment, student, codes)
        mended = [f"The cell `check_{exercise}` was missing and has been put back."] if self.rng.random() < 0.03 else []
        before = None
        if self.rng.random() < 0.1:
            before = [r if self.rng.random() < 0.9 else replace(r, points=r.max_points - r.points) for r in records]
        return Kept(records, "x", mended, before, run)

    def _wrong(self, exercise: str) -> tuple[str, str, str | None]:
        known = implementations(exercise, right=False)
        luck = self.rng.random()
        if luck < 0.05:
            return "missing", f"{exercise} is not written yet.", None
        if luck < 0.08:
            return "timeout", "The cell was stopped because it took too long.", None
        if luck < 0.25 or not known:
            kind = WITHOUT_NAME[min(self.rng.geometric(0.5), 4) - 1]
            a, b = self.rng.integers(2, 9, 2)
            return "error" if "stopped" in kind else "failed", kind.format(name=exercise, a=a, b=b), None
        one = known[min(self.rng.geometric(0.3), len(known)) - 1]
        return (
            "failed",
            f"{exercise} is not right yet.\n\n{one.message}\n\n→ {one.hint}\n\n(known as {one.name})",
            one.name,
        )

    def _as_real(self, record: Record) -> Record:
        """A really graded record of the same cell, where one has the same status."""
        same = [r for r in self.real[record.assignment, record.cell] if r.status == record.status]
        if not same or record.mistake:
            return record
        return replace(same[self.rng.integers(len(same))], student=record.student)

    def _write_code(self, assignment: str, student: str, codes: dict[str, str]) -> None:
        path = self.folder / "autograded" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        cells = [
            {"source": code, "metadata": {"nbgrader": {"grade_id": exercise, "solution": True, "grade": False}}}
            for exercise, code in codes.items()
        ]
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


if __name__ == "__main__":
    folder, count, *files = sys.argv[1:]
    real = [Record(**entry) for file in files for entry in json.loads(Path(file).read_text(encoding="utf-8"))]
    names = [source.name for source in read_sources(ROOT)[0]]
    Class(Path(folder), names, real=real).fill([f"student{number:04d}" for number in range(int(count))])
