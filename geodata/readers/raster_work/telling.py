"""How far the child is, as lines of JSON by the pipe that its parent listens to."""

import json
import sys
from pathlib import Path
from typing import TextIO

_outs: list[TextIO] = [sys.stdout]


def tell_to(out: TextIO) -> None:
    """Say where the lines go."""
    _outs[0] = out


def tell(percent: float) -> None:
    """Say how far it is."""
    _say({"percent": round(percent, 1)})


def tell_growing(path: Path, bytes_: int, *, begin: float, end: float) -> None:
    """Say which file is written now, and how long it will be: who listens looks how far it has grown."""
    _say({"percent": begin, "end": end, "path": str(path), "bytes": int(bytes_)})


def _say(what: dict[str, object]) -> None:
    _outs[0].write(json.dumps(what) + "\n")
    _outs[0].flush()
