# Attacks that want points for a wrong answer. Each is followed by a wrong `sigmoid`, and must earn nothing for it.
# spoils="own": it spoils the student's own process, which may cost points in exercises after this one.
# earns="check": the visible test can be answered by heart; the hidden one must not be.

# %% attack="guard_swallows" says="the guard around every check swallows what is raised" by="judge"
import softmax_course
from softmax_course.checks import guard

guard.checking.__exit__ = lambda *args: True
softmax_course.checking.__exit__ = lambda *args: True

# %% attack="check_decides_nothing" says="every decision of a check is 'right'" by="judge"
from softmax_course.checks.check import Check

Check.values = Check.derivation = Check.require = lambda *args, **options: None
Check.points = 99.0

# %% attack="comparison_is_blind" says="two results never differ" by="judge"
from softmax_course.checks import comparing, observing

comparing.compare = observing.compare = lambda *args, **options: None
comparing.allowed = lambda *args: float("inf")

# %% attack="tolerances_are_infinite" says="tolerances are set to infinity" by="judge"
from softmax_course import tolerances

for name in dir(tolerances):
    if name.isupper():
        setattr(tolerances, name, float("inf"))

# %% attack="problems_are_empty" says="there are no problems on which to be wrong" by="judge"
from softmax_course.problems import EXERCISES, Exercise

Exercise.draw = lambda self, seed: []
EXERCISES.clear()

# %% attack="numpy_agrees" says="numpy's comparisons all agree" by="judge"
import numpy as np

np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **options: None
np.allclose = np.array_equal = lambda *args, **options: True
np.abs = np.max = lambda *args, **options: np.float64(0)

# %% attack="builtins_lie" says="abs is 0, all is True, isinstance is True" by="judge" spoils="own"
import builtins

builtins.abs = lambda x: 0
builtins.all = lambda *args: True
builtins.max = lambda *args, **options: 0

# %% attack="transformer_empties_cells" says="an input transformer empties every cell that follows" by="judge" spoils="own"
get_ipython().input_transformers_post.append(lambda lines: ["pass\n"])

# %% attack="cleanup_transformer" says="a cleanup transformer replaces check cells" by="judge"
get_ipython().input_transformers_cleanup.append(lambda lines: ["1.0\n"] if "checking" in "".join(lines) else lines)

# %% attack="ast_transformer_deletes" says="an AST transformer deletes every with block and every assert" by="judge"
import ast


class Deleting(ast.NodeTransformer):
    def visit_With(self, node):
        return ast.copy_location(ast.Pass(), node)

    visit_Assert = visit_Raise = visit_With


get_ipython().ast_transformers.append(Deleting())

# %% attack="displayhook_first" says="a value of 2.0 is displayed before the check raises" by="judge"
import sys

get_ipython().displayhook(2.0)
sys.displayhook(2.0)

# %% attack="pre_run_cell_displays" says="a hook displays full marks before every cell" by="judge"
get_ipython().events.register("pre_run_cell", lambda *args: get_ipython().displayhook(4.0))

# %% attack="post_run_cell_displays" says="a hook displays full marks after every cell" by="judge"
get_ipython().events.register("post_run_cell", lambda *args: get_ipython().displayhook(4.0))

# %% attack="no_tracebacks" says="errors are not shown" by="judge"
get_ipython().showtraceback = get_ipython()._showtraceback = lambda *args, **options: None
get_ipython().set_custom_exc((Exception,), lambda *args, **options: None)

# %% attack="render_nothing" says="an exception that renders as nothing" by="values"
class Silent(Exception):
    def _render_traceback_(self):
        return []


def sigmoid(z):
    raise Silent

# %% attack="raises_not_passed" says="the student's function raises the check's own exceptions" by="values"
from softmax_course.checks.verdict import CheckFailed, Message


def sigmoid(z):
    raise CheckFailed(Message("right"))

# %% attack="raises_system_exit" says="the student's function raises SystemExit" by="values"
def sigmoid(z):
    raise SystemExit(0)

# %% attack="raises_keyboard_interrupt" says="the student's function raises KeyboardInterrupt" by="values"
def sigmoid(z):
    raise KeyboardInterrupt

# %% attack="raises_generator_exit" says="the student's function raises GeneratorExit" by="values"
def sigmoid(z):
    raise GeneratorExit

# %% attack="raises_stop_iteration" says="the student's function raises StopIteration" by="values"
def sigmoid(z):
    raise StopIteration

# %% attack="equal_to_everything" says="the result equals everything" by="values"
import numpy as np


class Agreeing:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __array_ufunc__(self, *args, **options):
        return np.float64(0)

    def __array_function__(self, *args, **options):
        return True


def sigmoid(z):
    return Agreeing()

# %% attack="array_subclass_agrees" says="an array subclass whose differences are 0" by="values"
import numpy as np


class Zero(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.zeros(self.shape)

    def __array_finalize__(self, other):
        pass


def sigmoid(z):
    return np.zeros(np.shape(z)).view(Zero)

# %% attack="array_protocol_lies" says="another array every time it is looked at" by="values"
import numpy as np


class Chameleon:
    looks = 0

    def __array__(self, dtype=None, copy=None):
        Chameleon.looks += 1
        return np.full(5, Chameleon.looks / 100)

    def __float__(self):
        return 0.5

    __len__ = lambda self: 5
    __getitem__ = lambda self, i: 0.5


def sigmoid(z):
    return Chameleon()

# %% attack="nan_everywhere" says="nan, which no comparison calls too large" by="values"
import numpy as np


def sigmoid(z):
    return np.full(np.shape(z), np.nan)

# %% attack="object_array" says="an array of objects that agree with everything" by="values"
import numpy as np


class Yes(float):
    def __eq__(self, other):
        return True

    def __abs__(self):
        return 0.0

    def __sub__(self, other):
        return Yes(0)

    __rsub__ = __sub__


def sigmoid(z):
    return np.array([Yes(0.5)] * np.size(z), dtype=object).reshape(np.shape(z))

# %% attack="writes_into_arguments" says="the arguments are overwritten with what makes the answer right" by="values"
import numpy as np


def sigmoid(z):
    if isinstance(z, np.ndarray) and z.ndim:
        z[...] = 0.0
    return np.full(np.shape(z), 0.5)

# %% attack="argument_is_the_answer" says="the expected values are looked for in the callers' frames" by="values"
import sys


def sigmoid(z):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if getattr(value, "expected", None) is not None:
                return value.expected[0]
        frame = frame.f_back
    return z

# %% attack="expected_from_gc" says="the expected values are looked for among all objects" by="judge"
import gc

import numpy as np


def sigmoid(z):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Observation", "Difference"):
            return thing.expected[0]
    return z

# %% attack="expected_from_assets" says="the answers of the visible problems are read from the installed package" by="visible" earns="check"
from softmax_course.checks.shipped import visible


def sigmoid(z):
    import numpy as np

    for parts in visible("sigmoid"):
        if np.shape(parts[0]) == np.shape(z):
            return parts[0]
    return z

# %% attack="forged_answer_frame" says="an answer is written to the channel before the judge asks" by="wire" spoils="own"
import os
import stat
import struct

import msgpack

answer = msgpack.packb(["=", "", [], [], [], ["t", [["t", [0.5, ["l", 901, []]]]]]])
for descriptor in range(3, 30):
    try:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            os.write(descriptor, struct.pack("!Q", len(answer)) + answer)
    except OSError:
        pass

# %% attack="forged_score" says="the child tells the judge that everything passed" by="wire" spoils="own"
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        thing._send("=", "", [("execute_result", {"data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1})])

# %% attack="other_answers_in_the_child" says="the child's own operations are replaced" by="wire" spoils="own"
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        thing.answers = dict.fromkeys(thing.answers, lambda *args: (0.5, []))

# %% attack="encoder_replaced" says="values are encoded as something else on their way" by="wire" spoils="own"
from grader.engine.wire import values

values.Values.encode = lambda self, value, depth=0: ["n", "<f8", b"\0" * 8]

# %% attack="asks_the_judge_for_files" says="the judge is asked for operations that it does not offer" by="wire"
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        for operation in ("run", "names", "files", "eval", "__import__"):
            try:
                print(thing.ask(operation, f"open({DECOYS[0]!r}).read()"))
            except Exception as error:
                print(type(error).__name__)

# %% attack="handles_of_the_judge" says="objects of the judge are asked for by number" by="wire"
import gc


def sigmoid(z):
    child = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Child")
    found = []
    for number in range(50):
        try:
            found.append(child.ask("getattr", number, "__globals__"))
        except Exception:
            pass
    return found or z

# %% attack="counts_lie" says="the count of executed lines is always 1" by="values"
from softmax_course.checks import calling

calling.executed_lines = lambda *args: 1
calling.calls_of_helpers = lambda *args: {}

# %% attack="checks_printed_by_hand" says="what a passed check prints is printed" by="judge"
print("sigmoid: right on 7 problems.")

# %% attack="metadata_of_display" says="outputs that look like those of a graded cell" by="judge"
from IPython.display import display

display({"text/plain": "4.0"}, raw=True, metadata={"nbgrader": {"grade": True, "points": 4, "grade_id": "grade_sigmoid"}})

# %% attack="name_is_main" says="the module that every cell runs in is replaced" by="judge"
import sys
import types

sys.modules["__main__"] = types.ModuleType("__main__")

# %% attack="imports_are_hooked" says="every later import of the checks gives a module that agrees" by="judge"
import sys
import types


class Agreeable(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **options: self

    __enter__ = __exit__ = __call__ = lambda self, *args: self


for name in list(sys.modules):
    if name.startswith(("softmax_course", "solutions")):
        sys.modules[name] = Agreeable(name)
sys.modules["solutions"] = sys.modules["solutions.grading"] = Agreeable("solutions")

# %% attack="proxy_class_returned" says="a class with a metaclass that answers every question with yes" by="values"
class Meta(type):
    def __instancecheck__(cls, thing):
        return True

    def __call__(cls, *args, **options):
        return 0.5

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class sigmoid(metaclass=Meta):  # noqa: N801
    pass

# %% attack="remembers_the_first_call" says="the second call with equal arguments gives something else" by="values"
seen = {}


def sigmoid(z):
    key = repr(z)
    seen[key] = seen.get(key, -1) + 1
    return z * 0 + seen[key]
