# Attacks that end or break the student's own process, in the hope that the grading breaks with it.

# %% attack="exits_in_a_cell" says="os._exit in a cell" by="restart"
import os

os._exit(0)

# %% attack="exits_in_the_function" says="os._exit while the judge waits for an answer" by="restart"
import os


def sigmoid(z):
    os._exit(0)

# %% attack="exits_in_a_nested_call" says="os._exit while the judge waits, who was asked something meanwhile" by="restart"
import gc
import os

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)


def sigmoid(z):
    if child is not None:
        child._send("?", "getattr", (0, "x"))
    os._exit(0)

# %% attack="exits_when_encoded" says="os._exit while the result is looked at" by="restart"
import os


class Exits:
    @property
    def __class__(self):
        os._exit(0)

    def __getattr__(self, name):
        os._exit(0)

    def __len__(self):
        os._exit(0)

    __float__ = __iter__ = __array__ = __len__


def sigmoid(z):
    return Exits()

# %% attack="exits_when_deleted" says="os._exit in __del__" by="restart"
import os


class Exits:
    def __del__(self):
        os._exit(0)


def sigmoid(z):
    Exits()

# %% attack="exits_at_the_end" says="os._exit in atexit, and an exception there" by="restart"
import atexit
import os

atexit.register(os._exit, 7)
atexit.register(lambda: 1 / 0)

# %% attack="system_exit" says="sys.exit in a cell, quit and exit, and in a thread" by="restart"
import sys
import threading

threading.Thread(target=sys.exit).start()
sys.exit(0)

# %% attack="exits_in_a_thread" says="os._exit in a thread, while the judge's cell runs" by="restart"
import os
import threading
import time


def sigmoid(z):
    threading.Thread(target=lambda: (time.sleep(0.01), os._exit(1))).start()
    time.sleep(1)
    return z

# %% attack="kills_itself" says="SIGKILL to itself" by="restart"
import os
import signal


def sigmoid(z):
    os.kill(os.getpid(), signal.SIGKILL)

# %% attack="stops_itself" says="SIGSTOP to itself: neither dead nor alive" by="time"
import os
import signal


def sigmoid(z):
    os.kill(os.getpid(), signal.SIGSTOP)
    return z

# %% attack="terminates_itself" says="SIGTERM to itself" by="restart"
import os
import signal


def sigmoid(z):
    os.kill(os.getpid(), signal.SIGTERM)
    return z

# %% attack="aborts" says="abort" by="restart"
import os


def sigmoid(z):
    os.abort()

# %% attack="segmentation_fault" says="address 0 is read" by="restart"
import ctypes


def sigmoid(z):
    return ctypes.string_at(0)

# %% attack="counts_of_references" says="None loses its references" by="restart"
import ctypes
import sys


def sigmoid(z):
    ctypes.c_ssize_t.from_address(id(None)).value = 1
    return [None] * 3

# %% attack="small_integers" says="1 becomes 2, in this process" by="restart"
import ctypes

ctypes.memmove(id(1) + 24, id(2) + 24, 4)

# %% attack="deep_recursion" says="recursion without a limit" by="time"
import sys

sys.setrecursionlimit(10**9)


def sigmoid(z):
    return sigmoid(z)

# %% attack="deep_recursion_in_c" says="recursion through C, and a text that the compiler descends into" by="time"
import functools
import sys

sys.setrecursionlimit(10**7)


def sigmoid(z):
    value = ()
    for _ in range(1_000_000):
        value = functools.partial(print, value)
    return repr(value) and eval("(" * 5000 + ")" * 5000)

# %% attack="closes_everything" says="all descriptors are closed" by="restart"
import os

os.closerange(0, 256)

# %% attack="closes_everything_in_the_function" says="all descriptors are closed while the judge waits" by="restart"
import os


def sigmoid(z):
    os.closerange(0, 256)
    return z

# %% attack="channel_leads_elsewhere" says="/dev/null is put in the place of every socket" by="restart"
import os
import stat

nothing = os.open("/dev/null", os.O_RDWR)
for descriptor in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            os.dup2(nothing, descriptor)
    except OSError:
        pass

# %% attack="noise_on_the_channel" says="random bytes on every socket" by="wire"
import os
import stat

for descriptor in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            os.write(descriptor, bytes(range(256)))
    except OSError:
        pass

# %% attack="messages_that_are_none" says="a cell's messages are not of a kernel" by="wire"
get_ipython().display_pub.session.messages += [
    ("stream", {"name": 3, "pieces": []}),
    ("execute_result", {"data": {"text/plain": "x"}, "metadata": {}, "execution_count": "many"}),
    ("error", {"ename": None, "evalue": [], "traceback": 7}),
    ("display_data", {"data": [], "metadata": 3}),
    ("update_display_data", {"data": {}, "transient": []}),
    ("clear_output", {"wait": {}}),
    (None, None),
]

# %% attack="messages_of_other_lengths" says="a cell's messages are texts, numbers and triples" by="wire" spoils="own"
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Child":
        thing._send("=", "", ["stream", 3, (1, 2, 3), None, {"a": 1}, ["stream"]])

# %% attack="surrogates_everywhere" says="half characters in names, outputs and exceptions" by="values"
class Half(Exception):
    pass


Half.__name__ = "\udc80" * 3
print("\udcff", "\0", "\x1b[31m")


def sigmoid(z):
    raise Half("\ud800\udfff\udc00")

# %% attack="handlers_of_signals" says="every signal that can be handled is ignored" by="restart"
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass

# %% attack="event_loop" says="the event loop that cells run in is stopped, closed and replaced" by="restart"
import asyncio

loop = asyncio.get_event_loop()
loop.call_soon(loop.stop)
asyncio.set_event_loop(asyncio.new_event_loop())

# %% attack="shell_is_reset" says="the shell forgets itself" by="restart"
shell = get_ipython()
shell.run_cell_async = None
shell.events.trigger = None
shell.reset(new_session=True)

# %% attack="modules_are_gone" says="all modules are forgotten" by="restart"
import sys

for name in list(sys.modules):
    if name != "sys":
        del sys.modules[name]

# %% attack="builtins_are_gone" says="the built-in functions are deleted" by="restart" spoils="own"
import builtins

for name in list(vars(builtins)):
    if not name.startswith("__"):
        delattr(builtins, name)

# %% attack="faulthandler" says="a dump of all threads, later, and an exit with it" by="restart" spoils="own"
import faulthandler

faulthandler.dump_traceback_later(0.2, exit=True, file=open("/dev/null", "w"))

# %% attack="exception_that_bites" says="an exception whose text, type and attributes raise" by="values"
class Biting(BaseException):
    def __str__(self):
        raise Biting

    __repr__ = __format__ = __str__

    @property
    def args(self):
        raise Biting

    __traceback__ = __cause__ = __context__ = args


def sigmoid(z):
    raise Biting

# %% attack="tracing" says="every line of every later cell raises" by="restart"
import sys


def raises(*args):
    raise ValueError("traced")


sys.settrace(raises)
sys.setprofile(raises)

# %% attack="kills_others" says="signals to a process of somebody else" by="processes"
import os
import signal

for pid in (VICTIM,):
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
        try:
            os.kill(pid, number)
            print("TAKEN" if pid != os.getpid() else "own")
        except OSError as error:
            print(error)
try:
    print(os.kill(os.getppid() or VICTIM, 0))
except OSError as error:
    print(error)
