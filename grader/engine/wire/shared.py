"""Mutable objects that both sides hold: what one side changes in place, the other sees at the next message.

An array, dictionary, list or random generator that crosses gets a number, and each side remembers what it last looked like. Before a
message the sender looks for what has changed since and sends that along; so "in place" means the same in two processes as in one, as
seen from the moments at which they talk.

The judge drops what nobody there holds any more, and tells the other side to do so.
"""

import copy
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.engine.wire.frames import WireError

MOST_OBJECTS = 100_000
_ONLY_HERE = 2  # references to a value that only its entry holds: the entry's, and the one that counting makes


@dataclass
class _Entry:
    value: Any
    state: Any


class SharedObjects:
    """The objects that one connection has numbered.

    Parameters
    ----------
    parity
        0 or 1: each side gives its own numbers.
    """

    def __init__(self, parity: int) -> None:
        self._next = parity
        self._entries: dict[int, _Entry] = {}
        self._numbers: dict[int, int] = {}

    def number_of(self, value: Any) -> int | None:
        """The number of a shared object, or None."""
        return self._numbers.get(id(value))

    def add(self, value: Any, number: int | None = None) -> int:
        """Share an object: under a new number, or under the one that the other side gave it.

        Raises
        ------
        WireError
            If the number is taken, or too many objects are shared.
        """
        if number is None:
            number = self._next
            self._next += 2
        if number in self._entries or len(self._entries) >= MOST_OBJECTS:
            raise WireError("too many objects, or one twice")
        self._entries[number] = _Entry(value, None)
        self._numbers[id(value)] = number
        return number

    @property
    def next_number(self) -> int:
        """The number that the next object of this side will have."""
        return self._next

    def take_back(self, number: int) -> None:
        """Forget this side's objects from a number on: the message that would have told of them was not sent."""
        self.drop([known for known in self._entries if known >= number and known % 2 == self._next % 2])
        self._next = number

    def remember(self, number: int) -> None:
        """Take an object as it is now for what both sides know."""
        entry = self._entries[number]
        entry.state = _state(entry.value)

    def __getitem__(self, number: int) -> Any:
        """The object with this number."""
        try:
            return self._entries[number].value
        except (KeyError, TypeError):
            raise WireError("an object that is not known") from None

    def changed(self) -> Iterator[tuple[int, Any]]:
        """Number and value of what has changed since the last message; it counts as known from now on."""
        for number, entry in list(self._entries.items()):
            if not _same(entry.value, entry.state):
                entry.state = _state(entry.value)
                yield number, entry.value

    def unused(self) -> list[int]:
        """Drop what nobody else holds, and say which numbers that were."""
        numbers = [n for n, entry in self._entries.items() if sys.getrefcount(entry.value) <= _ONLY_HERE]
        self.drop(numbers)
        return numbers

    def drop(self, numbers: list[int]) -> None:
        """Forget objects."""
        for number in numbers:
            entry = self._entries.pop(number, None)
            if entry is not None:
                self._numbers.pop(id(entry.value), None)

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
        self._numbers.clear()


def is_shared(value: Any) -> bool:
    """Whether a value is one of the mutable kinds that are kept the same on both sides.

    A class of the notebook's own that derives from dict or list is more than its items: it crosses as an instance.
    """
    if isinstance(value, (dict, list)):
        return type(value).__module__ != "__main__"
    return isinstance(value, (np.ndarray, np.random.Generator))


def _state(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tobytes() if value.dtype.kind != "O" else None
    if isinstance(value, dict):
        return list(value.keys()), list(value.values())
    if isinstance(value, list):
        return list(value)
    return copy.deepcopy(generator_state(value))


def generator_state(generator: np.random.Generator) -> dict[str, Any]:
    """Where a generator is in its sequence, and what its children are seeded by: ``rng.spawn`` gives the same ones on both sides."""
    state = dict(generator.bit_generator.state)
    seed = generator.bit_generator.seed_seq
    if isinstance(seed, np.random.SeedSequence):
        entropy = list(seed.entropy) if isinstance(seed.entropy, Sequence) else [seed.entropy]
        state["seed"] = {"entropy": entropy, "spawn_key": list(seed.spawn_key), "spawned": seed.n_children_spawned}
    return state


def _same(value: Any, state: Any) -> bool:
    if isinstance(value, np.ndarray):
        return state is None or value.tobytes() == state
    if isinstance(value, dict):
        keys, values = state
        return list(value.keys()) == keys and _identical(value.values(), values)
    if isinstance(value, list):
        return _identical(value, state)
    return _equal_states(generator_state(value), state)


def _identical(values: Any, known: list) -> bool:
    return len(values) == len(known) and all(a is b for a, b in zip(values, known, strict=True))


def _equal_states(first: Any, second: Any) -> bool:
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(_equal_states(first[key], second[key]) for key in first)
    return bool(np.array_equal(first, second))


def overwrite(value: Any, content: Any, array_from: Callable[[np.ndarray, Any], np.ndarray]) -> None:
    """Give a shared object the content that the other side has.

    Parameters
    ----------
    value
        The object, changed in place.
    content
        Bytes of an array, a dictionary, a list, or a state of a random generator.
    array_from
        Makes the new array from the old one and the bytes, and checks them.

    Raises
    ------
    WireError
        If the content does not fit.
    """
    if isinstance(value, np.ndarray):
        new = array_from(value, content)
        if not value.flags.writeable:
            raise WireError("an array that is only to be read was changed")
        value[...] = new
    elif isinstance(value, dict) and isinstance(content, dict):
        value.clear()
        value.update(content)
    elif isinstance(value, list) and isinstance(content, list):
        value[:] = content
    elif isinstance(value, np.random.Generator) and isinstance(content, dict):
        try:
            value.bit_generator.state = content
            _let_spawn(value.bit_generator.seed_seq, content.get("seed"))
        except (TypeError, ValueError, KeyError, OverflowError):
            raise WireError("a state that is none of a random generator") from None
    else:
        raise WireError("a change that does not fit its object")


def _let_spawn(seed: Any, told: dict | None) -> None:
    """Count the children that the other side has spawned."""
    if told is not None and isinstance(seed, np.random.SeedSequence):
        missing = told["spawned"] - seed.n_children_spawned
        if not 0 <= missing <= MOST_OBJECTS:
            raise WireError("a generator with too many children")
        if missing:
            seed.spawn(missing)
