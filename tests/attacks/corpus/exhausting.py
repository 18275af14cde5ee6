# Attacks that want to use up the machine, or the patience of whoever grades. Bounded: at most about 2 GiB, 64 threads and 40 seconds each,
# and what they write lies in a folder of their own that goes with them.

# %% attack="memory_at_once" says="two gibibytes in one array" by="memory"
import numpy as np

kept = np.ones(2 << 27)

# %% attack="memory_in_pieces" says="megabyte after megabyte" by="memory"
kept = []
for _ in range(2000):
    kept.append(bytes(1 << 20))

# %% attack="memory_in_the_function" says="the function that is checked takes two gibibytes, and catches that it cannot" by="memory"
import numpy as np


def sigmoid(z):
    kept = []
    for _ in range(2000):
        try:
            kept.append(np.ones(1 << 17))
        except MemoryError:
            pass
    return z

# %% attack="memory_mapped" says="anonymous and shared memory, past the allocator" by="memory"
import mmap

kept = []
for _ in range(64):
    kept.append(mmap.mmap(-1, 32 << 20))
    kept[-1].write(b"x" * (32 << 20))

# %% attack="threads" says="more threads than anybody needs" by="counts"
import threading
import time

for _ in range(64):
    try:
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    except RuntimeError as error:
        print(error)
        break

# %% attack="processes" says="a process, and another" by="counts"
import os
import time

for _ in range(40):
    try:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    except OSError as error:
        print(error)
        break

# %% attack="descriptors" says="descriptors until there are no more" by="counts"
import os

kept = []
try:
    for _ in range(5000):
        kept.append(os.dup(0))
except OSError as error:
    print(error)

# %% attack="bytes_on_disk" says="a file of 300 MB" by="disk"
import tempfile

file = tempfile.TemporaryFile()
try:
    for _ in range(300):
        file.write(bytes(1 << 20))
except OSError as error:
    print(error)

# %% attack="many_files" says="20,000 small files" by="disk"
import tempfile
from pathlib import Path

folder = tempfile.TemporaryDirectory()
try:
    for number in range(20_000):
        Path(folder.name, str(number)).write_bytes(b"x")
except OSError as error:
    print(error)

# %% attack="sparse_file" says="a file that says it has a terabyte" by="disk"
import os
import tempfile

file = tempfile.TemporaryFile()
try:
    os.ftruncate(file.fileno(), 1 << 40)
    print("TAKEN")
except OSError as error:
    print(error)

# %% attack="flood_of_stdout" says="50 MB on standard output" by="output"
for _ in range(500):
    print("x" * 100_000)

# %% attack="flood_of_stderr" says="50 MB on standard error, and through logging and warnings" by="output"
import logging
import sys
import warnings

for _ in range(500):
    sys.stderr.write("x" * 100_000)
    logging.error("x" * 1000)
    warnings.warn("x" * 1000, stacklevel=1)

# %% attack="flood_of_descriptor_1" says="50 MB past Python" by="output"
import os

try:
    for _ in range(500):
        os.write(1, b"x" * 100_000)
        os.write(2, b"x" * 100_000)
except OSError as error:
    print(error)

# %% attack="flood_of_displays" says="50,000 outputs" by="output"
from IPython.display import display

for number in range(50_000):
    display(number)

# %% attack="flood_of_updates" says="2,000 outputs with one name, updated 2,000 times" by="output"
from IPython.display import display, update_display

for _ in range(2000):
    display("x", display_id="same")
for _ in range(2000):
    update_display("y", display_id="same")

# %% attack="messages_by_the_million" says="the list of a cell's messages is filled by hand" by="wire"
messages = get_ipython().display_pub.session.messages
messages.extend([("display_data", {"data": {"text/plain": "x"}, "metadata": {}})] * 400_000)

# %% attack="large_displays" says="a picture of 60 MB" by="output"
from IPython.display import display

display({"image/png": "A" * 60_000_000}, raw=True)

# %% attack="pictures_in_every_cell" says="a picture of 19 MB in this cell and each that follows" by="output"
from IPython.display import display

get_ipython().events.register("post_run_cell", lambda *args: display({"image/png": "A" * 19_000_000}, raw=True))

# %% attack="deep_display" says="an output nested a thousand deep" by="wire"
from IPython.display import display

data = "x"
for _ in range(1000):
    data = {"a": data}
display({"application/json": data}, raw=True)

# %% attack="long_traceback" says="an exception whose text has 50 MB" by="values"
def sigmoid(z):
    raise ValueError("x" * 50_000_000)

# %% attack="exceptions_in_chains" says="an exception with 3,000 causes" by="values"
def sigmoid(z):
    error = None
    for number in range(3000):
        following = ValueError(number)
        following.__cause__ = error
        error = following
    raise error

# %% attack="huge_array_returned" says="a result of 400 MB" by="wire"
import numpy as np


def sigmoid(z):
    return np.zeros(50_000_000)

# %% attack="array_without_memory_returned" says="a result of an exabyte that takes eight bytes" by="wire"
import numpy as np


def sigmoid(z):
    return np.broadcast_to(np.float64(0.5), (1 << 20, 1 << 20, 1 << 17))

# %% attack="deep_list_returned" says="a list nested 100,000 deep" by="wire"
def sigmoid(z):
    value = 0.5
    for _ in range(100_000):
        value = [value]
    return value

# %% attack="cyclic_list_returned" says="a list that holds itself" by="wire"
def sigmoid(z):
    value = [0.5]
    value.append(value)
    return value

# %% attack="lists_that_double" says="30 lists, each of which holds the one before twice: 2³⁰ numbers when written out" by="wire"
def sigmoid(z):
    value = [0.5]
    for _ in range(30):
        value = [value, value]
    return value

# %% attack="list_that_holds_itself_twice" says="the same with one list" by="wire"
def sigmoid(z):
    value = [0.5]
    value += [value, value]
    return value

# %% attack="tuples_that_double" says="the same with tuples" by="wire"
def sigmoid(z):
    value = (0.5,)
    for _ in range(30):
        value = (value, value)
    return value

# %% attack="long_list_returned" says="three million numbers in a list" by="wire"
def sigmoid(z):
    return [0.5] * 3_000_000

# %% attack="million_functions_returned" says="a million functions" by="wire"
def sigmoid(z):
    return [lambda: number for number in range(1_000_000)]

# %% attack="endless_generator_returned" says="a generator that has no end" by="values"
def sigmoid(z):
    while True:
        yield 0.5

# %% attack="endless_length" says="an object that says it is very long, and has an item wherever one looks" by="values"
class Endless:
    def __len__(self):
        return 1 << 60

    def __getitem__(self, i):
        return 0.5


def sigmoid(z):
    return Endless()

# %% attack="endless_list_protocol" says="an iterator that hands out itself" by="values"
class Again:
    def __iter__(self):
        return self

    def __next__(self):
        return self


def sigmoid(z):
    return Again()

# %% attack="huge_integer_returned" says="an integer of a million digits" by="wire"
def sigmoid(z):
    return 1 << 3_300_000

# %% attack="huge_names" says="an exception and a function with names of a million letters" by="values"
def sigmoid(z):
    raise type("E" * 1_000_000, (Exception,), {})("x")


sigmoid.__name__ = sigmoid.__qualname__ = "s" * 1_000_000

# %% attack="answer_that_drips" says="an answer is announced, and comes one byte a tenth of a second" by="time"
import gc
import struct
import time

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)


def sigmoid(z):
    if child is None:
        return z
    socket = child.frames._socket
    socket.send(struct.pack("!Q", 1000))
    for _ in range(300):
        socket.send(b"\x90")
        time.sleep(0.1)

# %% attack="announced_and_not_sent" says="an answer of a petabyte is announced" by="wire"
import gc
import struct

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)
if child is not None:
    child.frames._socket.send(struct.pack("!Q", 1 << 50))

# %% attack="many_empty_lists" says="a message of 12 MB that takes the judge a hundred times as much" by="wire"
import gc
import struct

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)
if child is not None:
    child.frames.send(b"\xdd" + struct.pack("!I", 12_000_000) + b"\x90" * 12_000_000)

# %% attack="requests_without_end" says="the judge is asked something again and again, and never finds out how late it is" by="time"
import gc
import time

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)


def sigmoid(z):
    end = time.monotonic() + 40
    while child is not None and time.monotonic() < end:
        try:
            child.ask("getattr", 0, "x")
        except BaseException:
            pass
    return z

# %% attack="requests_in_advance" says="requests are sent without waiting for the answers, which a thread throws away" by="time"
import gc
import struct
import threading
import time

import msgpack

child = next((thing for thing in gc.get_objects() if type(thing).__name__ == "Child"), None)


def throw_away(socket, end):
    while time.monotonic() < end:
        try:
            if not socket.recv(1 << 20):
                return
        except BlockingIOError:
            time.sleep(0.001)
        except OSError:
            return


def sigmoid(z):
    if child is None:
        return z
    end = time.monotonic() + 40
    threading.Thread(target=throw_away, args=(child.frames._socket, end), daemon=True).start()
    request = msgpack.packb(["?", "getattr", [], [], [], ["t", [12345, "x"]]])
    many = (struct.pack("!Q", len(request)) + request) * 200
    while time.monotonic() < end:
        try:
            child.frames._socket.setblocking(True)
            child.frames._socket.sendall(many)
        except BaseException:
            if child.frames._socket.fileno() < 0:
                break

# %% attack="regular_expression" says="an expression that tries 2²⁸ ways" by="time"
import re


def sigmoid(z):
    re.match("(a+)+$", "a" * 28 + "b")
    return z

# %% attack="compressed" says="218 characters that are 1.3 GB" by="memory"
import base64
import bz2

inner = bz2.decompress(base64.b85decode("LRx4!F+o`-Q&}VV(f<Gd^?&#7bwB_|px_{J0tzsIU?G5FK>&b3U_=A}0MGy+03ZO6Fau2*4KV-!0LTHoRVV;xG|==$f$BX&)bvkjH8#Oi932o@{aO@5(~gxvb{(iu4F3pf(FNDwhYTE8*Q=%rD24Pw*gby`xeO4t51xC_{er9QLuM4FR6}YTIlQq$u?)ylb|`0qMme%WD-f^zUC9*TLO_q_NBj"))
kept = bz2.decompress(inner)

# %% attack="pickle_that_allocates" says="a pickle of 60 bytes that makes a gigabyte and a half" by="memory"
import pickle

kept = pickle.loads(b"cbuiltins\nbytearray\n(I1500000000\ntR.")

# %% attack="integer_to_text" says="an integer whose digits take minutes, in one call that no signal interrupts" by="time"
import sys

sys.set_int_max_str_digits(0)


def sigmoid(z):
    return len(str(3**3_000_000)) * 0.0

# %% attack="sleep" says="sleep" by="time"
import time


def sigmoid(z):
    time.sleep(40)
    return z

# %% attack="ignores_the_interrupt" says="the signal that ends a cell is ignored" by="time"
import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
end = time.monotonic() + 40
while time.monotonic() < end:
    time.sleep(0.1)

# %% attack="catches_the_interrupt" says="what ends a cell is caught, again and again" by="time"
import time


def sigmoid(z):
    end = time.monotonic() + 40
    while time.monotonic() < end:
        try:
            time.sleep(10)
        except BaseException:
            pass
    return z

# %% attack="timers" says="timers that interrupt everything, a thousand times a second" by="restart"
import signal

signal.signal(signal.SIGALRM, lambda *args: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
