"""Leaving the machine's namespaces for own ones."""

import os
from pathlib import Path

from grader.engine.sandbox import kernel, privileges

_SHARED_BY_ALL = (  # by all notebooks of one zygote: a new network namespace is slow
    kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
    | kernel.CLONE_NEWPID
)


def enter() -> bool:
    """Enter new namespaces of mounts, network, IPC, host name and control groups; of pids, from the next child on.

    Returns
    -------
    bool
        Whether that took a user namespace, as it does where one is not root.
    """
    own = not privileges.privileged()
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_SHARED_BY_ALL | (kernel.CLONE_NEWUSER if own else 0))
    if own:
        proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        map_ids(proc, user, group)
        os.close(proc)
    kernel.call("sethostname", b"sandbox", 7)
    return own


def map_ids(proc: int, user: int, group: int) -> None:
    """Give the user and group their own numbers in this process's user namespace.

    Parameters
    ----------
    proc
        /proc as a descriptor, writable.
    user, group
        The numbers.
    """
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        file = os.open(f"self/{name}", os.O_WRONLY | os.O_CLOEXEC, dir_fd=proc)
        try:
            os.write(file, text.encode())
        finally:
            os.close(file)


def try_mounts() -> None:
    """Do once what the root of a sandbox is made of.

    Raises
    ------
    OSError
        Where the kernel refuses.
    """
    enter()
    kernel.make_private()
    tree = kernel.copy_tree(Path("/usr"))
    kernel.set_attributes(tree, kernel.MOUNT_ATTR_RDONLY)
    kernel.mount("tmpfs", Path("/usr"), kernel.MS_NOSUID, "size=64k")
