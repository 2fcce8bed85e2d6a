"""Times of a start: the first with everything new but the installed packages, demo city included, and the next two."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.stack.running import Server

MOST_SECONDS = {"first": 60.0, "second": 10.0, "third": 10.0}  # the first one with the demo city, on two cores


def main() -> int:
    missed = []
    folder = Path(tempfile.mkdtemp(prefix="cityops-bench-"))
    folder.chmod(0o711)
    server = Server(folder / "var", CITYOPS_DEMO="1", CITYOPS_DEBUG="0")
    try:
        for which in ("first", "second", "third"):
            began = time.monotonic()
            server.start()
            took = time.monotonic() - began
            if took > MOST_SECONDS[which]:
                missed.append(which)
            print(f"{which} start: {took:.1f} s (at most {MOST_SECONDS[which]:.0f} s)", flush=True)
            for line in server.lines:
                if line.startswith("·"):
                    print(f"    {line}", end="")
            server.press_ctrl_c()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if missed:
        print(f"too slow: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0
