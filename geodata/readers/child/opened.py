"""An opened layer, whatever the format: what it says of itself, and its rows in batches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Kind = str  # "text", "number" or "date"


@dataclass(slots=True)
class Field:
    """A column: its heading, unique in the file, and its kind; None where the values have to tell."""

    source: str
    kind: Kind | None = None
    may_be_number: bool = True  # a format that tells numbers from words has its reasons to keep digits as words


@dataclass(slots=True)
class Batch:
    """Some rows: their numbers in the file, an Arrow array a column, and one of WKB where the format has geometry."""

    rows: Any
    columns: list[Any]
    wkb: Any = None
    faulty: set[int] = field(default_factory=set)  # rows that cannot go in, told already


@dataclass(slots=True)
class Opened:
    """A layer that is open. `batches` may be called once for each reading, from the start.

    crs: as the file declares it, None where it does not. has_geometry: the format has geometry of its own; else
    columns may hold coordinates. rows: None where only reading tells.
    """

    format: str
    layers: list[str]
    layer: str
    fields: list[Field]
    batches: Callable[[], Iterator[Batch]]
    crs: str | None = None
    encoding: str = ""
    has_geometry: bool = True
    rows: int | None = None
    is_degrees_by_standard: bool = False  # a format that knows no other coordinate system than EPSG:4326
