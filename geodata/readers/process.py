"""Runs the child process that opens strangers' files: an empty environment, pipes, and an end in every case."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import IO, Any

from geodata.readers.choices import Choices
from geodata.readers.limits import Limits
from geodata.readers.scraps import scraps

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from geodata.readers.child.main import main; main()"
DRIVERS = "import json, pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))"
CHUNK = 1 << 20

Extent = tuple[float, float, float, float]


class Child:
    """A running child: what it writes, and what it told so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", telling: int, seconds: int) -> None:
        self._process, self._telling, self._seconds = process, telling, seconds
        self._words = b""
        self.progress = (0, 0)
        self.inspection: dict[str, Any] | None = None
        self.problems: list[dict[str, Any]] | None = None
        self.is_stopped = False
        self.ended: int | None = None

    @property
    def silence(self) -> str:
        """Why nothing was told at the end: a limit or somebody killed it, it was too slow, or the file broke a library."""
        if self.ended == -signal.SIGKILL:  # no limit of ours ends it so: the system does when memory runs out
            return "ended"
        is_crash = self.ended is not None and (self.ended >= 0 or self.ended == -signal.SIGSEGV)
        return "damaged" if is_crash else "too_large"

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def chunks(self) -> Iterator[bytes]:
        """Give what it writes, and hear what it tells meanwhile; ends when it ends, or is silent for too long."""
        out = self._process.stdout
        assert out is not None
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            ready.register(self._telling, selectors.EVENT_READ)
            while ready.get_map():
                if not (events := ready.select(self._seconds)):
                    return
                for key, _event in events:
                    chunk = os.read(key.fd, CHUNK)
                    if not chunk:
                        ready.unregister(key.fileobj)
                    elif key.fd == self._telling:
                        self._hear(chunk)
                    else:
                        yield chunk
        self.ended = self._process.wait(self._seconds)

    def _hear(self, chunk: bytes) -> None:
        *lines, self._words = (self._words + chunk).split(b"\n")
        for line in lines:
            said = json.loads(line)
            read, written = said.get("progress", self.progress)
            self.progress = (read, written)
            self.inspection = said.get("inspection", self.inspection)
            self.problems = said.get("problems", self.problems)
            self.is_stopped = self.is_stopped or "stopped" in said


@contextmanager
def child(verb: str, path: Path, choices: Choices, limits: Limits, *, city: Extent | None = None) -> Iterator[Child]:
    """Start a child for one errand; it is killed where the block ends before it does."""
    with scraps() as scratch:
        folder = str(scratch)
        request = {
            "verb": verb,
            "path": str(path.resolve()),
            "folder": folder,
            "choices": choices.to_dict(),
            "limits": asdict(limits),
            "city": city,
            "drivers": _all_drivers(),
        }
        hear, tell = os.pipe()
        try:
            process = _start(folder, tell)
        except BaseException:
            os.close(hear)
            raise
        finally:
            os.close(tell)
        try:
            _hand_over(process.stdin, json.dumps(request).encode())
            yield Child(process, hear, limits.seconds)
        finally:
            process.kill()
            process.wait()
            os.close(hear)
            if process.stdout:
                process.stdout.close()


def _start(folder: str, tell: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-c", START, str(ROOT), str(tell)],
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": folder, "MALLOC_ARENA_MAX": "1"},
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
def _all_drivers() -> list[str]:
    """Return the names of GDAL's drivers, so that the child can switch all off but one before it loads GDAL."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", DRIVERS], env={"LANG": "C.UTF-8"}, capture_output=True, check=True
    )
    return [str(name) for name in json.loads(done.stdout)]
