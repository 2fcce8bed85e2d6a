"""Times of a start: the first with everything new but the installed packages, demo city included, and the next two."""

import shutil
import tempfile
import time
from pathlib import Path

from tests.stack.running import Server


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="cityops-bench-"))
    folder.chmod(0o711)
    server = Server(folder / "var", CITYOPS_DEMO="1", CITYOPS_DEBUG="0")
    try:
        for which in ("first", "second", "third"):
            began = time.monotonic()
            server.start()
            print(f"{which} start: {time.monotonic() - began:.1f} s", flush=True)
            for line in server.lines:
                if line.startswith("·"):
                    print(f"    {line}", end="")
            server.press_ctrl_c()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
