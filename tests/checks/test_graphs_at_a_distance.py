"""The checks of 07 decide the same when everything of the student's, nodes and ops included, is seen through proxies only."""

import operator
from typing import Any

import numpy as np
import pytest

from softmax_course import graph
from softmax_course.checks import NotPassed
from softmax_course.checks.calling import executed_lines
from softmax_course.checks.check import Check
from softmax_course.problems.graphs import with_graph
from solutions.mistakes import LIBRARY
from solutions.reference import reference

NOTEBOOK = reference("07_autodiff")
GIVEN = ("Node", "Variable", "constant", "assign", "placeholder", "Elementwise", "Exp", "transpose", "chain")
PLAIN = (np.ndarray, np.number, int, float, str, bool, type(None))
TRIPS = 1500  # of 0.4 ms each: little more than half a second


class Remote:
    """What the judge sees of an object: attributes, calls, operators, identity; not its class."""

    def __init__(self, far: "Far", thing: Any) -> None:
        self.__dict__.update(_far=far, _thing=thing)

    def __getattr__(self, name: str) -> Any:
        self._far.trips += 1
        return self._far.show(getattr(self._thing, name))

    def call_many(self, inputs: list[tuple]) -> list:
        self._far.trips += 1
        return [self._far.show(self._thing(*map(self._far.hand, args))) for args in inputs]

    def measured(self, what: str, args: tuple, options: dict) -> int:
        assert what == "lines"
        self._far.trips += 1
        return executed_lines(self._thing, self._far.hand(args))

    def __call__(self, *args: Any, **options: Any) -> Any:
        self._far.trips += 1
        return self._far.show(self._thing(*map(self._far.hand, args), **self._far.hand(options)))


for operate in (operator.add, operator.sub, operator.mul, operator.truediv):
    setattr(Remote, f"__{operate.__name__}__", lambda a, b, f=operate: a._far.show(f(a._thing, a._far.hand(b))))
Remote.__neg__ = lambda a: a._far.show(-a._thing)


class Far:
    """The other side: one proxy an object, and plain data as copies."""

    def __init__(self) -> None:
        self.trips = 0
        self.proxies: dict[int, Remote] = {}

    def show(self, thing: Any) -> Any:
        if isinstance(thing, PLAIN):
            return thing
        if isinstance(thing, (list, tuple)):
            return type(thing)(map(self.show, thing))
        if isinstance(thing, dict):
            return {self.show(key): self.show(value) for key, value in thing.items()}
        return self.proxies.setdefault(id(thing), Remote(self, thing))

    def hand(self, thing: Any) -> Any:
        if isinstance(thing, Remote):
            return thing._thing
        if isinstance(thing, (list, tuple)):
            return type(thing)(map(self.hand, thing))
        if isinstance(thing, dict):
            return {self.hand(key): self.hand(value) for key, value in thing.items()}
        return thing


def failure(exercise: str, answer: Any, far: Far) -> NotPassed | None:
    seen = with_graph(far.show(answer), **{name: far.show(getattr(graph, name)) for name in GIVEN})
    try:
        Check(exercise).values(seen)
    except NotPassed as error:
        return error
    return None


@pytest.mark.parametrize("exercise", ["topological_order", "graph_ops", "gradients", "Session"])
def test_the_solution_passes_within_a_second_of_messages(exercise):
    far = Far()
    assert failure(exercise, NOTEBOOK[exercise], far) is None
    assert 0 < far.trips < TRIPS


@pytest.mark.parametrize(
    "name",
    [
        "gradients_last_way_only",
        "gradients_without_placeholders",
        "SessionThatRemembers",
        "softmax_op_negative",
        "order_moved_at_every_meeting",
    ],
)
def test_a_mistake_is_named(name):
    entry = next(entry for entry in LIBRARY if entry.name == name)
    assert failure(entry.exercise, entry.answer, Far()).message.mistake == name
