"""The library of wrong and right implementations: data for the tests of the grader, for naming mistakes and for sample classes.

A function's name is its id. The docstring of a wrong one is the message that a student reads, its last paragraph the hint. Only ``np`` and
Python are used inside, so that each can stand as a student's cell.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Implementation:
    """One way to write an exercise.

    Parameters
    ----------
    name
        Its id.
    exercise
        The exercise that it answers.
    right
        Whether it deserves full points.
    builds
        Whether it is a function without arguments that returns the answer (a list of functions, several classes), instead of being it.
    definition
        The function or class.
    """

    name: str
    exercise: str
    right: bool
    builds: bool
    definition: Any

    @property
    def message(self) -> str:
        """What the student reads: the docstring without its last paragraph."""
        return "\n\n".join(self._paragraphs[:-1])

    @property
    def hint(self) -> str:
        """Where to look next: the last paragraph of the docstring."""
        return self._paragraphs[-1]

    @property
    def answer(self) -> Any:
        """The object that the exercise's name would be bound to."""
        return self.definition() if self.builds else self.definition

    @property
    def _paragraphs(self) -> list[str]:
        return [" ".join(p.split()) for p in inspect.cleandoc(self.definition.__doc__).split("\n\n")]

    def cell(self, names: tuple[str, ...]) -> str:
        """The implementation as the source of a student's solution cell.

        Parameters
        ----------
        names
            The names that the exercise defines.
        """
        tree = ast.parse(textwrap.dedent(inspect.getsource(self.definition)))
        definition = tree.body[0]
        assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
        definition.decorator_list = []
        if ast.get_docstring(definition) is not None:
            definition.body = definition.body[1:] or [ast.Pass()]
        if not self.builds:
            definition.name = names[0]
        source = ast.unparse(tree)
        return f"{source}\n\n{', '.join(names)} = {definition.name}()" if self.builds else source


LIBRARY: list[Implementation] = []
_ids: set[str] = set()  # those in the library


def wrong(exercise: str, *, builds: bool = False) -> Callable:
    """Register the decorated function or class as a wrong implementation of an exercise."""
    return _register(exercise, right=False, builds=builds)


def right(exercise: str, *, builds: bool = False) -> Callable:
    """Register the decorated function or class as a right implementation of an exercise, however unusual."""
    return _register(exercise, right=True, builds=builds)


def _register(exercise: str, *, right: bool, builds: bool) -> Callable:
    def register(definition: Any) -> Any:
        if definition.__name__ in _ids:
            raise ValueError(
                f"{definition.__module__}: the id {definition.__name__!r} is taken; give the implementation another name."
            )
        _ids.add(definition.__name__)
        LIBRARY.append(Implementation(definition.__name__, exercise, right, builds, definition))
        return definition

    return register
