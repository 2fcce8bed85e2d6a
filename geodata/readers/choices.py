"""What a person said about a file: which layer, which coordinate system, which columns. All of it may be left open."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Kind = Literal["text", "number", "date"]
GeometryKind = Literal["", "point", "line", "polygon", "none"]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: `source` is its heading in the file, `name` its plain name in the table."""

    source: str
    name: str
    kind: Kind = "text"
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """Empty and None mean: as the file says, or as the reader guesses and tells.

    layer: of a file with several; of an archive with several map files the member, or `member|layer`.
    crs: like "EPSG:32749". geometry: which of mixed geometries is meant; "none" reads a table without its coordinates.
    x, y: coordinate columns of a table; x alone is a column of WKT or of "latitude, longitude".
    leaves_out: rows at fault are left out instead of stopping the reading.
    leaves_away: rows that lie far from the city, where it is said, are left out.
    keeps_placeless: points that are missing, or at 0, 0, are no fault: such rows go in without a geometry.
    """

    layer: str = ""
    crs: str = ""
    encoding: str = ""
    x: str = ""
    y: str = ""
    geometry: GeometryKind = ""
    is_swapped: bool | None = None
    has_decimal_comma: bool | None = None
    columns: tuple[ColumnChoice, ...] = field(default=())
    leaves_out: bool = False
    leaves_away: bool = False
    keeps_placeless: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as JSON knows them."""
        return asdict(self) | {"columns": [asdict(column) for column in self.columns]}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """Build from what `to_dict` gave."""
        columns = tuple(ColumnChoice(**column) for column in plain.get("columns", ()))
        return cls(**(plain | {"columns": columns}))
