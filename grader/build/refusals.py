"""What the build refuses: one rule a function, one sentence a problem, each with file and line."""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.build.figures import figure_problems
from grader.build.names import Names, names_of
from grader.build.regions import region_problems, stub
from grader.build.source import Cell, Source

SEES_EVERYTHING = {"eval", "exec", "globals", "locals", "vars"}
Problems = Iterator[str]


def problems_of(sources: list[Source], root: Path) -> list[str]:
    """Everything that is wrong with the sources.

    Parameters
    ----------
    sources
        All notebooks of the course.
    root
        The checkout.
    """
    problems = list(_named_twice(sources))
    for source in sources:
        problems += _problems_of_one(source, root)
    return problems


def _problems_of_one(source: Source, root: Path) -> Problems:
    names: dict[int, Names] = {}
    for cell in source.cells:
        yield from region_problems(cell)
        if cell.kind == "markdown":
            yield from figure_problems(cell, source.folder)
            continue
        yield from _mentions_solutions(cell)
        try:
            names[cell.line] = names_of(cell.text, cell.line + 1)
        except SyntaxError as error:
            yield cell.problem(f"this is not valid Python: {error.msg}.", error.lineno)
    sound = [cell for cell in source.cells if cell.line in names]
    yield from _without_partner(source)
    yield from _defined_twice(sound)
    for cell in sound:
        yield from _star_imports(cell)
        if cell.kind == "exercise":
            yield from _exercise_problems(cell, source, names, sound)
            yield from _without_grading(cell, source, root)
        else:
            yield from _takes_an_exercise_name(cell, source, names[cell.line])
        if cell.kind == "check":
            yield from _body_outside_guard(cell)
            yield from _reads_other_names(cell, source, names[cell.line])
        if cell.kind == "code":
            yield from _story_without_guard(cell, source, names[cell.line])


# ---- exercises and checks belong together --------------------------------------------------------------------


def _named_twice(sources: Iterable[Source]) -> Problems:
    first: dict[tuple[str, str], Cell] = {}
    for cell in (cell for source in sources for cell in source.cells if cell.name):
        before = first.setdefault((cell.kind, cell.name), cell)
        if before is not cell:
            yield cell.problem(f"there is another {cell.kind} {cell.name!r} at {before.path}:{before.line}.")
    owners: dict[str, Cell] = {}
    for cell in first.values():
        for name in cell.defines if cell.kind == "exercise" else ():
            if owners.setdefault(name, cell) is not cell:
                yield cell.problem(f"{name!r} is already defined by exercise {owners[name].name!r}.")


def _without_partner(source: Source) -> Problems:
    checks = {cell.name for cell in source.cells if cell.kind == "check"}
    latest = ""
    for cell in source.cells:
        if cell.kind == "exercise":
            latest = cell.name
            if cell.name not in checks:
                yield cell.problem(f"exercise {cell.name!r} has no check.")
        elif cell.kind == "check" and cell.name not in source.exercises:
            yield cell.problem(f"check {cell.name!r} has no exercise.")
        elif cell.kind == "check" and cell.name != latest:
            yield cell.problem(f"check {cell.name!r} has to follow its exercise, with no other exercise between them.")


def _without_grading(cell: Cell, source: Source, root: Path) -> Problems:
    if not re.fullmatch(r"\d+\+0*[1-9]\d*", cell.keys.get("points", "")):
        return
    path = root / "solutions" / "grading" / f"{source.module}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else ast.Module([], [])
    if not any(isinstance(node, ast.FunctionDef) and node.name == f"grade_{cell.name}" for node in tree.body):
        yield cell.problem(f"solutions/grading/{source.module}.py does not define grade_{cell.name}.")


# ---- exercise cells --------------------------------------------------------------------------------------------


def _exercise_problems(cell: Cell, source: Source, names: dict[int, Names], sound: list[Cell]) -> Problems:
    own = names[cell.line]
    for name in cell.defines:
        if name not in own.binds:
            yield cell.problem(f"exercise {cell.name!r} does not define {name!r}.")
    given = {name for other in sound if other.kind == "code" for name in names[other.line].binds}
    for other in source.exercises.values():
        if other is not cell and other.line in names:
            theirs = own.reads.keys() & (names[other.line].binds.keys() | set(other.defines)) - given - cell.uses
            for name in sorted(theirs, key=own.reads.__getitem__):
                sentence = (
                    f"exercise {cell.name!r} uses {name!r} of exercise {other.name!r}: a slip would cost points twice."
                )
                yield cell.problem(sentence, own.reads[name])
    yield from _stub_problems(cell)


def _stub_problems(cell: Cell) -> Problems:
    try:
        tree = ast.parse(stub(cell.text))
        bound = names_of(stub(cell.text)).binds
    except SyntaxError:
        yield cell.problem(f"the stub of {cell.name!r}, without its solution, is not valid Python.")
        return
    for name in cell.defines:
        if name not in bound:
            yield cell.problem(
                f"the stub of {cell.name!r} does not define {name!r}: its signature stands inside the solution region."
            )
    if any(_raises_when_run(node) for node in tree.body):
        yield cell.problem(
            f"the stub of {cell.name!r} would raise when its cell is run: put the solution region inside a function."
        )
    for node in tree.body:
        if (
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ):
            yield cell.problem(f"{node.name!r} has no docstring in the stub.", _line_of(cell, node.name))


def _raises_when_run(node: ast.AST) -> bool:
    """Whether a raise stands outside every function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    return isinstance(node, ast.Raise) or any(map(_raises_when_run, ast.iter_child_nodes(node)))


def _line_of(cell: Cell, name: str) -> int:
    return next(number for number, line in cell.numbered if re.match(rf"(async )?(def|class) {name}\b", line))


# ---- check cells -----------------------------------------------------------------------------------------------


def _reads_other_names(cell: Cell, source: Source, names: Names) -> Problems:
    allowed = (set(dir(builtins)) - SEES_EVERYTHING) | source.defined.keys() | source.given
    for name, line in names.reads.items():
        if name not in allowed:
            yield cell.problem(
                f"the check reads {name!r} from the notebook; a check reads only what exercises define.", line
            )


def _body_outside_guard(cell: Cell) -> Problems:
    wanted = f'with checking("{cell.name}")'
    tree = _tree(cell)
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if not body or not _is_guard(body[0], cell.name):
        yield cell.problem(
            f"the body of check {cell.name!r} has to stand inside `{wanted}`.", body[0].lineno if body else None
        )
        return
    for node in body[1:]:
        if node is not tree.body[-1] or ast.unparse(node) != "check.points":
            yield cell.problem(
                f"outside `{wanted}` stand only imports, and at the very end `check.points`.", node.lineno
            )


def _is_guard(node: ast.stmt, name: str) -> bool:
    if not isinstance(node, ast.With) or len(node.items) != 1:
        return False
    item = node.items[0]
    bound = item.optional_vars
    return ast.unparse(item.context_expr) == f"checking({name!r})" and (bound is None or isinstance(bound, ast.Name))


# ---- story cells -----------------------------------------------------------------------------------------------


def _takes_an_exercise_name(cell: Cell, source: Source, names: Names) -> Problems:
    for name, line in names.binds.items():
        if name in source.defined:
            yield cell.problem(
                f"this binds {name!r} and so replaces what the student wrote in exercise {source.defined[name]!r}.",
                line,
            )


def _story_without_guard(cell: Cell, source: Source, names: Names) -> Problems:
    guarded = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(_tree(cell))
        if isinstance(node, ast.With)
        and any(ast.unparse(item.context_expr).startswith("once_works(") for item in node.items)
    ]
    for name, line in names.at_once.items():
        if name in source.defined and not any(line in lines for lines in guarded):
            sentence = f"a story cell uses {name!r} only inside `with once_works(...)`, so that it runs from the start."
            yield cell.problem(sentence, line)


# ---- any code --------------------------------------------------------------------------------------------------


def _mentions_solutions(cell: Cell) -> Problems:
    for number, line in cell.numbered:
        if re.search(r"\bsolutions\b", line):
            yield cell.problem(
                "this line mentions `solutions`, which students do not have; only hidden tests may import it.", number
            )


def _star_imports(cell: Cell) -> Problems:
    for node in ast.walk(_tree(cell)):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield cell.problem(
                "import names one by one: after `import *` nobody can tell what the cell uses.", node.lineno
            )


def _defined_twice(cells: Iterable[Cell]) -> Problems:
    first: dict[str, int] = {}
    for cell in cells:
        for node in _tree(cell).body if cell.kind != "check" else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                line = first.setdefault(node.name, node.lineno)
                if line != node.lineno:
                    yield cell.problem(f"{node.name!r} is already defined in line {line}.", node.lineno)


def _tree(cell: Cell) -> ast.Module:
    """The cell's syntax tree, with the line numbers of the file."""
    return ast.parse("\n" * cell.line + cell.text)
