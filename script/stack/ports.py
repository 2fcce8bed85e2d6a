"""Whether the web server's port is free, and who has it when it is not."""

import os
import socket
from pathlib import Path

from stack import processes
from stack.messages import Stop

_LISTENING = "0A"


def require_free(host: str, port: int) -> None:
    """Raise Stop, with a line that says who has the port and how to choose another, unless it can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except PermissionError:
            raise Stop(
                f"Port {port} is only for root: choose one above 1023, CITYOPS_PORT=8000 script/server"
            ) from None
        except OSError as fault:
            if fault.errno != 98:  # EADDRINUSE
                raise Stop(f"Cannot listen on {host}:{port} ({fault.strerror}): check CITYOPS_HOST.") from None
    other = port + 1 if port < 65535 else 8000
    raise Stop(
        f"Port {port} is taken{_by_whom(port)}: stop that, or choose another, CITYOPS_PORT={other} script/server"
    )


def _by_whom(port: int) -> str:
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for entry in os.listdir("/proc") if inodes else []:
        if entry.isdecimal() and _holds(int(entry), inodes):
            return f" by {processes.name_of(int(entry))} (process {entry})"
    return ""


def _listening_inodes(port: int) -> list[str]:
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():
            continue
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                found.append(fields[9])
    return found


def _holds(pid: int, inodes: set[str]) -> bool:
    folder = Path(f"/proc/{pid}/fd")
    try:
        return any(os.readlink(folder / handle) in inodes for handle in os.listdir(folder))
    except OSError:
        return False
