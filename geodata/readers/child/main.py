"""The child's one errand: a request as JSON comes in, rows go out by one pipe, and what is to say by another.

`python -I -c "…main()" ROOT TELLING`: the folder to import from, the number of the pipe. What is told is JSON lines; a
child that does not tell its last one was ended. It locks itself in before any library is loaded.
"""

import importlib
import json
import os
import sys
from pathlib import Path

from geodata.readers.child.cell import die_with_parent, lock

NICE = 5  # whoever waits for a page comes first


def main() -> None:
    """Do what is asked and tell how it went."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not print among the rows
    telling = os.fdopen(int(sys.argv[2]), "w", buffering=1, encoding="utf-8")
    path = Path(request["path"])
    os.nice(NICE)
    die_with_parent(request["parent"])
    lock(
        memory=request["memory"],
        seconds=request["seconds"],
        bytes_out=request["bytes_out"],
        readable=[str(path), *(str(part) for part in path.parent.glob("*") if _belongs(part, path))],
        writable=request["folder"],
    )
    os.chdir(request["folder"])
    importlib.import_module(f"geodata.readers.child.{request['reads']}").run(request, out, telling)


def _belongs(part: Path, path: Path) -> bool:
    """Whether a file is a part of the one to read: b.dbf of b.shp."""
    return path.suffix.lower() in (".shp", ".tab", ".mif") and part.stem == path.stem and not part.is_symlink()
