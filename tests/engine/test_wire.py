"""What crosses between judge and student is what it was, "in place" means in place, and nonsense raises nothing but WireError."""

import contextlib
import copy
import functools
import pickle
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np
import pytest

from grader.engine.wire.frames import Closed, Frames, TooSlow, WireError
from grader.engine.wire.handles import Proxy, methods_of, specials_of
from grader.engine.wire.peer import Peer

LARGEST = 1 << 20


class Side(Peer):
    """A side that can be asked to do anything: what judge and child have in common."""

    def __init__(self, sock: socket.socket, parity: int, namespace: dict[str, Any]) -> None:
        answers: dict[str, Callable] = {
            "name": lambda name: namespace[name],
            "call": lambda number, args, options: self.handles[number](*args, **options),
            "call_method": lambda number, name, args, options: getattr(self.handles[number], name)(*args, **options),
            "call_many": lambda number, inputs: [self.handles[number](*args) for args in inputs],
            "getattr": lambda number, name: getattr(self.handles[number], name),
            "setattr": lambda number, name, value: setattr(self.handles[number], name, value),
            "special": lambda number, name, args: getattr(type(self.handles[number]), name)(
                self.handles[number], *args
            ),
            "next": self._next,
        }
        super().__init__(Frames(sock, LARGEST), parity, answers, specials_of, methods_of)

    def _next(self, number: int) -> tuple[bool, Any]:
        try:
            return True, next(self.handles[number])
        except StopIteration:
            return False, None

    def live(self) -> None:
        try:
            while True:
                _kind, operation, payload = self.next_message()
                self.serve(operation, payload)
        except Closed:
            pass


@pytest.fixture
def student() -> Iterator[Callable[..., Any]]:
    """Ask for what a student's cell defines; her side answers in a thread."""
    sockets = []
    threads = []

    def notebook(source: str) -> Callable[[str], Any]:
        ours, theirs = socket.socketpair()
        namespace: dict[str, Any] = {"np": np}
        exec(source, namespace)
        thread = threading.Thread(target=Side(theirs, 1, namespace).live)
        thread.start()
        sockets.append(ours)
        threads.append(thread)
        judge = Side(ours, 0, {})
        return lambda name: judge.ask("name", name)

    yield notebook
    for sock in sockets:
        sock.close()
    for thread in threads:
        thread.join(10)


VALUES = {
    "None": None,
    "bool": True,
    "int": -3,
    "huge int": 3**200,
    "float": 0.1,
    "nan": float("nan"),
    "complex": 1 - 2j,
    "text": "σ(z) \ud800",
    "bytes": b"\x00\xff",
    "tuple": (1, (2.0, "x"), ()),
    "list": [1, [2, [3]]],
    "dict": {"a": 1, 2: [3], (4, 5): None},
    "set": {1, 2},
    "frozenset": frozenset("ab"),
    "slice": slice(1, None, 2),
    "range": range(3, 9, 2),
    "ellipsis": ...,
    "fraction": Fraction(1, 3),
    "type": float,
    "dtype": np.dtype(">f4"),
    "scalar type": np.float32,
    "float64": np.float64(0.1),
    "float32": np.float32(0.1),
    "bool_": np.bool_(True),
    "int8": np.int8(-5),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_come_back_as_they_were(value: Any, student) -> None:
    same = student("def same(x): return x")("same")
    came = same(value)
    assert type(came) is type(value)
    assert came == value or came != came


ARRAYS = {
    "0-d": np.array(3.0),
    "empty": np.zeros((0, 3)),
    "float32": np.arange(6, dtype="f4").reshape(2, 3),
    "big-endian": np.arange(4, dtype=">i8"),
    "bool": np.array([True, False]),
    "complex": np.array([1 + 2j]),
    "Fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "strided": np.arange(12.0).reshape(3, 4)[::2, ::-1],
    "nan": np.array([np.nan, np.inf, -0.0]),
}


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_arrays_keep_type_shape_and_bits(array: np.ndarray, student) -> None:
    told = student("def told(a): return a.dtype.str, a.shape, a.tobytes(), a.flags.f_contiguous, a")("told")
    dtype, shape, bits, fortran, came = told(array)
    assert (dtype, shape, bits) == (array.dtype.str, array.shape, array.tobytes())
    assert came is array  # it was not copied: it is the judge's own
    if array.flags.f_contiguous:
        assert fortran


def test_read_only_arrays_stay_so(student) -> None:
    write = student("def write(a): a[0] = 1")("write")
    array = np.zeros(2)
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        write(array)


def test_changes_in_place_are_seen_by_whoever_holds_the_object(student) -> None:
    step = student("def step(params, rate):\n    params['W'] -= rate\n    params['seen'] = [1]\n    del params['b']")(
        "step"
    )
    W = np.ones((2, 2))
    params = {"W": W, "b": np.zeros(2)}
    step(params, 0.25)
    assert np.array_equal(W, np.full((2, 2), 0.75))
    assert params["W"] is W
    assert list(params) == ["W", "seen"]


def test_rebinding_is_no_change_in_place(student) -> None:
    step = student("def step(params):\n    params['W'] = params['W'] - 1")("step")
    W = np.ones(2)
    params = {"W": W}
    step(params)
    assert np.array_equal(W, [1, 1])
    assert np.array_equal(params["W"], [0, 0])


def test_two_names_of_one_array_are_one_array_there_too(student) -> None:
    grow = student("def grow(a, b):\n    a += 1\n    return a is b, b[0]")("grow")
    array = np.zeros(2)
    assert grow(array, array) == (True, 1.0)


def test_a_batch_that_changes_later_changes_here_too(student) -> None:
    source = "def batches(X):\n    B = np.empty(2)\n    for x in X:\n        B[:] = x\n        yield B"
    first, *_rest = list(student(source)("batches")(np.arange(3.0)))
    assert np.array_equal(first, [2, 2])


def test_a_generator_changes_its_argument_when_it_runs(student) -> None:
    source = "def batches(X):\n    X[:] = 7\n    yield X"
    X = np.zeros(2)
    given = student(source)("batches")(X)
    assert np.array_equal(X, [0, 0])
    next(given)
    assert np.array_equal(X, [7, 7])


def test_a_random_generator_goes_on_where_the_student_left_it(student) -> None:
    draw = student("def draw(rng): return rng.normal(size=2), rng.permutation(5)")("draw")
    rng, twin = np.random.default_rng(5), np.random.default_rng(5)
    normal, order = draw(rng)
    assert np.array_equal(normal, twin.normal(size=2))
    assert np.array_equal(order, twin.permutation(5))
    assert rng.integers(10**9) == twin.integers(10**9)


def test_children_of_a_random_generator_are_the_same_on_both_sides(student) -> None:
    source = """
def draw(rng): return rng.spawn(2)[1].random()
def state(rng): return rng.bit_generator.seed_seq.entropy, rng.bit_generator.seed_seq.n_children_spawned
"""
    name = student(source)
    for seed in (lambda: 7, lambda: [1, 2**70], lambda: np.random.SeedSequence(5, spawn_key=(3,))):
        ours, theirs = np.random.default_rng(seed()), np.random.default_rng(seed())
        ours.spawn(1), theirs.spawn(1)
        assert name("draw")(theirs) == ours.spawn(2)[1].random()
        assert theirs.spawn(1)[0].random() == ours.spawn(1)[0].random()  # what she has spawned is known here
        assert name("state")(theirs)[1] == 4
    assert name("draw")(np.random.default_rng(8)) != name("draw")(np.random.default_rng(9))


class Model:
    """An object of the judge's side."""

    def __init__(self) -> None:
        self.weights = {"W": np.zeros(2)}

    def __call__(self) -> dict:
        return self.weights


def test_a_copy_is_another_object_on_whichever_side_it_lives(student) -> None:
    source = """
import copy
def change_a_copy(model):
    own = copy.deepcopy(model)
    own()["W"] += 1
    return own, copy.copy(model)
class Layer:
    def __init__(self): self.kept = [0]
    def add(self, x): self.kept.append(x)
def layer(): return Layer()
"""
    name, model = student(source), Model()
    own, shallow = name("change_a_copy")(model)
    assert isinstance(own, Model)
    assert (model.weights["W"].tolist(), own.weights["W"].tolist()) == ([0, 0], [1, 1])
    assert shallow is not model
    assert shallow.weights is model.weights
    layer = name("layer")()
    twin = copy.deepcopy(layer)
    twin.add(5)
    assert (layer.kept, twin.kept) == ([0], [0, 5])
    f = name("layer")
    assert copy.deepcopy(f) is f  # as for every function


def test_functions_cross_both_ways_and_call_each_other(student) -> None:
    gradient = student(
        "def gradient(f, x, h=1e-5):\n"
        "    g = np.zeros_like(x)\n"
        "    for i in range(x.size):\n"
        "        e = np.zeros_like(x); e[i] = h\n"
        "        g[i] = (f(x + e) - f(x - e)) / (2 * h)\n"
        "    return g"
    )("gradient")
    asked = []

    def f(x: np.ndarray) -> float:
        asked.append(x.copy())
        return float((x**3).sum())

    assert np.allclose(gradient(f, np.array([1.0, 2.0])), [3, 12])
    assert len(asked) == 4


def test_a_function_of_ours_can_be_called_from_several_threads(student) -> None:
    source = """
from concurrent.futures import ThreadPoolExecutor
def gradient(f, x):
    def slope(i):
        step = np.zeros(len(x))
        step[i] = 1e-6
        return (f(x + step) - f(x - step)) / 2e-6
    with ThreadPoolExecutor(8) as threads:
        return np.array(list(threads.map(slope, range(len(x)))))
"""
    x = np.arange(60.0)
    assert np.allclose(student(source)("gradient")(lambda x: (x**2).sum(), x), 2 * x, atol=1e-4)


def test_what_a_function_of_ours_changes_is_seen_there(student) -> None:
    source = "def ask(f):\n    x = np.zeros(2)\n    f(x)\n    return float(x.sum())"

    def f(x: np.ndarray) -> None:
        x += 3

    assert student(source)("ask")(f) == 6


def test_many_inputs_take_one_message(student) -> None:
    square = student("def square(x, y): return (x * y).sum()")("square")
    y = np.arange(3.0)
    assert square.call_many([(np.full(3, float(k)), y) for k in range(4)]) == [0, 3, 6, 9]


def test_instances_have_their_attributes_methods_and_operators(student) -> None:
    source = (
        "class Counter:\n"
        "    __array_ufunc__ = None\n"
        "    def __init__(self, n): self.sums = [0.0] * n\n"
        "    def add(self, *args): self.sums = [s + a for s, a in zip(self.sums, args)]\n"
        "    def __getitem__(self, i): return self.sums[i]\n"
        "    def __len__(self): return len(self.sums)\n"
        "    def __rmul__(self, x): return ('rmul', x)\n"
    )
    kind = student(source)("Counter")
    assert callable(kind)
    counter = kind(2)
    counter.add(1, 2)
    counter.add(3, 4)
    assert (counter[0], counter[1], len(counter), counter.sums) == (4, 6, 2, [4, 6])
    assert not callable(counter)
    assert not hasattr(counter, "nothing")
    assert type(counter).__name__ == "Counter"
    word, array = np.ones(2) * counter
    assert (word, array.tolist()) == ("rmul", [1, 1])
    counter.name = "a"
    assert counter.name == "a"


LAYER = """
class Layer:
    def forward(self, x): return 2 * x
    def again(self): return self.forward(5)
    def swap(self): self.forward = lambda x: 3 * x
    def count(self): return 1
def layer(): return Layer()
def counted():
    layer = Layer()
    layer.count = 7.0
    return layer
def use(f): return f(10), type(f.__self__).__name__
class Odd(Layer):
    def __getattribute__(self, name):
        return "nothing" if name == "count" else super().__getattribute__(name)
"""


def test_a_method_is_called_in_one_message(student, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = student(LAYER)("layer")()
    asked = []
    send = Side.send
    monkeypatch.setattr(Side, "send", lambda side, message: asked.append(side.handles) or send(side, message))
    assert layer.forward(1) == 2
    assert len(asked) == 2  # a question and its answer


def test_methods_are_looked_up_when_they_are_called(student) -> None:
    name = student(LAYER)
    layer = name("layer")()
    assert name("use")(layer.forward) == (20, "Layer")  # handed back it is her own
    assert layer.forward.call_many([(1,), (2,)]) == [2, 4]
    layer.swap()
    assert (layer.forward(1), layer.again()) == (3, 15)
    assert name("counted")().count == 7.0  # an attribute that hides a method
    assert name("Odd")().count == "nothing"
    layer.count = 9
    assert layer.count == 9
    with pytest.raises(TypeError, match="positional"):
        layer.again(1)


def test_an_object_has_one_proxy(student) -> None:
    source = "class Node: pass\nroot = Node()\nroot.me = root\ndef same(x): return x is root"
    name = student(source)
    root = name("root")
    assert root.me is root
    assert name("same")(root)


def test_exceptions_have_their_type_and_text(student) -> None:
    fail = student("class Odd(ValueError): pass\ndef fail(): raise Odd('not so')")("fail")
    with pytest.raises(ValueError, match="not so") as raised:
        fail()
    assert type(raised.value).__name__ == "Odd"


def test_an_exception_of_ours_comes_home_as_itself(student) -> None:
    ask = student("def ask(f): return f()")("ask")
    mine = LookupError("mine")

    def f() -> None:
        raise mine

    with pytest.raises(LookupError) as raised:
        ask(f)
    assert raised.value is mine


def test_she_can_catch_what_a_function_of_ours_raises(student) -> None:
    source = "def ask(f):\n    try:\n        f()\n    except ZeroDivisionError as error:\n        return str(error)"
    assert student(source)("ask")(lambda: 1 / 0) == "division by zero"


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration"])
def test_no_exception_of_hers_steers_this_process(name: str, student) -> None:
    fail = student(f"def fail(): raise {name}('now')")("fail")
    with pytest.raises(BaseException, match="now") as raised:
        fail()
    assert type(raised.value).__name__ == name
    assert not isinstance(raised.value, (KeyboardInterrupt, GeneratorExit, StopIteration))


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    x = []\n    for _ in range(5000): x = [x]\n    return x",
        "def f(): return np.zeros(10**7)",
        "def f(): return 10**5000",
    ],
    ids=["too deep", "too large", "too long"],
)
def test_what_cannot_cross_is_an_exception_and_leaves_nothing_behind(source: str, student) -> None:
    name = student(source + "\ndef g(x): return [x, x + 1]")
    with pytest.raises(ValueError, match=r"nested|MiB|digits"):
        name("f")()
    _first, second = name("g")(np.zeros(2))
    assert second.tolist() == [1, 1]


def test_a_list_that_holds_itself_crosses(student) -> None:
    x = student("x = [1]\nx.append(x)")("x")
    assert x[1] is x


def test_dictionaries_and_lists_of_other_classes_are_dictionaries_and_lists(student) -> None:
    name = student(
        "from collections import OrderedDict, defaultdict\nd = OrderedDict(a=1)\ne = defaultdict(list, b=[2])"
    )
    assert name("d") == OrderedDict(a=1)
    assert name("e") == {"b": [2]}


def test_object_arrays_of_numbers_cross_item_by_item(student) -> None:
    array = student("a = np.array([1, 2.5, None, 'x'], dtype=object).reshape(2, 2)")("a")
    assert array.tolist() == [[1, 2.5], [None, "x"]]


def test_a_proxy_is_not_pickled(student) -> None:
    with pytest.raises(TypeError, match="another process"):
        pickle.dumps(student("def f(): pass")("f"))


# ---- what she might say that is no message --------------------------------------------------------------------


def judge_hearing(*messages: bytes) -> Peer:
    """A judge who is told this, whatever he asks, and then nothing more."""
    ours, theirs = socket.socketpair()
    for message in messages:
        theirs.sendall(len(message).to_bytes(8, "big") + message)
    theirs.shutdown(socket.SHUT_WR)
    judge = Side(ours, 0, {})
    vars(judge)["other_end"] = theirs  # open as long as he asks
    return judge


def packed(*parts: Any) -> bytes:
    return msgpack.packb(list(parts), unicode_errors="surrogatepass")


def drawing(**changed: Any) -> dict:
    """A random generator as it crosses, with something else in its seed."""
    state = np.random.PCG64(0).state
    seed = {"entropy": ["l", ["0x0"]], "spawn_key": ["l", []], "spawned": "0x0"} | changed
    numbers = {name: hex(value) for name, value in state["state"].items()}
    return {"bit_generator": "PCG64", "state": numbers, "has_uint32": "0x0", "uinteger": "0x0", "seed": seed}


NONSENSE = {
    "nothing": b"",
    "text": b"hello",
    "a number": packed(3)[1:],
    "too few parts": packed("=", ""),
    "unknown kind": packed("x", "", [], [], [], None),
    "an array of objects": packed("=", "", [], [], [], ["a", 1, ["O", [1], False, True], b"12345678"]),
    "an array of text": packed("=", "", [], [], [], ["a", 1, ["<U4", [1], False, True], b"1" * 16]),
    "an array too short": packed("=", "", [], [], [], ["a", 1, ["<f8", [9], False, True], b"1" * 8]),
    "an array too large": packed("=", "", [], [], [], ["a", 1, ["<f8", [2**62], False, True], b"1" * 8]),
    "a negative size": packed("=", "", [], [], [], ["a", 1, ["<f8", [-1], False, True], b"1" * 8]),
    "an unknown object": packed("=", "", [], [], [], ["=", 77]),
    "a handle of ours that is none": packed("=", "", [], [], [], ["H", 5]),
    "a change of what is not shared": packed("=", "", [[4, b"x"]], [], [], None),
    "an unhashable key": packed("=", "", [], [], [], ["d", 1, [[["l", 3, []], 1]]]),
    "a type of its own": packed("=", "", [], [], [], ["T", "os"]),
    "a module of NumPy": packed("=", "", [], [], [], ["N", "ctypeslib"]),
    "no generator": packed("=", "", [], [], [], ["g", 1, {"bit_generator": "system"}]),
    "a generator with a seed too long": packed("=", "", [], [], [], ["g", 1, drawing(entropy=["l", ["0x1"] * 2000])]),
    "a generator with a seed of text": packed("=", "", [], [], [], ["g", 1, drawing(entropy=["l", ["one"]])]),
    "a generator with too many children": packed("=", "", [], [], [], ["g", 1, drawing(spawned=hex(2**40))]),
    "a generator with children of text": packed("=", "", [], [], [], ["g", 1, drawing(spawned="many")]),
    "a generator with a seed that is none": packed("=", "", [], [], [], ["g", 1, {**drawing(), "seed": "0x5"}]),
    "a method of nothing": packed("=", "", [], [], [], ["H", 5, "forward"]),
    "a handle with methods that are none": packed("=", "", [], [], [], ["h", 1, "Layer", "", [], 7]),
    "a handle with methods that are lists": packed("=", "", [], [], [], ["h", 1, "Layer", "", [], [["forward"]]]),
    "a copy of nothing": packed("?", "copy", [], [], [], ["t", [5, True]]),
    "no exception": packed("!", "", [], [], [], [1]),
    "an exception of ours that is none": packed("!", "", [], [], [], [["ValueError"], "", None, None, 8, True]),
    "a request for nothing": packed("?", "os.system", [], [], [], ["t", ["ls"]]),
    "a request without arguments": packed("?", "call", [], [], [], None),
    "depth": packed("=", "", [], [], [], None)[:-1] + b"\x91" * 5000 + b"\xc0",
    "a deep tuple": packed("=", "", [], [], [], functools.reduce(lambda t, _: ["t", [t]], range(200), 1)),
    "a huge announcement": (2**40).to_bytes(8, "big"),
}


@pytest.mark.parametrize("message", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_a_wire_error(message: bytes) -> None:
    with pytest.raises(WireError) as refused:
        judge_hearing(message).ask("run", "1", 1)
    assert not isinstance(refused.value, Closed)  # it was heard


def test_a_generator_that_makes_sense_is_taken() -> None:
    taken = judge_hearing(packed("=", "", [], [], [], ["g", 1, drawing()])).ask("run", "1", 1)
    assert taken.random() == np.random.default_rng(0).random()


@pytest.mark.parametrize("spawned", [10**6, -1], ids=["too many", "fewer than there are"])
def test_children_are_not_spawned_without_end(spawned: int) -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(WireError, match="children"):
        judge_hearing(packed("=", "", [[0, drawing(spawned=hex(spawned))]], [], [], None)).ask("run", rng)


def test_random_bytes_are_wire_errors() -> None:
    rng = np.random.default_rng(3)
    good = packed("=", "", [], [], [], ["d", 1, [["a", ["a", 3, ["<f8", [2], False, True], b"1" * 16]]]])
    for _ in range(300):
        broken = bytearray(good)
        for at in rng.integers(len(broken), size=3):
            broken[at] = rng.integers(256)
        with contextlib.suppress(WireError):
            judge_hearing(bytes(broken)).ask("run")


def test_a_message_that_is_too_large_is_not_read() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall((LARGEST + 1).to_bytes(8, "big"))
    with pytest.raises(WireError, match="bytes"):
        Frames(ours, LARGEST).receive()


def test_who_says_nothing_is_too_slow() -> None:
    ours, theirs = socket.socketpair()
    with theirs, pytest.raises(TooSlow):
        Frames(ours, LARGEST).receive(time.monotonic() + 0.05)


def test_what_nobody_holds_is_forgotten(student) -> None:
    make = student("def make(): return np.zeros(3)")("make")
    judge = vars(make)["_ask"].__self__
    kept = make()
    for _ in range(50):
        make()
    make()
    assert len(judge.shared._entries) <= 3
    assert kept.tolist() == [0, 0, 0]


def test_proxies_of_unused_objects_are_let_go(student) -> None:
    make = student("def make():\n    def inner(): pass\n    return inner")("make")
    for _ in range(50):
        assert isinstance(make(), Proxy)
    judge = vars(make)["_ask"].__self__
    assert len(judge.proxies._known) <= 2


def test_a_dictionary_with_methods_of_its_own_keeps_them(student) -> None:
    source = "class Sums(dict):\n    def add(self, k): self[k] = self.get(k, 0) + 1\nSums.__module__ = '__main__'"
    sums = student(source)("Sums")()
    sums.add("a")
    sums.add("a")
    assert sums["a"] == 2
    assert len(sums) == 1
