"""Where a table says that its rows are: two columns of coordinates, one of WKT, or one of "latitude, longitude"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.names import plain_names
from geodata.readers.child.values import to_numbers, trimmed

X = ("longitude", "lon", "lng", "long", "bujur", "x", "easting", "east", "timur", "utm_x", "coord_x", "koordinat_x")
Y = ("latitude", "lat", "lintang", "y", "northing", "north", "utara", "utm_y", "coord_y", "koordinat_y")
SHAPES = ("wkt", "geom", "geometry", "the_geom", "wkt_geom", "geometri", "shape")
PAIRS = (
    "koordinat",
    "coordinates",
    "coordinate",
    "latlng",
    "latlong",
    "lat_lng",
    "lat_long",
    "lat_lon",
    "lokasi",
    "location",
)
WKT = r"(?i)^\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)"
PAIR = re.compile(r"\s*([^,;]+?)\s*[,;]\s*([^,;]+?)\s*")
DEGREES = re.compile(
    r"\s*(?P<before>[NSEWUTB]|LS|LU|BT|BB)?\s*(?P<sign>[+-])?\s*(?P<d>\d{1,3}(?:[.,]\d+)?)\s*(?:[°ºd:\s]\s*)?"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['’′:m\s]\s*)?)?(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|”|″|s)?)?\s*"
    r"(?P<after>LS|LU|BT|BB|[NSEWUTB])?\s*",
    re.IGNORECASE,
)
NEGATIVE = {"S", "W", "LS", "BB"}


@dataclass(frozen=True, slots=True)
class Places:
    """Which columns tell the place; x alone where one column does."""

    way: str  # "columns", "wkt", "pair"
    x: str
    y: str = ""


def find_places(sources: Sequence[str], columns: Sequence[Any], x: str, y: str) -> Places | None:
    """Return where the coordinates are: as chosen, or by headings and what stands below. Raises Fatal."""
    by_source = dict(zip(sources, columns, strict=True))
    for chosen in (x, y):
        if chosen and chosen not in by_source:
            raise Fatal("no_such_column", column=chosen[:60])
    if x and y:
        return Places("columns", x, y)
    if x:
        return Places("wkt" if _holds_wkt(by_source[x]) else "pair", x)
    names = dict(zip(plain_names(sources), sources, strict=True))
    for name in SHAPES:
        if name in names and _holds_wkt(by_source[names[name]]):
            return Places("wkt", names[name])
    found_x, found_y = _named(names, X), _named(names, Y)
    if found_x and found_y:
        return Places("columns", found_x, found_y)
    for name, source in names.items():
        if name in PAIRS and _holds_pairs(by_source[source]):
            return Places("pair", source)
    return next((Places("wkt", source) for source, column in by_source.items() if _holds_wkt(column)), None)


def _named(names: dict[str, str], wanted: Sequence[str]) -> str | None:
    for word in wanted:
        if word in names or f"c_{word}" in names:
            return names.get(word) or names[f"c_{word}"]
    for word in wanted:
        for name, source in names.items():
            if word in name.split("_"):
                return source
    return None


def _some(column: Any) -> list[str]:
    return [value for value in column.slice(0, 200).to_pylist() if value][:50]


def _holds_wkt(column: Any) -> bool:
    some = _some(column)
    return bool(some) and all(re.match(WKT, value) for value in some[:5])


def _holds_pairs(column: Any) -> bool:
    some = _some(column)
    return bool(some) and sum(bool(PAIR.fullmatch(value)) for value in some) * 2 > len(some)


def read_places(
    places: Places, by_source: dict[str, Any], rows: Any, *, told: Any, comma: bool, findings: Findings
) -> tuple[Any, Any, Any]:
    """Return geometries or else coordinates (NaN where a row tells no place), and which rows were told as faulty.

    told: rows of which something was told before, and nothing more need be.
    """
    import numpy as np
    import pyarrow as pa

    if places.way == "wkt":
        shapes, is_bad = _from_wkt(by_source[places.x], rows, told, findings)
        return shapes, None, is_bad
    if places.way == "columns":
        parts = [(places.x, by_source[places.x]), (places.y, by_source[places.y])]
        unread = told.copy()
    else:
        column = by_source[places.x]
        words = column.to_pylist()
        halves = [PAIR.fullmatch(value or "") for value in words]
        unread = np.array(
            [bool(word and word.strip()) and half is None for word, half in zip(words, halves, strict=True)]
        )
        _tell(findings, rows, unread & ~told, places.x, column)
        unread |= told
        parts = [(places.x, pa.array([half and half.group(which) for half in halves], pa.string())) for which in (2, 1)]
    made = []
    for source, column in parts:
        values, is_bad = _coordinates(column, comma=comma)
        made.append(values)
        _tell(findings, rows, is_bad & ~unread, source, column)
        unread |= is_bad
    xy = np.column_stack(made)
    xy[np.isnan(xy).any(axis=1)] = np.nan
    return None, xy, unread


def _tell(findings: Findings, rows: Any, is_bad: Any, source: str, column: Any) -> None:
    if is_bad.any():
        which = is_bad.nonzero()[0]
        params = [{"column": source, "value": str(column[int(i)].as_py())[:40]} for i in which[:100]]
        findings.rows("bad_coordinate", rows[which], params)


def _coordinates(column: Any, *, comma: bool) -> tuple[Any, Any]:
    import numpy as np
    import pyarrow.compute as pc

    numbers, is_bad = to_numbers(column, comma=comma)
    values = np.array(pc.cast(numbers, "float64").fill_null(float("nan")), dtype=float)
    for i in is_bad.nonzero()[0]:
        found = degrees_of(column[int(i)].as_py())
        if found is not None:
            values[i], is_bad[i] = found, False
    return values, is_bad


def degrees_of(words: str) -> float | None:
    """Read degrees, minutes and seconds, or a number with the other decimal sign: 7°52'30" LS is -7.875."""
    found = DEGREES.fullmatch(words)
    if found is None:
        return None
    d, m, s = (float((found[part] or "0").replace(",", ".")) for part in ("d", "m", "s"))
    if m >= 60 or s >= 60 or (found["m"] and d != int(d)):
        return None
    side = (found["before"] or found["after"] or "").upper()
    value = d + m / 60 + s / 3600
    return -value if found["sign"] == "-" or side in NEGATIVE else value


def _from_wkt(column: Any, rows: Any, told: Any, findings: Findings) -> tuple[Any, Any]:
    import numpy as np
    import pyarrow.compute as pc
    import shapely

    words = trimmed(pc.replace_substring_regex(column, r"(?i)^\s*SRID=\d+;", ""))
    shapes = shapely.from_wkt(np.array(words.to_pylist(), dtype=object), on_invalid="ignore")
    is_bad = shapely.is_missing(shapes) & np.asarray(pc.is_valid(words)) & ~told
    if is_bad.any():
        which = is_bad.nonzero()[0]
        params = [{"column": "WKT", "value": str(words[int(i)].as_py())[:40]} for i in which[:100]]
        findings.rows("bad_coordinate", rows[which], params)
    return shapes, is_bad
