"""A file of places or rows while the child reads it: what it writes, and what it told so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geodata.readers.choices import Choices
from geodata.readers.limits import Limits
from geodata.readers.process import Child, Word, child, drivers
from geodata.readers.scraps import scraps

ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}

Extent = tuple[float, float, float, float]


class Reading:
    """One errand under way. problems: known at the end; None then: it was ended, and `silence` says why."""

    def __init__(self, running: Child, seconds: int) -> None:
        self._running, self._seconds = running, seconds
        self.progress = (0, 0)
        self.inspection: dict[str, Any] | None = None
        self.problems: list[dict[str, Any]] | None = None
        self.is_stopped = False

    @property
    def pid(self) -> int:
        """Number of the child's process."""
        return self._running.pid

    @property
    def silence(self) -> str:
        """Why nothing was told at the end, as a problem's code."""
        return self._running.silence

    def chunks(self) -> Iterator[bytes]:
        """Give what it writes; ends when it ends, or is silent for too long."""
        for chunk in self._running.listen(self._hear, wait_s=self._seconds):
            if chunk is None:
                return
            if chunk:
                yield chunk

    def _hear(self, said: Word) -> None:
        read, written = said.get("progress", self.progress)
        self.progress = (read, written)
        self.inspection = said.get("inspection", self.inspection)
        self.problems = said.get("problems", self.problems)
        self.is_stopped = self.is_stopped or "stopped" in said


@contextmanager
def reading(
    verb: str, path: Path, choices: Choices, limits: Limits, *, city: Extent | None = None
) -> Iterator[Reading]:
    """Begin to read a file: to `look`, to `stream` it for COPY, or for plain `rows`; the child ends with the block."""
    request = {
        "verb": verb,
        "path": str(path.resolve()),
        "choices": choices.to_dict(),
        "limits": asdict(limits),
        "city": city,
        "drivers": drivers("vectors"),
    }
    kept = {"memory": limits.memory, "seconds": limits.seconds, "bytes_out": limits.bytes_out}
    with scraps() as folder, child("vectors", request, folder, **kept, environment=ENVIRONMENT) as running:
        yield Reading(running, limits.seconds)
