"""Streams the rows of any file as PostgreSQL's COPY takes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.readers.choices import Choices
from geodata.readers.errors import UnfitFile
from geodata.readers.inspection import Problem
from geodata.readers.limits import Limits
from geodata.readers.vector_reading import Extent, Reading, reading


class Stream:
    """Bytes for `COPY … FROM STDIN (FORMAT csv, NULL '')`.

    A row: geometry as hex EWKB (EPSG:4326; empty where there is none), number of the row in the file, then the kept
    columns in the order of the choices: text, number, or date in ISO 8601. Iterating ends with all rows handed out, or
    raises UnfitFile: whoever copies must roll back then.
    """

    def __init__(self, running: Reading) -> None:
        self._running = running
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as they come. Raises UnfitFile."""
        for chunk in self._running.chunks():
            self.bytes += len(chunk)
            yield chunk
        problems = self.problems
        if self._running.problems is None:
            raise UnfitFile(problems=(Problem(self._running.silence, is_fatal=True),))
        if self._running.is_stopped or any(problem.is_fatal for problem in problems):
            raise UnfitFile(problems=problems)

    @property
    def pid(self) -> int:
        """Number of the child's process."""
        return self._running.pid

    @property
    def rows_read(self) -> int:
        """Rows of the file that were looked at so far."""
        return self._running.progress[0]

    @property
    def rows_written(self) -> int:
        """Rows that were handed out so far."""
        return self._running.progress[1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was mended, left out or wrong; known when the stream has ended."""
        return tuple(Problem(**problem) for problem in self._running.problems or ())


@contextmanager
def stream_vector(
    path: Path, choices: Choices, limits: Limits | None = None, *, city: Extent | None = None
) -> Iterator[Stream]:
    """Read a file with the choices of an inspection, to which columns were added; the child ends with the block."""
    if not path.is_file():
        raise UnfitFile(problems=(Problem("unreadable", is_fatal=True),))
    with reading("stream", path, choices, limits or Limits(), city=city) as running:
        yield Stream(running)
