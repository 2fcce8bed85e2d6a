"""Remembers what a step was made from, so that it is done again only when that has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a hash over the files' names and contents, and over `words` that matter too."""
    total = hashlib.sha256()
    for word in words:
        total.update(f"{len(word)}:{word}".encode())
    for path in sorted(paths):
        if path.is_file():
            total.update(f"{path}:{path.stat().st_size}:".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the step that left `stamp` was made from the same."""
    return stamp.is_file() and stamp.read_text() == value


def leave(stamp: Path, value: str) -> None:
    """Say that the step is done; written last and whole, so that a step broken off is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_name(stamp.name + ".part")
    draft.write_text(value)
    draft.replace(stamp)
