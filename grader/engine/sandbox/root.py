"""The file system of a sandbox: what the view names, read-only, on an otherwise empty root."""

import os
from pathlib import Path

from grader.engine.sandbox import kernel
from grader.engine.sandbox.view import View

PROC = Path("/proc")
DEVICES = tuple(Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom"))
# Small files that libc reads; copied, since they may be links to anywhere.
COPIED = (Path("/etc/ld.so.cache"), Path("/etc/localtime"))

_SAFE = kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID | kernel.MOUNT_ATTR_NODEV
_MOST_LINKS = 40


def build(view: View) -> None:
    """Replace the root of this mount namespace."""
    kernel.make_private()
    links: dict[Path, str] = {}
    sources = _outermost({place for path in view.readable if (place := _resolve(path, links)) is not None})
    trees = {source: kernel.copy_tree(source) for source in (*sources, *DEVICES)}
    for source in sources:
        kernel.set_attributes(trees[source], _SAFE)
    for device in DEVICES:
        kernel.set_attributes(trees[device], kernel.MOUNT_ATTR_NOSUID | kernel.MOUNT_ATTR_NOEXEC)
    trees[PROC] = _proc()
    folders = {source for source in trees if source.is_dir()}
    copied = {path: path.read_bytes() for path in COPIED if path.is_file()}

    os.umask(0o022)
    base = next(folder for folder in (Path("/tmp"), Path("/mnt"), Path("/dev")) if folder.is_dir())
    kernel.mount("tmpfs", base, kernel.MS_NOSUID | kernel.MS_NODEV, "mode=0755,size=4m,nr_inodes=4096")
    for source, tree in trees.items():
        target = base / source.relative_to("/")
        if source in folders:
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
        kernel.attach(tree, target)
    for path, content in copied.items():
        target = base / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            target.write_bytes(content)
    for path, pointing in links.items():
        if folders.intersection(path.parents):
            continue  # it came with its folder
        target = base / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(pointing)
    (base / view.scratch.relative_to("/")).mkdir(parents=True, exist_ok=True)
    kernel.pivot(base)
    kernel.set_read_only(Path("/"))


def cover_proc() -> int:
    """Cover /proc by one that shows this process alone.

    Where the machine does not let it be mounted, as in some containers, there is none.

    Returns
    -------
    int
        The covered one as a descriptor, which must be closed.
    """
    covered = os.open(PROC, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        kernel.attach(kernel.new_mount("proc", _SAFE | kernel.MOUNT_ATTR_NOEXEC, subset="pid"), PROC)
    except OSError:
        kernel.attach(kernel.new_mount("tmpfs", _SAFE | kernel.MOUNT_ATTR_NOEXEC, size="4k"), PROC)
    return covered


def private_scratch(view: View, owner: int | None) -> None:
    """Mount an empty scratch folder."""
    options = f"mode=0700,size={view.scratch_bytes},nr_inodes=4096"
    if owner is not None:
        options += f",uid={owner},gid={owner}"
    kernel.mount("tmpfs", view.scratch, kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, options)


def _proc() -> int:
    """A /proc of the own pid namespace, or a copy of the machine's where a container does not allow that."""
    try:
        return kernel.new_mount("proc", kernel.MOUNT_ATTR_NOSUID | kernel.MOUNT_ATTR_NODEV | kernel.MOUNT_ATTR_NOEXEC)
    except OSError:
        return kernel.copy_tree(PROC)


def _resolve(path: Path, links: dict[Path, str]) -> Path | None:
    """Where a path leads to, with every symbolic link on the way put in `links`; None where it does not exist."""
    place, rest = Path("/"), list(path.parts[1:])
    for _ in range(_MOST_LINKS * 20):
        if not rest:
            return place if os.path.exists(place) else None
        name = rest.pop(0)
        if name == "..":
            place = place.parent
        elif os.path.islink(step := place / name):
            links[step] = os.readlink(step)
            target = Path(links[step])
            rest = [*target.parts[target.is_absolute() :], *rest]
            place = Path("/") if target.is_absolute() else place
        else:
            place = step
    return None


def _outermost(paths: set[Path]) -> list[Path]:
    """The paths that lie in none of the others."""
    return sorted(path for path in paths if not paths.intersection(path.parents))
