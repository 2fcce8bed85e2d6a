"""The inbox on the disk: whoever may write there must not make the worker read or write elsewhere.

No link is followed, each name is opened below the folder that holds it, and only plain files are.
"""

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cityops.datasets.errors import NotImported

DESCRIPTION = "dataset.toml"
FAULT = ".fault.txt"
PIECE = 1024 * 1024
_MOST_FOLDERS, _MOST_FILES, _MOST_DESCRIBED = 200, 1000, 64 * 1024
_LONGEST = 80
_ON_ITS_WAY = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".swp")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe that nobody writes to does not hold it up


@dataclass(frozen=True)
class Waiting:
    """A file that lies in a folder. mark: changes when it is written or replaced.

    described: a mark of what its description says.
    """

    name: str
    size: int
    mark: str
    at_ns: int
    described: str = ""

    @property
    def state(self) -> str:
        """What is compared from look to look."""
        return f"{self.mark}|{self.described}"


class Folder:
    """One folder of the inbox, held open."""

    def __init__(self, name: str, fd: int) -> None:
        self.name, self._fd = name, fd

    def newest(self) -> Waiting | None:
        """Return the newest plain file that may be data; what is still being sent by name, or hidden, is none."""
        found, described = [], self._described()
        for entry in sorted(os.listdir(self._fd))[:_MOST_FILES]:
            if (
                not _is_plain(entry)
                or entry.startswith((".", "_", "~"))
                or entry == DESCRIPTION
                or entry.endswith((FAULT, *_ON_ITS_WAY))
            ):
                continue
            told = os.stat(entry, dir_fd=self._fd, follow_symlinks=False)
            if stat.S_ISREG(told.st_mode):
                found.append(Waiting(entry, told.st_size, _mark(entry, told), told.st_mtime_ns, described))
        return max(found, key=lambda one: (one.at_ns, one.name), default=None)

    def _described(self) -> str:
        """Return a mark of what the description says: one that is only copied or touched says the same."""
        try:
            fd = self._open(DESCRIPTION)
        except (OSError, NotImported):
            return ""
        try:
            return hashlib.sha256(os.read(fd, _MOST_DESCRIBED)).hexdigest()[:16]
        finally:
            os.close(fd)

    @contextmanager
    def opened(self, waiting: Waiting) -> Iterator[int]:
        """Open a file that was seen. Raises NotImported where it is another by now."""
        fd = self._open(waiting.name)
        try:
            _must_be_whole(waiting, fd)
            yield fd
        finally:
            os.close(fd)

    def whole(self, waiting: Waiting, fd: int) -> Iterator[bytes]:
        """Yield what is in a file. Raises NotImported at its end where it was written to meanwhile."""
        yield from pieces_of(fd)
        _must_be_whole(waiting, fd)

    def description(self) -> dict[str, Any]:
        """Return what is said of the data. Raises NotImported for what is no TOML, FileNotFoundError."""
        fd = self._open(DESCRIPTION)
        try:
            text = os.read(fd, _MOST_DESCRIBED)
            return tomllib.loads(text.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise NotImported(reason=f"{DESCRIPTION}: {fault}") from fault
        finally:
            os.close(fd)

    def tell(self, name: str, words: str) -> None:
        """Write beside a file what stands against it; no words: take that away."""
        fault = f"{name}{FAULT}"
        with suppress(FileNotFoundError):
            os.unlink(fault, dir_fd=self._fd)
        if words:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(fault, flags, 0o644, dir_fd=self._fd), "w", encoding="utf-8") as file:
                file.write(f"{words}\n")

    def _open(self, name: str) -> int:
        fd = os.open(name, _FILE, dir_fd=self._fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise NotImported(reason=_("“%(name)s” is no plain file.") % {"name": name})
        return fd


def folders(inbox: Path) -> Iterator[Folder]:
    """Yield the folders of the inbox, one after the other; links to folders are none."""
    root = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in sorted(os.listdir(root))[:_MOST_FOLDERS]:
            if name.startswith(".") or not _is_plain(name):
                continue
            if not stat.S_ISDIR(os.stat(name, dir_fd=root, follow_symlinks=False).st_mode):
                continue
            fd = os.open(name, _FOLDER, dir_fd=root)
            try:
                yield Folder(name, fd)
            finally:
                os.close(fd)
    finally:
        os.close(root)


def pieces_of(fd: int) -> Iterator[bytes]:
    """Yield a file from its beginning."""
    os.lseek(fd, 0, os.SEEK_SET)
    return iter(lambda: os.read(fd, PIECE), b"")


def sha256_of(fd: int) -> str:
    """Return the hash of a file's content."""
    told = hashlib.sha256()
    for piece in pieces_of(fd):
        told.update(piece)
    return told.hexdigest()


def _must_be_whole(waiting: Waiting, fd: int) -> None:
    if _mark(waiting.name, os.fstat(fd)) != waiting.mark:
        words = _("“%(name)s” changed while it was read. It is taken once it stays as it is.")
        raise NotImported(reason=words % {"name": waiting.name})


def _is_plain(name: str) -> bool:
    """Whether a name is text, and no longer than is kept of one."""
    return name.isprintable() and len(name) <= _LONGEST


def _mark(name: str, told: os.stat_result) -> str:
    named = hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:16]
    return f"{named}:{told.st_size}:{told.st_mtime_ns}:{told.st_ino}"
