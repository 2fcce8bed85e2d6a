"""What was found in a file: plain values that JSON can hold, for a preview and for the choices that it asks for."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from geodata.readers.choices import Choices, GeometryKind, Kind
from geodata.readers.problem_texts import told

AWAY = "away"  # the code of a row that lies far from the city and was left out, as somebody chose


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or was mended, and how often.

    row: of the file, from 1; in tables as a spreadsheet program numbers them, the heading being row 1. None: the
    file. count: 1, or this row and so many less one after it that are not listed one by one.
    is_fatal: nothing can be read until a choice or another file mends it. is_repaired: mended, and said.
    Neither: the row cannot go in, and is left out if `Choices.leaves_out` says so.
    """

    code: str
    row: int | None = None
    count: int = 1
    params: dict[str, Any] | None = None
    is_fatal: bool = False
    is_repaired: bool = False

    @property
    def text(self) -> str:
        """What it is, where, and what to do, in the reader's language."""
        return told(self.code, self.row, self.count, self.params or {})


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column: heading in the file, plain name for a table, what its values are, how many are empty, some of them."""

    source: str
    name: str
    kind: Kind
    empty: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One of the first rows: values by heading, geometry as GeoJSON in EPSG:4326."""

    row: int
    values: dict[str, str | None]
    geometry: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it was found.

    crs: the coordinate system that was used; crs_guess: the same where it was guessed, else empty; crs_reason: why, as
    a code (`problem_texts.REASONS`). geometry_type: the type that fits all rows, like MultiPolygon. extent: west,
    south, east, north. away: how many rows lie far from the city, where it was said; away_rows: the first of them.
    choices: those that were asked with, filled in by what was found: to stream with these reads
    the same.
    """

    format: str = ""
    layers: tuple[str, ...] = ()
    layer: str = ""
    crs: str = ""
    crs_guess: str = ""
    crs_reason: str = ""
    encoding: str = ""
    geometry: GeometryKind = ""
    geometry_type: str = ""
    rows: int = 0
    extent: tuple[float, float, float, float] | None = None
    away: int = 0
    away_rows: tuple[int, ...] = ()
    columns: tuple[FoundColumn, ...] = ()
    sample: tuple[SampleRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    choices: Choices = field(default_factory=Choices)

    @property
    def is_fatal(self) -> bool:
        """Whether nothing can be read yet."""
        return any(problem.is_fatal for problem in self.problems)

    @property
    def faulty_rows(self) -> int:
        """Rows that cannot go in."""
        return sum(p.count for p in self.problems if p.row is not None and not (p.is_fatal or p.is_repaired))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as JSON knows them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """Build from what `to_dict` gave, also after JSON."""
        extent = plain.get("extent")
        made = {
            "layers": tuple(plain.get("layers", ())),
            "extent": tuple(extent) if extent else None,
            "away_rows": tuple(plain.get("away_rows", ())),
            "columns": tuple(
                FoundColumn(**(column | {"samples": tuple(column["samples"])})) for column in plain.get("columns", ())
            ),
            "sample": tuple(SampleRow(**row) for row in plain.get("sample", ())),
            "problems": tuple(Problem(**problem) for problem in plain.get("problems", ())),
            "choices": Choices.from_dict(plain.get("choices", {})),
        }
        return cls(**(plain | made))
