"""Memory of the whole stack at rest, with the demo city and after some pages were served; fails above the promise."""

import shutil
import tempfile
import urllib.request
from pathlib import Path

import psutil

from tests.stack.running import Server

MEGABYTE = 1024 * 1024
PROMISED_MB = 600
PAGES = ("/", "/laporan/", "/lapor/", "/areas/map.geojson", "/layers/reports/tiles/12/3327/2129.mvt")


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="cityops-bench-"))
    folder.chmod(0o711)
    server = Server(folder / "var", CITYOPS_DEMO="1", CITYOPS_DEBUG="0").start()
    try:
        for path in PAGES * 20:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=30).read()
        total = measure([psutil.Process(server.process.pid), *server.parts()])
    finally:
        server.press_ctrl_c()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"memory at rest: {total:.0f} MB, promised {PROMISED_MB}")
    return 1 if total > PROMISED_MB else 0


def measure(processes: list[psutil.Process]) -> float:
    """Print and add up the proportional set sizes: a page that several share counts in parts for each."""
    total = 0.0
    for process in processes:
        size = process.memory_full_info().pss / MEGABYTE
        total += size
        print(f"    {size:6.1f} MB  {' '.join(process.cmdline()).strip()[:90]}")
    return total
