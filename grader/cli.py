"""The command line ``softmax-course``. What takes long to load is loaded by the command that needs it."""

import contextlib
import io
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grader.build.command import build_command
from grader.environment import use_this_python
from grader.errors import CourseError

DEBUG = "SOFTMAX_COURSE_DEBUG"

app = typer.Typer(
    name="softmax-course",
    help="Softmax from the Odds Up: work on the notebooks, check them, grade a class.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("build")(build_command)

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

Out = Annotated[Path, typer.Option(help="Grading folder: autograded/, feedback/ and gradebook.db are in it.")]
Db = Annotated[str | None, typer.Option(help="URL of another gradebook, such as postgresql+psycopg://host/name.")]


@app.callback()
def _every_command(
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error came up.")] = False,
) -> None:
    if debug:
        os.environ[DEBUG] = "1"


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(
    context: typer.Context,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Open JupyterLab on work/, your own copy of the notebooks. Further options go to Jupyter."""
    from grader.lab import open_lab

    options = ["--no-browser"] * no_browser + ([f"--port={port}"] if port is not None else [])
    raise typer.Exit(open_lab([*options, *context.args]))


@app.command()
def check(
    notebooks: Annotated[list[Path], typer.Argument(metavar="NOTEBOOK...", help="Your notebooks.")],
    timeout: Annotated[int, typer.Option(min=1, help="Seconds a cell may take.")] = 30,
) -> None:
    """Run notebooks and say what their checks say. The files stay as they are."""
    from grader.check import check_notebook

    all_passed, unconfined = True, False
    for path in notebooks:
        with errors.status(f"Running {escape(str(path))}"):
            checked = check_notebook(path, timeout)
        outcomes, unconfined = checked.outcomes, unconfined or checked.sandbox == "none"
        console.print(f"[bold]{escape(str(path))}[/]")
        for name, (result, _most) in outcomes.items():
            passed = result.status == "passed"
            all_passed &= passed
            console.print(f"  {'[green]✓[/]' if passed else '[red]✗[/]'} {escape(name)}")
            if not passed:
                console.print(_indented(result.message), markup=False)
        points = sum(result.points for result, _most in outcomes.values())
        most = sum(most for _result, most in outcomes.values())
        console.print(f"  {points:g} of {most:g} points of the visible checks\n")
    if unconfined:
        console.print(
            "There is no sandbox on this machine: the notebook ran with all your rights, as it does in JupyterLab."
        )
    raise typer.Exit(0 if all_passed else 1)


@app.command()
def explore(
    to: Annotated[
        Path, typer.Option("--export", metavar="DIR", help="Where the pages go: one HTML file an exploration.")
    ] = Path("explorations"),
) -> None:
    """Write the explorations as pages that need no kernel and no network, for lectures and for the web."""
    from softmax_course.explorations.export import write_pages

    _require_folder(to, "--export")
    try:
        pages = write_pages(to)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written: {error.strerror}. Name another folder with --export."
        ) from error
    for path in pages:
        console.print(escape(str(path)))
    console.print("Open them in any browser.")


@app.command()
def grade(
    assignments: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all.")] = None,
    submitted: Annotated[
        Path | None,
        typer.Option(help="Holds STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb. Default: submitted/ in OUT, or here."),
    ] = None,
    out: Out = Path("."),
    db: Db = None,
    json: Annotated[Path | None, typer.Option(help="Write one record a graded cell to this file.")] = None,
    timeout: Annotated[int, typer.Option(min=1, help="Seconds a cell may take.")] = 30,
    force: Annotated[bool, typer.Option("--force", help="Run again what was graded before.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Notebooks at once. [default: one a core]")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Run the notebooks on the workers of this Dask scheduler.")
    ] = None,
    engine: Annotated[str, typer.Option(help="fast, or nbgrader: stock nbgrader, which trusts the students.")] = "fast",
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Go on where a layer of the sandbox is missing.")] = False,
) -> None:
    """Grade what was handed in. What was graded before and has not changed is not run again."""
    from grader.course import find_course
    from grader.submissions import find_submissions

    if engine not in ("fast", "nbgrader"):
        raise CourseError(f"--engine {engine} is unknown: say fast or nbgrader.")
    if scheduler is not None and (workers or engine == "nbgrader"):
        other = "--workers" if workers else "--engine nbgrader"
        raise CourseError(
            f"{other} is about this machine, and --scheduler runs notebooks on others: leave one of them out."
        )
    course = find_course()
    unknown = [name for name in assignments or [] if name not in course.assignments]
    if unknown:
        raise CourseError(f"There is no assignment {unknown[0]}. The course has {', '.join(course.assignments)}.")
    out = out.resolve()
    folder = submitted or (out / "submitted" if (out / "submitted").is_dir() else Path("submitted"))
    submissions = list(find_submissions(folder, sorted(set(assignments or course.assignments))))
    if not submissions:
        expected = folder / "STUDENT" / "ASSIGNMENT" / "ASSIGNMENT.ipynb"
        raise CourseError(f"There is nothing to grade in {folder}: expected is {expected}.")
    _require_folder(out, "--out")
    if json:
        _require_folder(json.resolve().parent, "--json")

    from grader.engine.engine import EngineError
    from grader.gradebook import gradebook_url
    from grader.grading import Graded, Grading, Settings
    from grader.records import write_json

    settings = Settings(timeout, force, engine, workers, unsafe, scheduler)
    grading = Grading(course, out, gradebook_url(out, db), settings, tell=lambda text: errors.print(escape(text)))
    graded: list[Graded] = []
    with _progress() as progress:
        task = progress.add_task("Grading", total=len(submissions))
        try:
            with _stopped_by_ctrl_c() as pressed:
                for one in grading.run(submissions):
                    graded.append(one)
                    progress.advance(task)
                    if pressed.is_set():
                        raise KeyboardInterrupt
        except EngineError as reason:
            raise CourseError(
                f"The engine cannot be started: {reason} What has been graded is kept. On a machine of your own, with submissions that you "
                "trust, --unsafe goes on without what is missing, and --engine nbgrader does without a sandbox."
            ) from None
    graded.sort(key=lambda one: (one.submission.assignment, one.submission.student))  # not by who was ready first
    records = [record for one in graded for record in one.records]
    if json:
        write_json(records, json)
    for one in graded:
        if one.left_out:
            errors.print(escape(f"{one.left_out} It is not in the gradebook."))
    _show_scores(records)
    _show_changes(graded)
    console.print(f"The gradebook and autograded/ are in {escape(str(out))}.")
    console.print("Next: `softmax-course feedback` and `softmax-course export`, with the same --out and --db.")


@app.command("sample-class")
def sample_class(
    students: Annotated[int, typer.Option(min=1, help="How many.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="Another seed makes another class.")] = 1,
    to: Annotated[Path, typer.Option(help="Where STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb are written.")] = Path(
        "submitted"
    ),
) -> None:
    """Make up a class: submissions from the solutions, other right ways and mistakes; some late, some blank, some broken."""
    import numpy as np

    from grader.course import find_course
    from grader.sample_class import read_assignment, write_class

    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CourseError(f"{to} is not an empty folder, and nothing in it is to be lost: name another one with --to.")
    course = find_course()
    assignments = [read_assignment(course.root, name) for name in course.assignments]
    names = write_class(assignments, students, np.random.default_rng(seed), to)
    console.print(f"{len(names)} students handed in the first of {len(assignments)} notebooks or more, in {to}.")


@app.command()
def mistakes(
    to: Annotated[Path | None, typer.Option(help="Also write the table, as Markdown, to this file.")] = None,
) -> None:
    """Try the whole library of mistakes: is each caught, is it named, is nothing accused that is right?"""
    from grader.build.source import read_sources
    from grader.course import find_course
    from grader.naming_table import as_markdown, try_library
    from solutions.mistakes import LIBRARY

    sources, _problems = read_sources(find_course().root)
    columns = (TextColumn("Trying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as progress:
        trials = list(progress.track(try_library(sources), total=len(LIBRARY)))
    for trial in trials:
        name, right = trial.implementation.name, trial.implementation.right
        if trial.caught == right:
            console.print(f"[red]{name} is {'accused' if right else 'not caught'}[/]\n{_indented(trial.message)}")
        if trial.misnamed:
            console.print(f"[red]{name}, without its own signature, is taken for {', '.join(trial.misnamed)}[/]")
    table = as_markdown(trials)
    console.print(table, markup=False)
    if to:
        to.write_text(table, encoding="utf-8")


@app.command()
def pack(
    to: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path("softmax-course.zip"),
) -> None:
    """Make the zip file for students: the notebooks and what they need to work on them, without any answers."""
    from grader.course import find_course
    from grader.pack import pack, require_fresh

    root = find_course().root
    with errors.status("Packing"):
        require_fresh(root)
        names = pack(root, to)
    console.print(f"{escape(str(to))} holds {len(names)} files and {to.stat().st_size / 2**20:.1f} MB.")
    console.print("Students unpack it and do what its README.md says.")


@app.command()
def solved(
    assignments: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all.")] = None,
    to: Annotated[Path, typer.Option(metavar="DIR", help="Where the pages go: one HTML file a notebook.")] = Path(
        "solved"
    ),
    timeout: Annotated[int, typer.Option(min=1, help="Seconds a cell may take.")] = 300,
) -> None:
    """Write the solved notebooks as pages for the classroom, with all outputs. The hidden tests are not in them."""
    from grader.course import find_course

    course = find_course()
    unknown = [name for name in assignments or [] if name not in course.assignments]
    if unknown:
        raise CourseError(f"There is no assignment {unknown[0]}. The course has {', '.join(course.assignments)}.")
    _require_folder(to, "--to")

    from grader.solved import write_pages

    with _progress() as progress:
        task = progress.add_task("Cells", total=None)
        try:
            pages = write_pages(
                course,
                sorted(set(assignments or course.assignments)),
                to,
                timeout,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
        except OSError as error:
            raise CourseError(
                f"{error.filename} cannot be written: {error.strerror}. Name another folder with --to."
            ) from error
    for path in pages:
        console.print(escape(str(path)))
    console.print(
        "Open them in any browser. They hold the answers: they are for the lecture, not for the course's page."
    )


@app.command()
def collect(
    archives: Annotated[
        list[Path], typer.Argument(metavar="ARCHIVE...", help="Zip files of Moodle or Canvas, folders, notebooks.")
    ],
    assignment: Annotated[str, typer.Option(metavar="NAME", help="What was handed in, such as 01_logistic.")],
    submitted: Annotated[Path, typer.Option(help="Where STUDENT/NAME/NAME.ipynb are written.")] = Path("submitted"),
) -> None:
    """Lay out what was handed in for grading. What was collected before is replaced by a newer file only."""
    from grader.collect import collect, counted
    from grader.course import find_course

    names = find_course().assignments
    if assignment not in names:
        raise CourseError(f"There is no assignment {assignment}. The course has {', '.join(names)}.")
    with errors.status("Collecting"):
        summary = collect(archives, assignment, [name for name in names if name != assignment], submitted)
    for archive, shape in summary.read_as.items():
        console.print(f"{escape(archive)} was read as {shape}.")
    _show_pairs("student", "to know", summary.notes)
    _show_pairs("left out", "because it", summary.skipped)
    console.print(f"{counted(summary)}, in {escape(str(submitted))}.")
    if not summary.students:
        raise CourseError(
            "Nothing was collected. Expected are notebooks with the student in their name: a Moodle or Canvas download, "
            "STUDENT.ipynb, or a folder STUDENT with a notebook."
        )
    console.print(f"Next: `softmax-course grade {assignment} --submitted {escape(str(submitted))}`.")


@app.command()
def feedback(out: Out = Path("."), db: Db = None) -> None:
    """Write feedback: OUT/feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html, and over all of a student's notebooks STUDENT/index.html."""
    from grader.course import find_course
    from grader.feedback.writing import ClassFeedback
    from grader.gradebook import gradebook_url

    out = out.resolve()
    of_class = ClassFeedback(find_course(), out, gradebook_url(out, db))
    with _progress() as progress:
        written = sum(progress.track(of_class.write_pages(), total=len(of_class.pairs), description="Feedback"))
    students = of_class.write_overviews()
    folder = escape(str(out / "feedback"))
    console.print(f"{written} pages written, {len(of_class.pairs) - written} were up to date, in {folder}.")
    console.print(f"Each of {students} students has a page over all notebooks there: STUDENT/index.html.")


@app.command()
def report(
    assignments: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all graded.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page to write. [default: report.html in OUT]")
    ] = None,
    out: Out = Path("."),
    db: Db = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave out names.")] = False,
) -> None:
    """Write one page about the class: scores, hard exercises, common mistakes, failures that have no name yet."""
    from grader.course import find_course
    from grader.gradebook import gradebook_url, open_gradebook

    course, out = find_course(), out.resolve()
    unknown = [name for name in assignments or [] if name not in course.assignments]
    if unknown:
        raise CourseError(f"There is no assignment {unknown[0]}. The course has {', '.join(course.assignments)}.")
    to = (to or out / "report.html").resolve()  # "." has no name of its own

    from grader.report import make_report, read_class

    with errors.status("Reading the gradebook"), open_gradebook(gradebook_url(out, db)) as gradebook:
        graded = read_class(gradebook, assignments or ())
    with errors.status("Drawing"):
        page = make_report(graded, out, anonymous=anonymous)
    unfinished = to.with_name(f"{to.name}.part")
    try:
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(to)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CourseError(f"{to} cannot be written: {error.strerror}. Name another file with --to.") from error
    console.print(f"{escape(str(to))} has it all in one file. Open it in any browser.")


@app.command()
def export(
    out: Out = Path("."),
    db: Db = None,
    format: Annotated[str, typer.Option(help="csv, canvas or moodle.")] = "csv",
    to: Annotated[Path | None, typer.Option(help="The file to write. [default: standard output]")] = None,
) -> None:
    """Write the grades as a table: nbgrader's own, or what the gradebook of Canvas or Moodle imports."""
    from grader.export import FORMATS
    from grader.gradebook import gradebook_url, open_gradebook

    if format not in FORMATS:
        raise CourseError(f"--format {format} is not in this version; say one of {', '.join(FORMATS)}.")
    with open_gradebook(gradebook_url(out.resolve(), db)) as gradebook, contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(_open_table(to)) if to else _standard_output()
        except OSError as error:
            raise CourseError(f"{to} cannot be written: {error.strerror}. Name another file with --to.") from error
        changed = FORMATS[format](gradebook, file)
    for text in changed or ():
        errors.print(
            f"{escape(repr(text))} begins like a formula, which a spreadsheet would run: an apostrophe was put in front. "
            "As an id it is not recognised any more, so enter this student's grades by hand."
        )


def _open_table(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _standard_output() -> TextIO:
    """Standard output that writes a table as a file would hold it, on every system."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return sys.stdout


def _show_pairs(first: str, second: str, pairs: Sequence[tuple[str, str]]) -> None:
    if pairs:
        table = Table(first, second)
        for pair in pairs:
            table.add_row(*map(escape, pair))
        console.print(table)


@contextlib.contextmanager
def _stopped_by_ctrl_c() -> Iterator[threading.Event]:
    """Ctrl-C ends what runs inside with a sentence, also where its exception became another one on its way.

    Yields
    ------
    threading.Event
        Set when the keys were pressed; the exception may have been lost, as in a destructor.
    """
    pressed = threading.Event()

    def press(_signal: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    except BaseException:
        if not pressed.is_set():
            raise
        errors.print("Stopped. What has been graded is kept: run the same command again to go on.")
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _progress() -> Progress:
    """A bar on stderr, with how many are done of how many and the time that remains."""
    words = TextColumn("{task.description}")
    return Progress(words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=errors)


def _require_folder(path: Path, option: str) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError(f"{option}: the folder {path} cannot be made: {error.strerror}. Name another one.") from error


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" if line else "" for line in text.splitlines())


def _show_changes(graded: list) -> None:
    """What is new since the last grading, where there was one."""
    ran = [one for one in graded if one.ran]
    if not any(one.before for one in graded):
        return
    console.print(f"{len(ran)} of {len(graded)} notebooks were run; the others have not changed since the last time.")
    changes = []
    for one in ran:
        before, now = ({r.cell: r.points for r in records} for records in (one.before or [], one.records))
        moved = [f"{cell} {before[cell]:g} → {now[cell]:g}" for cell in now if before.get(cell, now[cell]) != now[cell]]
        if moved:
            changes.append((f"{one.submission.student} {one.submission.assignment}", ", ".join(moved)))
    _show_pairs("changed", "points", changes)


def _show_scores(records: list) -> None:
    """A table of students and assignments."""
    points: dict[tuple[str, str], float] = {}
    most: dict[tuple[str, str], float] = {}
    for record in records:
        key = record.student, record.assignment
        points[key] = points.get(key, 0) + record.points
        most[key] = most.get(key, 0) + record.max_points
    assignments = sorted({assignment for _student, assignment in points})
    table = Table("student", *assignments)
    for student in sorted({student for student, _assignment in points}):
        keys = [(student, assignment) for assignment in assignments]
        name = student.encode(errors="backslashreplace").decode()  # a folder's name may be no text
        table.add_row(escape(name), *(f"{points[k]:g} of {most[k]:g}" if k in points else "–" for k in keys))
    console.print(table)


def main() -> None:
    """Run the command line: what a user can solve is one sentence, and so is what nobody expected."""
    use_this_python()
    warnings.filterwarnings("ignore", module="nbgrader")  # its queries make SQLAlchemy talk
    try:
        app()
    except CourseError as error:
        errors.print(f"[red]{escape(str(error))}[/]")
        sys.exit(1)
    except Exception as error:
        if os.environ.get(DEBUG):
            traceback.print_exc()
        else:
            errors.print(f"[red]This should not have happened: {escape(f'{type(error).__name__}: {error}')}[/]")
            errors.print("Run `softmax-course --debug …` to see where, and please report it.")
        sys.exit(1)


if __name__ == "__main__":
    main()
