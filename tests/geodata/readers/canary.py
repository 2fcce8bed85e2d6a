"""An address that nobody may call and a file that nobody may open: both tell when somebody did."""

import ctypes
import os
import socket
import threading
from pathlib import Path

IN_ACCESS, IN_OPEN, IN_NONBLOCK = 0x1, 0x20, 0o4000


class Canary:
    """Listens at an address and watches a file. calls: what was said at the address; opened: whether the file was."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "canary.tif"
        self.path.write_bytes(b"II*\0 what only this machine may know")
        self.calls: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/canary.tif"
        system = ctypes.CDLL(None)
        self._watch = system.inotify_init1(IN_NONBLOCK)
        system.inotify_add_watch(self._watch, os.fsencode(self.path), IN_OPEN | IN_ACCESS)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            with caller:
                self.calls.append(caller.recv(1000))
                caller.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    @property
    def opened(self) -> bool:
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False

    def forget(self) -> None:
        """Forget that the file was opened."""
        while self.opened:
            pass

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        os.close(self._watch)
