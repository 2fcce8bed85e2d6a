"""What is known of a raster before anything is done with it: plain values that go through JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from geodata.readers.raster_notes import Kind, RasterNote


@dataclass(frozen=True, slots=True)
class RasterBand:
    """One band; the figures are of a sample of its cells (all of them, where they are few), scale and offset applied.

    nodata: the value of empty cells, "nan" for not-a-number. low, high: the 2nd and 98th percentile. deviation: the
    standard deviation. histogram: how many cells in equal parts from min to max. values: value → count where there are
    few different whole ones. palette: value → #rrggbb. colour: gray, red, green, blue, alpha, palette, undefined.
    """

    type: str
    nodata: float | str | None
    min: float | None
    max: float | None
    mean: float | None
    low: float | None
    high: float | None
    histogram: tuple[int, ...]
    values: tuple[tuple[int, int], ...]
    palette: tuple[tuple[int, str], ...]
    colour: str
    name: str
    scale: float
    offset: float
    deviation: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave, also after it went through JSON."""
        pairs = {name: tuple((one[0], one[1]) for one in said[name]) for name in ("values", "palette")}
        return cls(**{**said, **pairs, "histogram": tuple(said["histogram"])})


@dataclass(frozen=True, slots=True)
class RasterInspection:
    """A raster: what it is, where it lies, what is to be known before it becomes a layer.

    crs: like EPSG:32749, or WKT where it has no number; "" where it is not known. extent: west, south, east, north in
    EPSG:4326, pixel_m: width and height of a cell in metres on the ground, both None where the system is not known.
    min_zoom, max_zoom: the scales at which tiles show something of their own.
    """

    driver: str
    width: int
    height: int
    bands: tuple[RasterBand, ...]
    crs: str
    crs_name: str
    extent: tuple[float, float, float, float] | None
    pixel_m: tuple[float, float] | None
    has_alpha: bool
    has_mask: bool
    compression: str
    min_zoom: int
    max_zoom: int
    problems: tuple[RasterNote, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing need be asked before it becomes a layer."""
        return not any(problem.kind == Kind.ASKED for problem in self.problems)

    @property
    def is_elevation(self) -> bool:
        """Whether slopes can be made of it: one band of values that are no colours."""
        return len(self.bands) == 1 and self.bands[0].colour in {"gray", "undefined"}

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave, also after it went through JSON."""
        plain = dict(said)
        plain["bands"] = tuple(RasterBand.from_json(band) for band in said["bands"])
        plain["problems"] = tuple(RasterNote(one["code"], one["data"]) for one in said["problems"])
        for name in ("extent", "pixel_m"):
            plain[name] = None if said[name] is None else tuple(said[name])
        return cls(**plain)
