"""The single parts: the filter's names, the view's links, the words for what is missing."""

import os
import platform
import subprocess
import sys
import tempfile

import pytest

from grader.engine.sandbox import Limits, View, kernel, landlock, layers, seccomp
from grader.engine.sandbox.probe import run_confined
from tests.sandbox.conftest import Box

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


def _listing(architecture: str) -> str:
    with tempfile.TemporaryFile("w+") as file:
        seccomp.rules(architecture).export_pfc(file)
        file.seek(0)
        return file.read()


def _calls(listing: str, action: str) -> set[str]:
    """The names of the calls for which some path through a listing ends in `action`."""
    found, name = set(), ""
    for line in listing.splitlines():
        if "filter for syscall" in line:
            name = line.split('"')[1]
        elif line.strip() == f"action {action};":
            found.add(name)
    return found


@linux
def test_every_name_is_known_to_libseccomp() -> None:
    import pyseccomp

    assert len({*seccomp.ALLOWED, *seccomp.REFUSED}) == len(seccomp.ALLOWED) + len(seccomp.REFUSED)
    unknown = {name for name in (*seccomp.ALLOWED, *seccomp.REFUSED) if pyseccomp.resolve_syscall(0, name) == -1}
    assert unknown <= {"fchmodat2"}  # younger than the library may be


@linux
@pytest.mark.parametrize("architecture", ["X86_64", "AARCH64"])
def test_the_filter_allows_the_same_everywhere(architecture: str) -> None:
    listing = _listing(architecture)
    allowed, refused = _calls(listing, "ALLOW"), _calls(listing, "ERRNO(1)")
    some = {"clone", "socketpair", "sendto", "prlimit64", "ioctl", "prctl"}
    assert allowed <= {*seccomp.ALLOWED, *some}
    assert {"openat", "mmap", "futex", "read", "exit_group", "rt_sigreturn", *some} <= allowed
    assert {"execve", "socket", "ptrace", "mount", "unshare", "clone", "setns", "bpf", "io_uring_setup"} <= refused
    assert not allowed & refused - {"clone", "socketpair", "sendto", "prlimit64"}
    if architecture == "AARCH64":  # all that it lacks are older ways to do the same
        missing = set(seccomp.ALLOWED) - allowed
        assert {name for name in missing if name in ("openat", "newfstatat", "ppoll", "pselect6")} == set()


@linux
def test_other_architectures_of_the_same_machine_are_no_way_round() -> None:
    assert "# invalid architecture action\naction KILL" in _listing("X86_64")


@linux
@pytest.mark.skipif(platform.machine() != "x86_64", reason="has no other architecture to try")
def test_a_call_by_the_32_bit_door_is_the_end(box: Box) -> None:
    import ctypes
    import mmap

    def enter_by_int80() -> None:
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()

    said, outcome = box.confined(lambda: str(enter_by_int80()))
    assert (said, outcome is not None and outcome.code) == ("", 31)  # SIGSYS


def test_every_older_landlock_still_closes_files(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which rights there are depends on the kernel; what is not in the view is closed with all of them."""
    monkeypatch.setattr(layers, "absent", lambda: {x: x for x in layers.LAYERS if x != layers.LANDLOCK})
    for version in range(1, landlock.abi() + 1):
        monkeypatch.setattr(landlock, "abi", lambda version=version: version)

        def ask() -> str:
            found = []
            for path in (box.folder / "given", box.outside / "secret"):
                try:
                    found.append(path.read_text())
                except OSError as error:
                    found.append(type(error).__name__)
            return " ".join(found)

        assert box.confined(ask, unsafe=True)[0] == "given PermissionError", version


def test_the_view_has_what_it_names_and_nothing_beside_it(box: Box) -> None:
    base = box.folder.parent
    (base / "link").symlink_to("readable")
    (base / "closed").mkdir()
    (base / "closed" / "open").mkdir()
    (base / "closed" / "open" / "file").write_text("file")
    (base / "alone").write_text("alone")
    (base / "loop").symlink_to("loop")
    (base / "readable" / "away").symlink_to("../alone")  # in a folder that is readable itself
    names = ("link", "readable/away", "closed/open", "alone", "loop", "nothing", "readable/given")
    view = View((*box.view.readable, *(base / name for name in names)))

    def ask() -> str:
        texts = [(base / name).read_text() for name in ("link/given", "closed/open/file", "alone", "readable/away")]
        return repr((texts, sorted(os.listdir(base)), os.readlink(base / "link"), os.listdir(base / "closed")))

    said, outcome = box.apart(lambda: run_confined(ask, view, Limits()))
    assert said, outcome
    texts, listed, link, closed = eval(said)
    assert texts == ["given", "file", "alone", "alone"]
    assert set(listed) - {"loop"} == {"alone", "closed", "link", "readable"}
    assert (link, closed) == ("readable", ["open"])


def test_a_readable_folder_may_lie_in_a_closed_one(box: Box) -> None:
    """As a virtual environment in the home of root does."""
    if not box.root:
        pytest.skip("An ordinary user can read it or not, in the sandbox as outside.")
    closed = box.folder.parent / "home"
    (closed / "inside").mkdir(parents=True)
    (closed / "inside" / "file").write_text("file")
    (closed / "private").write_text("private")
    closed.chmod(0o700)

    view = View((*box.view.readable, closed / "inside"))

    def ask() -> str:
        return (closed / "inside" / "file").read_text() + " " + " ".join(os.listdir(closed))

    assert box.apart(lambda: run_confined(ask, view, Limits()))[0] == "file inside"


@pytest.mark.parametrize(("system", "way"), [("darwin", "virtual machine"), ("win32", "WSL2")])
def test_elsewhere_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, system: str, way: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    sentence = layers.elsewhere()
    assert sentence is not None
    assert way in sentence
    assert "--engine nbgrader" in sentence
    assert sentence.count(". ") == 0


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_it_imports_and_says_that_linux_is_missing(system: str) -> None:
    script = f"""
import sys, ctypes, select, tempfile, shutil
sys.platform = {system!r}
if {system!r} == "win32":
    sys.modules["resource"] = None
from grader.engine import sandbox
print(sandbox.missing(), sandbox.level())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["['Linux']", "none"]


@linux
def test_the_level_names_the_layers_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "absent", lambda: {"landlock": "Landlock", "seccomp": "seccomp"})
    assert (layers.level(), layers.missing()) == ("namespaces+rlimits", ["Landlock", "seccomp"])


@linux
def test_a_kernel_that_refuses_namespaces_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    for name in ("unshare", "copy_tree"):
        with monkeypatch.context() as patch:
            patch.setattr(kernel, name, refuse)
            assert "name" in str(layers.absent.__wrapped__()[layers.NAMESPACES])
