"""What does not cross by value: functions, classes, iterators and instances, and the proxies that stand for them.

A proxy has the operators that its original has and no others, so that ``callable``, ``len`` and ``for`` answer as they would for the
original. There is one proxy an original: ``is`` keeps its meaning. A method is called in one message; other attributes are asked for.
"""

import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

from grader.engine.wire.frames import WireError

MOST_HANDLES = 200_000
BINARY = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
SPECIAL = frozenset(
    f"__{name}__"
    for name in [
        *BINARY,
        *(f"r{name}" for name in BINARY),
        *"neg pos abs invert lt le gt ge eq ne len getitem setitem delitem contains iter next call".split(),
        *"float int index bool array enter exit".split(),
    ]
)
NO_UFUNC = "__array_ufunc__"  # None in a class means: NumPy's arrays leave the operators to it
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


def specials_of(value: Any) -> list[str]:
    """The operators that an object's type defines."""
    defined: dict[str, Any] = {}
    for base in reversed(type(value).__mro__[:-1]):  # all but object
        defined |= {name: member for name, member in vars(base).items() if name in SPECIAL or name == NO_UFUNC}
    if isinstance(value, type):
        return ["__call__"]
    names = sorted(name for name, member in defined.items() if member is not None and name != NO_UFUNC)
    return names + ([NO_UFUNC] if NO_UFUNC in defined and defined[NO_UFUNC] is None else [])


def methods_of(kind: type) -> list[str]:
    """The public methods that a class gives its instances, where looking them up is left to Python."""
    if issubclass(kind, type) or kind.__getattribute__ is not object.__getattribute__:
        return []
    defined: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        defined |= vars(base)
    return sorted(name for name, member in defined.items() if type(member) is FunctionType and name[0] != "_")


class Handles:
    """The objects of this side that the other side knows by number.

    Parameters
    ----------
    seen_as
        Which operators of an object the other side may use.
    methods
        Which methods of a class it may call by name.
    """

    def __init__(self, seen_as: Callable[[Any], list[str]], methods: Callable[[type], list[str]]) -> None:
        self._seen_as = seen_as
        self._methods = methods
        self._known: dict[type, tuple[list[str], list[str]]] = {}  # looked up once a cell: a class may gain some later
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._next = 0

    def describe(self, value: Any) -> list:
        """Number, type name, name, operators and methods of an object, for the other side to make a proxy of."""
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= MOST_HANDLES:
                raise WireError("too many objects")
            number, self._next = self._next, self._next + 1
            self._objects[number] = value
            self._numbers[id(value)] = number
        name = getattr(value, "__name__", "") if callable(value) else ""
        kind = type(value)
        if kind not in self._known:
            self._known[kind] = self._seen_as(value), self._methods(kind)
        operators, methods = self._known[kind]
        own = getattr(value, "__dict__", {}) if methods else {}
        callable_by_name = [method for method in methods if method not in own]
        return [number, kind.__name__, name if isinstance(name, str) else "", operators, callable_by_name]

    def forget_classes(self) -> None:
        """Look operators and methods up anew."""
        self._known.clear()

    def __getitem__(self, number: Any) -> Any:
        """The object with this number."""
        try:
            return self._objects[number]
        except (KeyError, TypeError):
            raise WireError("an object that is not known") from None

    def drop(self, numbers: Sequence[int]) -> None:
        """Forget objects that the other side needs no longer."""
        for number in numbers:
            value = self._objects.pop(number, None)
            self._numbers.pop(id(value), None)

    def clear(self) -> None:
        """Forget all."""
        self._objects.clear()
        self._numbers.clear()


class Proxies:
    """The proxies of one side.

    Parameters
    ----------
    ask
        Sends a request to the other side and gives its answer: ``ask(operation, number, ...)``.
    """

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        self._known: weakref.WeakValueDictionary[int, Proxy] = weakref.WeakValueDictionary()
        self._classes: dict[tuple, type] = {}
        self.unused: list[int] = []

    def of(self, number: Any, kind: Any, name: Any, specials: Any, methods: Any) -> Any:
        """The proxy of the object with this number."""
        if type(number) is not int or not isinstance(specials, list) or not isinstance(methods, list):
            raise WireError("a handle that is none")
        proxy = self._known.get(number)
        if proxy is None:
            proxy = self._class(kind, tuple(specials), tuple(methods))(self._ask, number, str(name)[:60], self.unused)
            self._known[number] = proxy
        return proxy

    def take_unused(self) -> list[int]:
        """Numbers of proxies that nobody holds any more, once."""
        numbers, self.unused[:] = list(self.unused), []
        return [number for number in numbers if number not in self._known]

    def _class(self, kind: Any, specials: tuple, methods: tuple) -> type:
        known = self._classes.get((kind, specials, methods))
        if known is None:
            known = _proxy_class(str(kind), frozenset(map(str, specials)), frozenset(map(str, methods)))
            self._classes[kind, specials, methods] = known
        return known


def _proxy_class(kind: str, specials: frozenset[str], methods: frozenset[str]) -> type:
    members: dict[str, Any] = {special: _operator(special) for special in specials & SPECIAL}
    if "__eq__" in members:
        members["__hash__"] = object.__hash__
    if NO_UFUNC in specials:
        members[NO_UFUNC] = None
    members["_methods"] = methods
    return type(kind if _NAME.fullmatch(kind) else "object", (Proxy,), members)


class Proxy:
    """Stands for an object that lives in the other process."""

    _methods: frozenset[str]

    def __init__(self, ask: Callable[..., Any], number: int, name: str, unused: list[int]) -> None:
        vars(self).update(_ask=ask, _number=number, _unused=unused)
        if name:
            vars(self)["__name__"] = name

    def __del__(self) -> None:
        self._unused.append(self._number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._methods:
            return Method(self, name)
        return self._ask("getattr", self._number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("setattr", self._number, name, value)
        vars(self)["_methods"] = self._methods - {name}  # which it hides from now on

    def __copy__(self) -> Any:
        return self._ask("copy", self._number, False)

    def __deepcopy__(self, memo: dict) -> Any:
        return self._ask("copy", self._number, True)

    def __reduce__(self) -> Any:
        raise TypeError("it lives in another process and cannot be pickled")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in another process>"

    # ---- what the checks ask of functions that live elsewhere: see softmax_course.checks.calling ----

    def call_many(self, inputs: Sequence[tuple]) -> list:
        """The results for several arguments, asked for in one message."""
        return self._ask("call_many", self._number, [tuple(args) for args in inputs])

    def measured(self, what: str, args: Sequence, options: dict[str, Any]) -> Any:
        """What happens while the function runs, measured where it lives."""
        return self._ask("measured", self._number, what, tuple(args), options)


class Method:
    """A method of an object that lives in the other process: it is looked up there when it is called, in the same message.

    Parameters
    ----------
    owner
        The object.
    name
        The method's name.
    """

    def __init__(self, owner: Proxy, name: str) -> None:
        self.owner = owner
        self.__name__ = name

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self.owner._ask("call_method", number_of(self.owner), self.__name__, args, options)

    def _looked_up(self) -> Any:
        """The method as an object of its own."""
        return self.owner._ask("getattr", number_of(self.owner), self.__name__)

    def call_many(self, inputs: Sequence[tuple]) -> list:
        """See :meth:`Proxy.call_many`."""
        return self._looked_up().call_many(inputs)

    def measured(self, what: str, args: Sequence, options: dict[str, Any]) -> Any:
        """See :meth:`Proxy.measured`."""
        return self._looked_up().measured(what, args, options)


def number_of(proxy: Proxy) -> int:
    """The number under which the other side knows the object."""
    return vars(proxy)["_number"]


def _operator(special: str) -> Callable:
    if special == "__call__":

        def operate(self: Proxy, *args: Any, **options: Any) -> Any:
            return self._ask("call", self._number, args, options)

    elif special == "__iter__":

        def operate(self: Proxy) -> Iterator:  # type: ignore[misc]
            return self._ask("special", self._number, special, ())

    elif special == "__next__":

        def operate(self: Proxy) -> Any:  # type: ignore[misc]
            more, value = self._ask("next", self._number)
            if not more:
                raise StopIteration
            return value

    elif special == "__array__":

        def operate(self: Proxy, dtype: Any = None, copy: Any = None) -> Any:  # type: ignore[misc]
            array = self._ask("special", self._number, special, ())
            return array if dtype is None else array.astype(dtype)

    else:

        def operate(self: Proxy, *args: Any) -> Any:  # type: ignore[misc]
            return self._ask("special", self._number, special, args)

    operate.__name__ = special
    return operate
