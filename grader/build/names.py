"""Which names a cell binds and which it reads from the notebook.

Python's own compiler knows the scopes: of comprehensions, lambdas, nested functions, classes. A name that none of the
cell's scopes holds becomes a load of a global name, and those are counted.
"""

import dis
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType


@dataclass
class Names:
    """The names of a cell, each with the line where it is first met.

    Parameters
    ----------
    binds
        What the cell leaves behind in the notebook.
    reads
        What it takes from the notebook (or from builtins): names that it has not bound before.
    at_once
        The part of `reads` that happens when the cell is run, and not later in a function.
    """

    binds: dict[str, int] = field(default_factory=dict)
    reads: dict[str, int] = field(default_factory=dict)
    at_once: dict[str, int] = field(default_factory=dict)


def names_of(text: str, line: int = 1) -> Names:
    """The names of a cell.

    Parameters
    ----------
    text
        Python source.
    line
        The number of its first line.

    Raises
    ------
    SyntaxError
        With the line, if it is no Python.
    """
    code = compile("\n" * (line - 1) + text, "cell", "exec", dont_inherit=True, optimize=0)
    inner = list(_inner_code(code))
    names = Names()
    for function in inner:  # what a function declares global, and a comprehension binds by :=
        for opcode, name, at in _name_instructions(function):
            if opcode == "STORE_GLOBAL":
                names.binds.setdefault(name, at)
    for opcode, name, at in _name_instructions(code):
        if opcode.startswith("STORE"):
            names.binds.setdefault(name, at)
        elif name not in names.binds:
            names.at_once.setdefault(name, at)
    names.reads.update(names.at_once)
    for function in inner:
        own: set[str] = set()  # a class body binds and loads by name too
        for opcode, name, at in _name_instructions(function):
            if opcode == "STORE_NAME":
                own.add(name)
            elif opcode != "STORE_GLOBAL" and name not in own and name not in names.binds:
                names.reads.setdefault(name, at)
    return names


def _name_instructions(code: CodeType) -> Iterator[tuple[str, str, int]]:
    """The instructions that bind or load a name of the notebook: opcode, name, line."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in _BY_NAME and instruction.argval not in _OF_ANNOTATIONS:
            line = instruction.positions.lineno if instruction.positions else None
            yield instruction.opname, instruction.argval, line or code.co_firstlineno


_BY_NAME = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS", "STORE_NAME", "STORE_GLOBAL"}
_OF_ANNOTATIONS = {"__annotations__", "__conditional_annotations__"}


def _inner_code(code: CodeType) -> Iterator[CodeType]:
    """Functions, classes, lambdas and comprehensions inside a piece of code, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner_code(constant)
