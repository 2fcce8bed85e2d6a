"""What a child process gives up before it opens a stranger's file: memory, time, disk, network, other files.

For the child only, and without anything but the standard library. Limits are the system's own; what reaches the
network or starts programs is refused by the kernel (seccomp), and so are files outside the few folders that are named
(Landlock), where the kernel has them: Linux on x86-64 and ARM. Elsewhere the options that libraries are given are
what is left.
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
SECCOMP_MODE_FILTER = 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # let it be; EPERM

# Machine → its number for the kernel, and its numbers of socket, execve, execveat, ptrace, io_uring_setup, bpf.
MACHINES = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 425, 321)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 425, 280)),
}
X32 = 0x40000000  # calls of the other way to talk to a kernel of x86-64

# Landlock's numbers are those of all machines. The rights: files (execute, write, read), folders (read, …).
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ALL_RIGHTS, ALL_ON_FILES = 0x1FFF, 0x7
MAY_READ, MAY_READ_FILE, MAY_WRITE_FILE = 0x1 | 0x4 | 0x8, 0x4, 0x2 | 0x4
RULE_PATH_BENEATH = 1


def limit(*, memory: int, seconds: int, bytes_out: int) -> None:
    """Set what this process may take: address space, processor time, the size of a file it writes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_out, bytes_out))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent(parent: int) -> None:
    """End when the process that started this one ends, however it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we could ask
        sys.exit(1)


def stay_alone() -> bool:
    """Let the kernel refuse sockets and other programs from now on; False where it cannot."""
    if platform.machine() not in MACHINES or sys.platform != "linux":
        return False
    architecture, refused = MACHINES[platform.machine()]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    checks = [(equal, number) for number in refused]
    if platform.machine() == "x86_64":
        checks.insert(0, (at_least, X32))
    steps = [(load, 0, 0, 4), (equal, 0, len(checks) + 2, architecture), (load, 0, 0, 0)]
    steps += [(kind, len(checks) - place, 0, number) for place, (kind, number) in enumerate(checks)]
    steps += [(answer, 0, 0, ALLOW), (answer, 0, 0, REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    system = ctypes.CDLL(None)
    if system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program))) == 0)


def see_only(*, reads: Iterable[Path], writes: Iterable[Path]) -> bool:
    """Let the kernel refuse all files but these and those of Python and its libraries; False where it cannot."""
    system = ctypes.CDLL(None)
    rights = ctypes.c_uint64(ALL_RIGHTS)
    rules = system.syscall(CREATE_RULESET, ctypes.byref(rights), ctypes.c_size_t(8), ctypes.c_uint32(0))
    if rules < 0:
        return False
    libraries = {Path(place) for place in (sys.prefix, sys.base_prefix, "/lib", "/lib64", "/usr", "/etc/ld.so.cache")}
    libraries |= {Path(place) for place in sys.path if place} | {Path("/sys/devices/system/cpu")}
    for path in {*libraries, *reads}:
        _let(system, rules, path, MAY_READ)
    for path in writes:
        _let(system, rules, path, ALL_RIGHTS)
    _let(system, rules, Path("/dev/null"), MAY_WRITE_FILE)
    _let(system, rules, Path("/dev/urandom"), MAY_READ_FILE)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = bool(system.syscall(RESTRICT_SELF, rules, ctypes.c_uint32(0)) == 0)
    os.close(rules)
    return done


def _let(system: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there cannot be read
    if not path.is_dir():
        rights &= ALL_ON_FILES
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
    system.syscall(ADD_RULE, rules, RULE_PATH_BENEATH, rule, ctypes.c_uint32(0))
    os.close(place)
