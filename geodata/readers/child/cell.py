"""The cell: after `lock` the process can open no connection, start no program, and see its own file alone.

Belt and braces: GDAL has its list of drivers and the readers look before they open, but what a library does with a
hostile file is for the kernel to forbid. Limits bound memory, time and files; seccomp takes
sockets and programs away; Landlock (Linux 5.13, where it is switched on) hides all files but the libraries, the file
to read and the folder for scraps.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
# machine: its number for seccomp, then socket, socketpair, connect, execve, execveat, ptrace, io_uring_setup, bpf
FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101, 425, 321)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117, 425, 280)),
}
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
ALL_OF_FIRST = (1 << 13) - 1
LIBRARIES = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/mime.types",
    "/dev/urandom",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)


def die_with_parent(parent: int) -> None:
    """End when the process that started this one ends, however it ends. parent: its number."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we could ask
        sys.exit(1)


def lock(*, memory: int, seconds: int, bytes_out: int, readable: Iterable[str], writable: str) -> None:
    """Shut the door. Must come before any library starts a thread: what a thread was before, it stays."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_out, bytes_out))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _hide_files(libc, readable, writable)
    _forbid_calls(libc)


def _forbid_calls(libc: ctypes.CDLL) -> None:
    if platform.machine() not in FORBIDDEN:
        return
    machine, calls = FORBIDDEN[platform.machine()]
    load, jump_if_equal, jump_if_greater, give = 0x20, 0x15, 0x35, 0x06
    kill, allow, refuse = 0x80000000, 0x7FFF0000, 0x00050000 | 13  # EACCES
    rules = [(load, 0, 0, 4), (jump_if_equal, 1, 0, machine), (give, 0, 0, kill), (load, 0, 0, 0)]
    rules += [(jump_if_greater, 0, 1, 0x40000000), (give, 0, 0, kill)]  # the x32 numbers of the same calls
    for call in calls:
        rules += [(jump_if_equal, 0, 1, call), (give, 0, 0, refuse)]
    rules.append((give, 0, 0, allow))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rules), ctypes.addressof(code)))
    _must(libc.prctl(PR_SET_SECCOMP, 2, program, 0, 0))


def _hide_files(libc: ctypes.CDLL, readable: Iterable[str], writable: str) -> None:
    version = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return  # this kernel has no Landlock; sockets and programs are still taken away
    handled = ALL_OF_FIRST | (1 << 13 if version >= 2 else 0) | (1 << 14 if version >= 3 else 0)
    rules = libc.syscall(LANDLOCK_CREATE, ctypes.create_string_buffer(struct.pack("Q", handled), 8), 8, 0)
    _must(rules)
    python = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]))
    for path in (*LIBRARIES, *python, *readable):
        _allow(libc, rules, path, READ_FILE | READ_FOLDER | EXECUTE)
    _allow(libc, rules, "/dev/null", READ_FILE | WRITE_FILE)
    _allow(libc, rules, writable, handled)
    _must(libc.syscall(LANDLOCK_RESTRICT, rules, 0))
    os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not Path(path).is_dir():
        access &= EXECUTE | READ_FILE | WRITE_FILE
    rule = ctypes.create_string_buffer(struct.pack("=Qi", access, place))
    _must(libc.syscall(LANDLOCK_ADD, rules, 1, rule, 0))
    os.close(place)


def _must(answer: int) -> None:
    """A cell that does not lock reads nothing."""
    if answer < 0:
        raise OSError(ctypes.get_errno(), "the child process cannot be locked in")
