"""The way of all rows, for a look and for the import alike: open, settle what is open, then batch by batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from geodata.readers.child.away import Away
from geodata.readers.child.crs import Extent, Settled, settle
from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.opened import Batch, Opened
from geodata.readers.child.places import Places, find_places, read_places
from geodata.readers.child.points import plain_points, points_of
from geodata.readers.child.shapes import Shaper, from_wkb
from geodata.readers.child.values import as_text, guess_decimal_comma

MOST_SETTLING = 5_000  # coordinates that decide about the coordinate system


@dataclass(slots=True)
class Shaped:
    """A batch whose geometry is done. `is_good`: rows that can go in, as far as the geometry and the cells go."""

    rows: Any
    columns: list[Any]
    shapes: Any  # None for a table without places, and where all are plain points
    is_good: Any
    xy: Any = None  # of plain points, (n, 2) in degrees


@dataclass(slots=True)
class Flow:
    """One reading of one layer."""

    opened: Opened
    choices: dict[str, Any]
    city: Extent | None
    findings: Findings
    most_rows: int
    settled: Settled | None = None
    places: Places | None = None
    comma: bool = False
    shaper: Shaper | None = None
    read: int = 0
    _texts: list[bool] = field(default_factory=list)
    away: Away = field(init=False)

    def __post_init__(self) -> None:
        """Know what is far."""
        self.away = Away(self.city, self.findings, leaves_out=self.choices["leaves_away"])

    def batches(self) -> Iterator[Shaped]:
        """Give the batches. What the file does not say is decided at the first. Raises Fatal."""
        is_first = True
        for batch in self.opened.batches():
            self.read += len(batch.rows)
            if self.read > self.most_rows:
                raise Fatal("too_large")
            if len(batch.rows):
                shaped = self._shaped(batch, is_first=is_first)
                self.away.see(shaped)
                yield shaped
                is_first = False
        if is_first:
            raise Fatal("no_rows")

    def _shaped(self, batch: Batch, *, is_first: bool) -> Shaped:
        import numpy as np

        if is_first and not self.opened.has_geometry:
            self._find_places(batch)
        is_told = np.isin(batch.rows, list(batch.faulty)) if batch.faulty else np.zeros(len(batch.rows), bool)
        if self.choices["geometry"] == "none" or (not self.opened.has_geometry and self.places is None):
            return Shaped(batch.rows, batch.columns, None, ~is_told)
        shapes, xy, is_bad = self._geometry(batch, is_told)
        if is_first:
            self._settle(xy if shapes is None else _corners(shapes))
        assert self.shaper is not None
        if shapes is None and self.shaper.family in ("", "point"):
            xy, is_good = self.shaper.points(xy, batch.rows, is_told | is_bad)
            return Shaped(batch.rows, batch.columns, None, is_good, xy)
        shapes = points_of(xy) if shapes is None else shapes
        shapes, is_good = self.shaper.shape(shapes, batch.rows, is_told | is_bad)
        return Shaped(batch.rows, batch.columns, shapes, is_good)

    def _geometry(self, batch: Batch, is_told: Any) -> tuple[Any, Any, Any]:
        """Return geometries, or coordinates where all are plain points, and which rows have neither and were told."""
        import numpy as np

        if self.places is not None:
            by_source = {
                one.source: as_text(column, one.source, batch.rows, self.findings)
                for one, column in zip(self.opened.fields, batch.columns, strict=True)
                if one.source in (self.places.x, self.places.y)
            }
            return read_places(
                self.places, by_source, batch.rows, told=is_told, comma=self.comma, findings=self.findings
            )
        if (xy := plain_points(batch.wkb)) is not None:
            return None, xy, np.zeros(len(batch.rows), bool)
        shapes, is_bad = from_wkb(batch.wkb, batch.rows, self.findings)
        return shapes, None, is_bad

    def _find_places(self, batch: Batch) -> None:
        texts = [
            as_text(column, one.source, batch.rows, Findings())
            for one, column in zip(self.opened.fields, batch.columns, strict=True)
        ]
        asked = self.choices["has_decimal_comma"]
        self.comma = guess_decimal_comma(texts) if asked is None else asked
        if self.choices["geometry"] != "none":
            sources = [one.source for one in self.opened.fields]
            self.places = find_places(sources, texts, self.choices["x"], self.choices["y"])

    def _settle(self, xy: Any) -> None:
        import numpy as np

        xy = xy[np.isfinite(xy).all(axis=1) & (xy != 0).any(axis=1)]
        xy = xy[:: max(1, len(xy) // MOST_SETTLING)]
        self.settled = settle(
            self.opened.crs,
            chosen=self.choices["crs"],
            swap=self.choices["is_swapped"],
            xy=xy,
            city=self.city,
            is_standard=self.opened.is_degrees_by_standard,
            findings=self.findings,
        )
        family = self.choices["geometry"]
        self.shaper = Shaper(
            self.settled,
            self.findings,
            family,
            is_chosen=bool(family),
            keeps_placeless=self.choices["keeps_placeless"],
        )

    def found_choices(self) -> dict[str, Any]:
        """Return the choices, filled in by what was found, so that reading with them reads the same."""
        settled, places = self.settled, self.places
        return self.choices | {
            "layer": self.opened.layer,
            "crs": settled.name if settled and _is_code(settled.name) else self.choices["crs"],
            "encoding": self.opened.encoding
            if self.opened.format in ("CSV", "Shapefile")
            else self.choices["encoding"],
            "x": places.x if places else "",
            "y": places.y if places else "",
            "geometry": self.choices["geometry"] or (self.shaper.family if self.shaper else "none"),
            "is_swapped": settled.is_swapped if settled else self.choices["is_swapped"],
            "has_decimal_comma": self.choices["has_decimal_comma"] if self.opened.has_geometry else self.comma,
        }


def _is_code(name: str) -> bool:
    return ":" in name and " " not in name


def _corners(shapes: Any) -> Any:
    import shapely

    return shapely.get_coordinates(shapes[~shapely.is_missing(shapes)])
