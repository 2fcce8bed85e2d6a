"""Coordinate systems: what was named is read and nothing else followed; what is missing is guessed by the numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geodata.readers.child.findings import Fatal, Findings

Extent = tuple[float, float, float, float]

INDONESIA: Extent = (94.0, -12.0, 142.0, 7.0)
AROUND_CITY = 2.0  # degrees in which metres count as those of the city
NAMED = re.compile(r"(EPSG|ESRI|IGNF):\d{3,6}|OGC:CRS(84|83|27)|urn:ogc:def:crs:\w+:[\w.]*:\w+", re.IGNORECASE)
WKT = re.compile(
    r"\s*(PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS|COMPD_?CS|COMPOUNDCRS|GEOGRAPHICCRS|BASEGEOGCRS)\s*\[", re.I
)
# words by which PROJ would open a file or an address
OPENS = re.compile(
    r"(nadgrids|geoidgrids|grids|init|file|xyzgrid)\s*=\s*(?!@null)|PARAMETERFILE|https?:(?!//proj\.org/schemas)", re.I
)
DEGREES = "EPSG:4326"


@dataclass(slots=True)
class Settled:
    """The coordinate system that is used, how it is named, and why; whether x and y change places."""

    crs: Any
    name: str
    guess: str = ""
    reason: str = "file"
    is_swapped: bool = False

    def degrees(self, xy: Any) -> Any:
        """Bring an (n, 2) array to longitude and latitude; what cannot be brought there is not finite."""
        import numpy as np

        if self.is_swapped:
            xy = xy[:, ::-1]
        if (project := _projector(self.crs)) is None:
            return xy
        return np.column_stack(project.transform(xy[:, 0], xy[:, 1]))


def parse(named: str) -> Any:
    """Return the CRS that was named by code, WKT or PROJJSON. Raises Fatal."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    named = named.strip()
    is_json = named.startswith("{")
    if OPENS.search(named) or not (NAMED.fullmatch(named) or WKT.match(named) or is_json):
        raise Fatal("bad_crs", crs=named[:60])
    try:
        crs = CRS.from_json(named) if is_json else CRS.from_user_input(named.upper() if len(named) < 20 else named)
        crs.to_wkt()
    except (CRSError, ValueError) as bad:
        raise Fatal("bad_crs", crs=named[:60]) from bad
    if crs.is_compound or (crs.is_geographic and len(crs.axis_info) > 2):
        crs = crs.to_2d()
    if not (crs.is_geographic or crs.is_projected):
        raise Fatal("bad_crs", crs=named[:60])
    return crs


def settle(
    declared: str | None,
    *,
    chosen: str,
    swap: bool | None,
    xy: Any,
    city: Extent | None,
    is_standard: bool,
    findings: Findings,
) -> Settled:
    """Decide for a layer by what it declares, what a person chose, and its first coordinates (n, 2).

    is_standard: the format knows no other than EPSG:4326, so that metres in it are a known mistake. Raises Fatal.
    """
    crs, reason = None, ""
    if chosen:
        crs, reason = parse(chosen), "person"
    elif declared:
        crs, reason = parse(declared), "standard" if is_standard else "file"
    if crs is None:
        return _guessed(xy, swap, city, findings)
    settled = Settled(crs, _name(crs), reason=reason, is_swapped=bool(swap))
    if not len(xy) or _fits(settled, xy, None):
        if swap is None and len(xy) and _is_better_swapped(crs, xy, city):
            settled.is_swapped = True
            findings.note("swapped_axes", crs=settled.name)
        return settled
    if swap is None and _fits(turned := Settled(crs, settled.name, reason=reason, is_swapped=True), xy, None):
        findings.note("swapped_axes", crs=settled.name)
        return turned
    if is_standard and not chosen:
        guessed = _guessed(xy, swap, city, findings)
        findings.note("metres_in_degrees", crs=guessed.name)
        return guessed
    raise Fatal("crs_does_not_fit", crs=settled.name)


def _is_better_swapped(crs: Any, xy: Any, city: Extent | None) -> bool:
    """Metres the wrong way round may still be somewhere on earth: they are turned if that brings them to the city."""
    home = _widened(city)
    if home is None or crs.is_geographic:
        return False
    return not _fits(Settled(crs, ""), xy, home) and _fits(Settled(crs, "", is_swapped=True), xy, home)


def _guessed(xy: Any, swap: bool | None, city: Extent | None, findings: Findings) -> Settled:
    if not len(xy):
        return Settled(parse(DEGREES), DEGREES, guess=DEGREES, reason="degrees")
    turns = (False, True) if swap is None else (swap,)
    for code, home, reason in _candidates(city):
        crs = parse(code)
        for is_swapped in turns:
            settled = Settled(crs, code, guess=code, reason=reason, is_swapped=is_swapped)
            if _fits(settled, xy, home):
                if swap is None and is_swapped:
                    findings.note("swapped_axes", crs=code)
                return settled
    raise Fatal("unknown_crs")


def _candidates(city: Extent | None) -> Iterator[tuple[str, Extent | None, str]]:
    yield DEGREES, INDONESIA, "degrees_here"
    if (home := _widened(city)) and city:
        longitude, latitude = (city[0] + city[2]) / 2, (city[1] + city[3]) / 2
        yield f"EPSG:{327 if latitude < 0 else 326}{int((longitude + 180) // 6) + 1:02d}", home, "metres_here"
        if 94.5 - 1.5 <= longitude < 141 + 1.5:  # the land office's zones of three degrees (DGN95 / TM-3)
            yield f"EPSG:{23830 + int((longitude - 93) // 3)}", home, "metres_here"
        yield "EPSG:3857", home, "metres_here"
    yield DEGREES, None, "degrees"


def _widened(city: Extent | None) -> Extent | None:
    if city is None:
        return None
    return city[0] - AROUND_CITY, city[1] - AROUND_CITY, city[2] + AROUND_CITY, city[3] + AROUND_CITY


def _fits(settled: Settled, xy: Any, home: Extent | None) -> bool:
    """Whether most of the coordinates fall on the earth, and their middle into `home`."""
    import numpy as np

    if settled.crs.is_projected and (np.abs(xy) <= [180, 180]).all(axis=1).mean() > 0.5:
        return False  # degrees: a projection would put them all on one spot of some sea
    lonlat = settled.degrees(xy)
    is_fine = np.isfinite(lonlat).all(axis=1) & (np.abs(lonlat) <= [180.0, 90.0]).all(axis=1)
    if is_fine.mean() <= 0.5:
        return False
    if home is None:
        return True
    x, y = np.median(lonlat[is_fine], axis=0)
    return bool(home[0] <= x <= home[2] and home[1] <= y <= home[3])


_projectors: dict[str, Any] = {}


def _projector(crs: Any) -> Any:
    """Return what brings a CRS to degrees; None where it is in WGS 84 degrees already."""
    from pyproj import CRS, Transformer

    key = crs.to_wkt()
    if key not in _projectors:
        is_there = crs.equals(CRS.from_epsg(4326), ignore_axis_order=True)
        _projectors[key] = None if is_there else Transformer.from_crs(crs, 4326, always_xy=True)
    return _projectors[key]


def _name(crs: Any) -> str:
    if crs.to_string() == "OGC:CRS84":
        return DEGREES
    authority = crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else str(crs.name)[:100]
