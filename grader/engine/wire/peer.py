"""One side of a conversation in which both may ask: a request is answered, and answering it may take requests the other way."""

import builtins
import copy
import threading
from collections.abc import Callable, Mapping
from typing import Any

import msgpack

from grader.engine.wire.frames import Frames, WireError
from grader.engine.wire.handles import Handles, Method, Proxies, Proxy, number_of
from grader.engine.wire.shared import SharedObjects
from grader.engine.wire.values import CannotCross, Values

ASK, ANSWER, ERROR = "?", "=", "!"
DEEPEST_CONVERSATION = 200
LONGEST_TEXT = 20_000
MOST_LISTS = 2_000_000  # in one message: an empty list is one byte there, and eighty here
ERRORS = {
    name: kind for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
}


class Peer:
    """Requests and answers over one connection.

    Parameters
    ----------
    frames
        The connection.
    parity
        0 on the judge's side, 1 on the student's.
    answers
        What the other side may ask for: functions of decoded arguments, by name.
    seen_as, methods
        Which operators of this side's objects the other side may use, and which methods it may call by name.
    """

    def __init__(
        self,
        frames: Frames,
        parity: int,
        answers: Mapping[str, Callable],
        seen_as: Callable[[Any], list[str]],
        methods: Callable[[type], list[str]],
    ) -> None:
        self.frames = frames
        self.answers = {"copy": self._copy, **answers}
        self.shared = SharedObjects(parity)
        self.handles = Handles(seen_as, methods)
        self.proxies = Proxies(self.ask)
        self.values = Values(self.shared, self._to_handle, self._from_handle)
        self._drops_unused = parity == 0
        self._errors: list[BaseException] = []
        self._depth = 0
        self._asking = threading.RLock()  # a student may call a function of ours from several threads

    # ---- asking and answering -----------------------------------------------------------------------------------

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the other side, answer what it asks meanwhile, and return its answer or raise its exception."""
        with self._asking:
            self._send(ASK, operation, arguments)
            return self._wait()

    def serve(self, operation: str, payload: Any) -> None:
        """Answer one request."""
        if self._depth >= DEEPEST_CONVERSATION:
            raise WireError("a conversation that goes too deep")
        self._depth += 1
        try:
            arguments = self.values.decode(payload)
            answer = self.answers.get(operation)
            if answer is None or not isinstance(arguments, tuple):
                raise WireError(f"a request for {operation!r:.40}")
            try:
                value = answer(*arguments)
            except WireError:
                raise
            except BaseException as error:
                self._send(ERROR, "", error)
            else:
                self._send(ANSWER, "", value)
        finally:
            self._depth -= 1

    def next_message(self) -> tuple[str, str, Any]:
        """Kind, operation and payload of the next message, after its changes have been applied."""
        try:
            count = _counter()
            kind, operation, changes, objects, handles, payload = msgpack.unpackb(
                self.receive(), strict_map_key=True, unicode_errors="surrogatepass", list_hook=count, object_hook=count
            )
            self.shared.drop(objects)
            self.handles.drop(handles)
        except WireError:
            raise
        except (ValueError, TypeError, RecursionError, msgpack.UnpackException) as error:
            raise WireError(f"a message that cannot be read ({type(error).__name__})") from None
        self.values.apply(changes)
        return str(kind), str(operation), payload

    def receive(self) -> bytes:
        """The bytes of the next message."""
        return self.frames.receive()

    def send(self, message: bytes) -> None:
        """Send the bytes of a message."""
        self.frames.send(message)

    def forget(self) -> None:
        """Drop what was shared so far; the other side has to do the same."""
        self.shared.clear()
        self.handles.forget_classes()
        self._errors.clear()

    def _wait(self) -> Any:
        while True:
            kind, operation, payload = self.next_message()
            if kind == ASK:
                self.serve(operation, payload)
            elif kind == ANSWER:
                return self.values.decode(payload)
            elif kind == ERROR:
                raise self._decode_error(payload)
            else:
                raise WireError("a message of no known kind")

    def _send(self, kind: str, operation: str, value: Any) -> None:
        unused = self.shared.unused() if self._drops_unused else []
        changes: list = []
        known = self.shared.next_number
        try:
            changes = self.values.changes()
            known = self.shared.next_number
            payload = self._encode_error(value) if kind == ERROR else self.values.encode(value)
            message = [kind, operation, changes, unused, self.proxies.take_unused(), payload]
            packed = msgpack.packb(message, unicode_errors="surrogatepass")
        except (CannotCross, RecursionError, MemoryError) as error:
            self.shared.take_back(known)
            if kind == ASK:
                raise
            message = [ERROR, "", changes, unused, self.proxies.take_unused(), self._encode_error(error)]
            packed = msgpack.packb(message, unicode_errors="surrogatepass")
        self.send(packed)

    # ---- handles --------------------------------------------------------------------------------------------------

    def _to_handle(self, value: Any) -> list:
        if isinstance(value, Proxy):
            return ["H", number_of(value)]
        if isinstance(value, Method):
            return ["H", number_of(value.owner), value.__name__]
        return ["h", *self.handles.describe(value)]

    def _copy(self, number: int, deep: bool) -> Any:
        return copy.deepcopy(self.handles[number]) if deep else copy.copy(self.handles[number])

    def _from_handle(self, tree: list) -> Any:
        if tree[0] == "H":
            number, *attribute = tree[1:]
            return self.answers["getattr"](number, *attribute) if attribute else self.handles[number]
        return self.proxies.of(*tree[1:])

    # ---- exceptions -----------------------------------------------------------------------------------------------

    def _encode_error(self, error: BaseException) -> list:
        """Kinds, text, function and line; and where the exception is at home."""
        kinds, text, where, line = self.describe(error)
        home = getattr(error, "_number_at_home", None)
        if home is None:
            self._errors.append(error)
            return [kinds[:20], text, where, line, len(self._errors) - 1, False]
        return [kinds[:20], text, where, line, home, True]

    def describe(self, error: BaseException) -> tuple[list[str], str, str | None, str | None]:
        """Names of the exception's types, its text, and function and line of the notebook where it came up."""
        return [kind.__name__ for kind in type(error).__mro__], str(error)[:LONGEST_TEXT], None, None

    def _decode_error(self, payload: Any) -> BaseException:
        try:
            kinds, text, where, line, number, is_ours = payload
            kinds = [str(kind)[:100] for kind in kinds[:20]]
            place = tuple(None if part is None else str(part)[:LONGEST_TEXT] for part in (where, line))
            error: BaseException
            if is_ours:
                error = self._errors[int(number)]
            else:
                error = error_like(kinds, str(text)[:LONGEST_TEXT])
                vars(error)["_number_at_home"] = int(number)
        except (TypeError, ValueError, IndexError) as problem:
            raise WireError("an exception that is none") from problem
        return self.received(error, kinds, *place)

    def received(self, error: BaseException, kinds: list[str], where: str | None, line: str | None) -> BaseException:
        """What is raised here for an exception of the other side."""
        return error


def _counter() -> Callable[[Any], Any]:
    """A hook that lets so many lists and dictionaries pass, and no more."""
    passed = 0

    def count(value: Any) -> Any:
        nonlocal passed
        passed += 1
        if passed > MOST_LISTS:
            raise WireError("a message of too many lists")
        return value

    return count


def error_like(kinds: list[str], text: str) -> BaseException:
    """An exception with this type name and text, of the nearest built-in type among ``kinds``."""
    base = next((ERRORS[kind] for kind in kinds if kind in ERRORS), Exception)
    if base in (StopIteration, StopAsyncIteration, GeneratorExit, KeyboardInterrupt):
        base = RuntimeError  # these would steer the process that they arrive in
    name = kinds[0] if kinds and kinds[0].isidentifier() else "Exception"
    kind: Any = type(name, (base,), {"__str__": lambda self: text, "__module__": "builtins"})
    error: BaseException = kind.__new__(kind)  # not all of them are made from a text alone
    error.args = (text,)
    return error
