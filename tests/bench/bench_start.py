"""Times of the first start (virtual environment there, everything else new) and of the second, and memory at rest.

The demo city is loaded, so the first start is what a newcomer waits for after the packages are installed.
"""

import shutil
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

from tests.stack.running import Server

MEGABYTE = 1024 * 1024
LIMIT_MB = 600


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="cityops-bench-"))
    folder.chmod(0o711)
    server = Server(folder / "var", CITYOPS_DEMO="1", CITYOPS_DEBUG="0")
    try:
        for which in ("first", "second", "third"):
            began = time.monotonic()
            server.start()
            print(f"{which} start: {time.monotonic() - began:.1f} s")
            if which == "first":
                print("".join(f"    {line}" for line in server.lines if line.startswith(("·", "  "))), end="")
            if which != "third":
                server.press_ctrl_c()
        for path in ["/", "/laporan/", "/healthz"] * 20:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=30).read()
        report_memory(server)
        server.press_ctrl_c()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report_memory(server: Server) -> None:
    """Print the proportional set size of each process: shared pages are counted once over all that share them."""
    total = 0.0
    for process in [psutil.Process(server.process.pid), *server.parts()]:
        size = process.memory_full_info().pss / MEGABYTE
        total += size
        print(f"    {size:6.1f} MB  {' '.join(process.cmdline())[:90]}")
    print(f"memory at rest (PSS, {len(server.parts()) + 1} processes): {total:.0f} MB of {LIMIT_MB}")
    if total > LIMIT_MB:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
