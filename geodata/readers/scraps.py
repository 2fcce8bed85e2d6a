"""Folders for what a reading unpacks: removed when it ends, and by the next reading where its process was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "cityops-read-"


@contextmanager
def scraps() -> Iterator[Path]:
    """Yield an empty folder of this reading's own, among the temporary files of the system."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _remove_unless_held(left)
    folder, held = _held_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _held_folder() -> tuple[Path, int]:
    """Make a folder and lock it: the kernel lets the lock go with the process, however that ends."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        with suppress(FileNotFoundError):  # another reading took it for one that was left, before it was locked
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(held, fcntl.LOCK_EX)
            if folder.is_dir():
                return folder, held
            os.close(held)


def _remove_unless_held(folder: Path) -> None:
    with suppress(OSError):  # somebody else's, or gone by now
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(place).st_uid == os.geteuid():
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(place)
