"""seccomp: the system calls that numpy, matplotlib and IPython need, and no others.

What no list names fails as a call that the kernel does not have, so that libc takes the older way where there is one.
"""

import ctypes
import errno
import os
import socket
import struct
from functools import cache
from typing import Any

from grader.engine.sandbox import kernel

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

_MEMORY = "brk mmap mmap2 mprotect mremap munmap madvise"
_FILES = """
open openat creat close close_range read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 lseek
stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents getdents64
getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
chmod fchmod fchmodat fchmodat2 umask truncate ftruncate fallocate utime utimes utimensat futimesat
fsync fdatasync fadvise64 flock fcntl dup dup2 dup3 pipe pipe2 getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
"""
_WAITING = """
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
nanosleep clock_nanosleep pause alarm setitimer getitimer timerfd_create timerfd_settime timerfd_gettime
timer_create timer_settime timer_gettime timer_getoverrun timer_delete wait4 waitid
"""
_TIME = "clock_gettime clock_getres gettimeofday time times"
_SIGNALS = """
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack signalfd signalfd4
kill tkill tgkill restart_syscall
"""
_THREADS = "futex set_robust_list get_robust_list rseq membarrier set_tid_address sched_yield exit exit_group"
_ASKING = """
getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid getpriority
getrlimit getrusage getrandom getcpu uname sysinfo sched_getaffinity sched_getparam sched_getscheduler
"""
# Only on sockets that are there already or come from socketpair. Without sendmsg and recvmsg no descriptor is passed.
_SOCKETS = "recvfrom getsockopt getsockname getpeername shutdown"
ALLOWED = " ".join((_MEMORY, _FILES, _WAITING, _TIME, _SIGNALS, _THREADS, _ASKING, _SOCKETS)).split()

# Forbidden in words: Python then says "Operation not permitted" and not "Function not implemented".
REFUSED = """
fork vfork execve execveat socket connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg
setsockopt setrlimit ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd pidfd_send_signal
rt_sigqueueinfo rt_tgsigqueueinfo unshare setns chroot pivot_root mount umount umount2 mount_setattr move_mount open_tree fsopen
fsconfig fsmount fspick setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset setpgid setsid
setpriority sched_setaffinity sched_setscheduler sched_setparam sched_setattr personality keyctl add_key request_key bpf
perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register memfd_create memfd_secret
shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semctl mq_open mq_unlink
chown fchown lchown fchownat mknod mknodat setxattr lsetxattr fsetxattr
open_by_handle_at name_to_handle_at fanotify_init init_module finit_module delete_module kexec_load reboot swapon swapoff
syslog acct quotactl settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname iopl ioperm modify_ldt
splice tee vmsplice sync syncfs vhangup
""".split()

_CLONE_THREAD = 0x1_0000
_CLONE_NEW = (
    kernel.CLONE_NEWNS
    | kernel.CLONE_NEWCGROUP
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
)
# TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: is it a terminal, how large, how much waits, flags.
_IOCTLS = (0x5401, 0x802C_542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# PR_SET_NAME and PR_GET_NAME (of a thread), PR_SET_VMA (names of memory, by libc).
_PRCTLS = (15, 16, 0x5356_4D41)


@cache
def program() -> bytes:
    """The filter as the kernel takes it."""
    with os.fdopen(os.memfd_create("filter"), "w+b") as file:
        rules().export_bpf(file)
        file.seek(0)
        return file.read()


def load(program: bytes) -> None:
    """Put this process under the filter for good; no_new_privs must be set."""
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.create_string_buffer(header))


def rules(architecture: str | None = None) -> Any:
    """The filter as libseccomp has it.

    Parameters
    ----------
    architecture
        Such as "AARCH64", by the names of libseccomp; that of this machine otherwise.
    """
    import pyseccomp  # only on Linux, and raises where libseccomp.so.2 is missing

    Arg, EQ, NE, MASKED_EQ = pyseccomp.Arg, pyseccomp.EQ, pyseccomp.NE, pyseccomp.MASKED_EQ
    allow, refuse = pyseccomp.ALLOW, pyseccomp.ERRNO(errno.EPERM)
    filters = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.ENOSYS))
    native = pyseccomp.system_arch()
    if architecture is not None and (wanted := getattr(pyseccomp.Arch, architecture)) != native:
        filters.add_arch(wanted)
        filters.remove_arch(native)

    def rule(action: int, name: str, *conditions: Any) -> None:
        if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) != -1:  # libseccomp may be older than the call
            filters.add_rule(action, name, *conditions)

    for name in ALLOWED:
        rule(allow, name)
    for name in REFUSED:
        rule(refuse, name)
    rule(allow, "clone", Arg(0, MASKED_EQ, _CLONE_THREAD | _CLONE_NEW, _CLONE_THREAD))
    rule(refuse, "clone", Arg(0, MASKED_EQ, _CLONE_THREAD, 0))
    # Of socketpair the family, of sendto no address (so to the other end), of prlimit64 this process.
    for name, argument, value in (("socketpair", 0, int(socket.AF_UNIX)), ("sendto", 4, 0), ("prlimit64", 0, 0)):
        rule(allow, name, Arg(argument, EQ, value))
        rule(refuse, name, Arg(argument, NE, value))
    for request in _IOCTLS:
        rule(allow, "ioctl", Arg(1, EQ, request))
    for option in _PRCTLS:
        rule(allow, "prctl", Arg(0, EQ, option))
    return filters
