"""Runs the child process that opens strangers' files: an empty environment, pipes, and an end in every case."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from geodata.readers.child.main import main; main()"
CHUNK = 1 << 20
# Each library brings a GDAL of its own.
DRIVERS = {
    "vectors": "import json, pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))",
    "rasters": "import json, rasterio\nwith rasterio.Env() as env: print(json.dumps(sorted(env.drivers())))",
}

Reads = Literal["vectors", "rasters"]
Word = dict[str, Any]


class Child:
    """A running child. ended: its exit status, once it ended by itself or by somebody else than us."""

    def __init__(self, process: "subprocess.Popen[bytes]", telling: int) -> None:
        self._process, self._telling = process, telling
        self._begun = b""
        self.ended: int | None = None

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def silence(self) -> str:
        """Why it told no last word: `ended` by the system, `too_large` for a limit, `damaged`: a library broke."""
        if self.ended == -signal.SIGKILL:  # no limit of ours ends it so: the system does when memory runs out
            return "ended"
        is_crash = self.ended is not None and (self.ended >= 0 or self.ended == -signal.SIGSEGV)
        return "damaged" if is_crash else "too_large"

    def listen(self, hear: Callable[[Word], None], *, wait_s: float) -> Iterator[bytes | None]:
        """Give what it writes until it ends; what it tells goes to `hear`.

        Gives nothing (b"") where it only told something, and None each time it was silent for wait_s.
        """
        out = self._process.stdout
        assert out is not None
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            ready.register(self._telling, selectors.EVENT_READ)
            while ready.get_map():
                if not (events := ready.select(wait_s)):
                    yield None
                for key, _event in events:
                    chunk = os.read(key.fd, CHUNK)
                    if not chunk:
                        ready.unregister(key.fileobj)
                    elif key.fd == self._telling:
                        self._hear(chunk, hear)
                        yield b""
                    else:
                        yield chunk
        self.ended = self._process.wait()

    def _hear(self, chunk: bytes, hear: Callable[[Word], None]) -> None:
        *lines, self._begun = (self._begun + chunk).split(b"\n")
        for line in lines:
            hear(json.loads(line))


@contextmanager
def child(
    reads: Reads,
    request: Mapping[str, Any],
    folder: Path,
    *,
    memory: int,
    seconds: int,
    bytes_out: int,
    environment: Mapping[str, str],
) -> Iterator[Child]:
    """Start a child for one errand; it is killed where the block ends before it does.

    request: what `child/vectors.py` or `child/rasters.py` reads, with verb and path. folder: where it may write. memory
    (address space), seconds (of the processor), bytes_out (of one file): what the kernel lets it have.
    """
    given = {**request, "reads": reads, "folder": str(folder), "parent": os.getpid()}
    given |= {"memory": memory, "seconds": seconds, "bytes_out": bytes_out}
    hear, tell = os.pipe()
    try:
        process = _start(folder, tell, environment)
    except BaseException:
        os.close(hear)
        raise
    finally:
        os.close(tell)
    try:
        _hand_over(process.stdin, json.dumps(given).encode())
        yield Child(process, hear)
    finally:
        process.kill()
        process.wait()
        os.close(hear)
        if process.stdout:
            process.stdout.close()


def _start(folder: Path, tell: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    plain = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-c", START, str(ROOT), str(tell)],
        env={**plain, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **environment},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(tell,),
    )


def _hand_over(pipe: IO[bytes] | None, request: bytes) -> None:
    assert pipe is not None
    try:
        pipe.write(request)
        pipe.close()
    except BrokenPipeError:
        return  # it died at once; that it told nothing says so


@cache
def drivers(reads: Reads) -> tuple[str, ...]:
    """Return the names of all drivers of that GDAL, so that the child can switch off all others before it loads it."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", DRIVERS[reads]], env={"LANG": "C.UTF-8"}, capture_output=True, check=True
    )
    return tuple(json.loads(done.stdout))
