"""Values as they cross between the judge and the student's process: typed, bounded, and never pickled.

Numbers, strings, None, lists, tuples, dictionaries, sets, slices, numeric and bool arrays, NumPy's number types and random generators
cross by value. Everything else crosses as a handle, a number under which the other side can ask for a call, an attribute or the
next item.
"""

import fractions
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.engine.wire.frames import WireError
from grader.engine.wire.shared import SharedObjects, generator_state, is_shared, overwrite

DEEPEST = 60
LARGEST_ARRAY = 48 << 20  # bytes
LONGEST_INTEGER = 4096  # bits
LONGEST_SEED = 100  # integers
LARGEST_VALUE = 20_000_000  # items, where a list that stands in many places counts in each
NUMERIC = re.compile(r"[<>|=]?[biufc]\d{1,2}")
TYPES = {
    "float": float,
    "int": int,
    "bool": bool,
    "complex": complex,
    "str": str,
    "list": list,
    "dict": dict,
    "tuple": tuple,
}
NUMPY_TYPES = {kind.__name__: kind for kind in np.sctypeDict.values()}
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")

Tree = Any  # what msgpack knows: None, bool, int, float, str, bytes, list


class CannotCross(ValueError):
    """A value is nested more deeply, or longer, than a result of an exercise can be."""


class Values:
    """Turns values into trees of plain types and back.

    Parameters
    ----------
    shared
        The mutable objects of this connection.
    to_handle
        Makes the tree of a handle for a value that does not cross by value.
    from_handle
        The reverse of it, for what the other side's ``to_handle`` made.
    """

    def __init__(
        self, shared: SharedObjects, to_handle: Callable[[Any], Tree], from_handle: Callable[[Tree], Any]
    ) -> None:
        self._shared = shared
        self._to_handle = to_handle
        self._from_handle = from_handle
        self._refers = False  # whether what is being read stands in several places

    # ---- out ------------------------------------------------------------------------------------------------------

    def encode(self, value: Any, depth: int = 0) -> Tree:
        """The tree of a value.

        Raises
        ------
        CannotCross
            If it is nested too deeply, as one that holds itself is, or an integer of more than a thousand digits.
        """
        if depth > DEEPEST:
            raise CannotCross("the value is nested too deeply, or holds itself")
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str or kind is bytes:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else ["i", _hexadecimal(value)]
        if is_shared(value):
            return self._encode_shared(value, depth)
        if isinstance(value, np.generic):
            return self._encode_scalar(value)
        if isinstance(value, tuple):
            return ["t", [self.encode(item, depth + 1) for item in value]]
        if isinstance(value, (set, frozenset)):
            return ["s", [self.encode(item, depth + 1) for item in value], kind is frozenset]
        if isinstance(value, slice):
            return ["/", [self.encode(item, depth + 1) for item in (value.start, value.stop, value.step)]]
        return self._encode_rare(value)

    def _encode_rare(self, value: Any) -> Tree:
        if value is Ellipsis:
            return ["."]
        if isinstance(value, bool | int):
            return self.encode(int(value))
        if isinstance(value, float | str):
            return float(value) if isinstance(value, float) else str.__str__(value)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, fractions.Fraction):
            return ["q", _hexadecimal(value.numerator), _hexadecimal(value.denominator)]
        if isinstance(value, range):
            return ["r", value.start, value.stop, value.step]
        if isinstance(value, np.dtype) and NUMERIC.fullmatch(value.str):
            return ["D", value.str]
        if isinstance(value, type):
            name = type.__getattribute__(value, "__name__")
            if TYPES.get(name) is value:
                return ["T", name]
            if NUMPY_TYPES.get(name) is value:
                return ["N", name]
        return self._to_handle(value)

    def _encode_shared(self, value: Any, depth: int) -> Tree:
        number = self._shared.number_of(value)
        if number is not None:
            return ["=", number]
        if isinstance(value, np.ndarray):
            return self._encode_array(value, depth)
        number = self._shared.add(value)
        tree = [_tag(value), number, self._content(value, depth)]
        self._shared.remember(number)
        return tree

    def _encode_array(self, value: np.ndarray, depth: int) -> Tree:
        if value.dtype.kind == "O":
            return ["o", list(value.shape), [self.encode(item, depth + 1) for item in value.reshape(-1).tolist()]]
        if not NUMERIC.fullmatch(value.dtype.str):
            return self._to_handle(value)
        if value.nbytes > LARGEST_ARRAY:
            raise CannotCross(f"an array of {value.nbytes / 2**20:.0f} MiB, where {LARGEST_ARRAY >> 20} are allowed")
        number = self._shared.add(value)
        self._shared.remember(number)
        order = bool(value.flags.f_contiguous and not value.flags.c_contiguous)
        settings = [value.dtype.str, list(value.shape), order, bool(value.flags.writeable)]
        return ["a", number, settings, value.tobytes()]

    def _encode_scalar(self, value: np.generic) -> Tree:
        if NUMERIC.fullmatch(value.dtype.str):
            return ["n", value.dtype.str, value.tobytes()]
        return str(value) if isinstance(value, np.str_) else self._to_handle(value)

    def _content(self, value: Any, depth: int) -> Tree:
        if isinstance(value, np.ndarray):
            return value.tobytes()
        if isinstance(value, dict):
            return [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in dict.items(value)]
        if isinstance(value, list):
            return [self.encode(item, depth + 1) for item in list.__iter__(value)]
        return self._encode_state(generator_state(value), depth)

    def _encode_state(self, state: Any, depth: int) -> Tree:
        if isinstance(state, dict):
            return {key: self._encode_state(item, depth + 1) for key, item in state.items()}
        if isinstance(state, np.ndarray):
            return ["a", state.dtype.str, state.tobytes()]
        if isinstance(state, list):
            return ["l", [self._encode_state(item, depth + 1) for item in state]]
        return hex(state) if isinstance(state, int | np.integer) else str(state)

    def changes(self) -> Tree:
        """What has changed in shared objects since the last message."""
        return [[number, self._content(value, 0)] for number, value in self._shared.changed()]

    # ---- in -------------------------------------------------------------------------------------------------------

    def decode(self, tree: Tree, depth: int = 0) -> Any:
        """The value of a tree.

        Raises
        ------
        WireError
            If the tree is none that :meth:`encode` makes.
        """
        if depth > DEEPEST:
            raise WireError("a value nested too deeply")
        if tree is None or isinstance(tree, (bool, int, float, str, bytes)):
            return tree
        try:
            value = self._decode(tree, depth + 1)
            if depth == 0:
                self._require_finite(value)
            return value
        except WireError:
            raise
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
            raise WireError(f"a value that cannot be read ({type(error).__name__})") from None

    def _decode(self, tree: Tree, depth: int) -> Any:
        tag, *rest = tree
        if tag == "=":
            self._refers = True
            return self._shared[rest[0]]
        if tag == "a":
            return self._decode_array(*rest)
        if tag in ("d", "l", "g"):
            return self._decode_shared(tag, rest[0], rest[1], depth)
        if tag == "t":
            return tuple(self.decode(item, depth) for item in rest[0])
        if tag == "n":
            return np.frombuffer(rest[1], _dtype(rest[0]), count=1)[0]
        if tag == "h" or tag == "H":
            return self._from_handle(tree)
        if tag == "s":
            items = [self.decode(item, depth) for item in rest[0]]
            return frozenset(items) if rest[1] else set(items)
        if tag == "/":
            return slice(*(self.decode(item, depth) for item in rest[0]))
        return self._decode_rare(tag, rest, depth)

    def _decode_rare(self, tag: str, rest: list, depth: int) -> Any:
        if tag == "i":
            return _integer(rest[0])
        if tag == ".":
            return Ellipsis
        if tag == "c":
            return complex(float(rest[0]), float(rest[1]))
        if tag == "q":
            return fractions.Fraction(_integer(rest[0]), _integer(rest[1]))
        if tag == "r":
            return range(*map(int, rest))
        if tag == "D":
            return _dtype(rest[0])
        if tag == "T":
            return TYPES[rest[0]]
        if tag == "N":
            return NUMPY_TYPES[rest[0]]
        if tag == "o":
            items = [self.decode(item, depth) for item in rest[1]]
            array = np.empty(len(items), dtype=object)
            array[:] = items
            return array.reshape([_number(size) for size in rest[0]])
        raise WireError("a value of no known kind")

    def _decode_array(self, number: int, settings: list, data: bytes) -> np.ndarray:
        name, shape, fortran, writeable = settings
        flat = np.frombuffer(data, _dtype(name)).copy()
        array = flat.reshape([_number(size) for size in shape])
        if fortran:
            array = np.asfortranarray(array)
        array.flags.writeable = bool(writeable)
        self._share(array, number)
        return array

    def _decode_shared(self, tag: str, number: int, content: Tree, depth: int) -> Any:
        if tag == "g":
            generator = _generator(_decode_state(content, depth))
            self._share(generator, number)
            return generator
        value: Any = {} if tag == "d" else []
        self._shared.add(value, _number(number))  # first, for it may hold itself
        overwrite(value, self._decode_content(value, content, depth), _array)
        self._shared.remember(number)
        return value

    def _decode_content(self, value: Any, content: Tree, depth: int) -> Any:
        if isinstance(value, np.ndarray):
            return content
        if isinstance(value, dict):
            return {self.decode(k, depth): self.decode(v, depth) for k, v in content}
        if isinstance(value, list):
            return [self.decode(item, depth) for item in content]
        return _decode_state(content, depth)

    def apply(self, changes: Tree) -> None:
        """Give shared objects the content that the other side has.

        Raises
        ------
        WireError
            If a change does not fit.
        """
        try:
            pairs = [(self._shared[number], number, content) for number, content in changes]
            for value, number, content in pairs:
                overwrite(value, self._decode_content(value, content, 1), _array)
                self._shared.remember(number)
            self._require_finite([value for value, _number, _content in pairs])
        except WireError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise WireError(f"a change that cannot be read ({type(error).__name__})") from None

    def _require_finite(self, value: Any) -> None:
        """Refuse what is small here and without end for whoever goes through it: thirty lists, each twice in the next."""
        if not self._refers:
            return
        self._refers = False
        try:
            _written_out(value, {})
        except RecursionError:
            raise WireError("a value nested too deeply") from None

    def _share(self, value: Any, number: int) -> None:
        self._shared.add(value, _number(number))
        self._shared.remember(number)


def _written_out(value: Any, known: dict[int, int]) -> int:
    """How many items a value has when all of it is written out; where it holds itself, which it may once, half of what is allowed."""
    if not isinstance(value, (list, tuple, dict)) and not (isinstance(value, np.ndarray) and value.dtype.kind == "O"):
        return 1
    if id(value) not in known:
        known[id(value)] = LARGEST_VALUE // 2
        items = value.values() if isinstance(value, dict) else value.flat if isinstance(value, np.ndarray) else value
        known[id(value)] = 1 + sum(_written_out(item, known) for item in items)
    size = known[id(value)]
    if size > LARGEST_VALUE:
        raise WireError("a value that holds itself, or parts of itself, too often")
    return size


def _tag(value: Any) -> str:
    return "d" if isinstance(value, dict) else "l" if isinstance(value, list) else "g"


def _number(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise WireError("a number that is none")
    return number


def _hexadecimal(value: int) -> str:
    if value.bit_length() > LONGEST_INTEGER:
        raise CannotCross("an integer of more than a thousand digits")
    return hex(value)


def _integer(text: str) -> int:
    if len(text) > LONGEST_INTEGER // 4 + 4:
        raise WireError("an integer that is too long")
    return int(text, 16)


def _dtype(name: str) -> np.dtype:
    if not NUMERIC.fullmatch(name):
        raise WireError("an array that is not of numbers")
    return np.dtype(name)


def _array(old: np.ndarray, data: Any) -> np.ndarray:
    if not isinstance(data, bytes) or len(data) != old.nbytes:
        raise WireError("an array that has changed its size")
    return np.frombuffer(data, old.dtype).reshape(old.shape)


def _decode_state(tree: Tree, depth: int) -> Any:
    if depth > DEEPEST:
        raise WireError("a state nested too deeply")
    if isinstance(tree, dict):
        return {str(key): _decode_state(item, depth + 1) for key, item in tree.items()}
    if isinstance(tree, list):
        if tree[0] == "l":
            return [_decode_state(item, depth + 1) for item in tree[1]]
        return np.frombuffer(tree[2], _dtype(tree[1])).copy()
    return _integer(tree) if tree.startswith(("0x", "-0x")) else str(tree)


def _generator(state: Any) -> np.random.Generator:
    name = state["bit_generator"]
    if name not in BIT_GENERATORS:
        raise WireError("a random generator of no known kind")
    bits = getattr(np.random, name)(_seed(state.get("seed")))
    bits.state = state
    return np.random.Generator(bits)


def _seed(told: dict | None) -> np.random.SeedSequence:
    if told is None:  # of a generator that cannot spawn
        return np.random.SeedSequence(0)
    entropy, spawn_key, spawned = told["entropy"], told["spawn_key"], told["spawned"]
    if max(len(entropy), len(spawn_key)) > LONGEST_SEED or not 0 <= spawned < 2**32:
        raise WireError("a seed that is too long")
    return np.random.SeedSequence(
        entropy[0] if len(entropy) == 1 else entropy, spawn_key=spawn_key, n_children_spawned=spawned
    )
