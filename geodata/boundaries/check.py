"""Checks and mends the rows of a boundary file against the city's own list of areas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from geodata.boundaries.codes import clean_code, from_bps
from geodata.boundaries.faults import Fault, UnknownField, refuse
from geodata.boundaries.slivers import SLIVER_WIDTH_M
from geodata.city.entries import Reference
from geodata.readers.vector import VectorTable

WINDOW_MARGIN = 0.2  # degrees around the city's extent, in which its areas must lie


@dataclass(frozen=True, slots=True)
class DesaOutline:
    """One desa: outline in EPSG:4326, and what had to be repaired in it ("" for nothing)."""

    code: str
    name: str
    shape: MultiPolygon
    repaired: str


@dataclass(frozen=True, slots=True)
class Choices:
    """How the operator wants the file to be read."""

    code_field: str
    name_field: str
    bps: bool = False
    skip_others: bool = False
    swap_axes: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be imported, and what deserves a second look without being a fault."""

    outlines: tuple[DesaOutline, ...]
    other_names: tuple[str, ...]
    """Areas that the file calls otherwise than the city's list."""
    elsewhere: tuple[str, ...]
    """Areas whose outline does not hold the point that is known to lie in them: mixed-up codes?"""


def check_boundaries(table: VectorTable, choices: Choices, reference: Reference) -> Checked:
    """Return sound outlines for all desa. Raises UnknownField, BadBoundaries."""
    for field in (choices.code_field, choices.name_field):
        if field not in table.fields:
            raise UnknownField(field=field, fields=", ".join(table.fields))
    rows = _rows(table, choices, reference)
    faults = [*_code_faults(rows, choices, reference), *_place_faults(rows, choices, reference)]
    refuse(faults)
    outlines = tuple(_mended(row) for row in sorted(rows, key=lambda row: row.code or ""))
    refuse([Fault("empty", empty)] if (empty := tuple(o.code for o in outlines if o.shape.is_empty)) else [])
    known = {area.code: area for area in reference.areas}
    return Checked(
        outlines,
        other_names=tuple(
            f"{o.code}: {o.name} / {known[o.code].name}"
            for o in outlines
            if o.code in known and o.name.casefold() != known[o.code].name.casefold()
        ),
        elsewhere=tuple(
            f"{o.code} {o.name}"
            for o in outlines
            if o.code in known and not o.shape.intersects(shapely.Point(known[o.code].inside))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    said: str
    code: str | None
    name: str
    shape: BaseGeometry | None

    @property
    def label(self) -> str:
        return f"{self.said or '–'} {self.name}".strip()


def _rows(table: VectorTable, choices: Choices, reference: Reference) -> list[_Row]:
    bps = {area.bps_code: area.code for area in reference.areas}
    rows = []
    for row in table.rows:
        said = row.values[choices.code_field]
        shape = shapely.from_wkb(row.wkb) if row.wkb else None
        if shape is not None and choices.swap_axes:
            shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
        rows.append(
            _Row(
                said="" if said is None else str(said),
                code=from_bps(said, bps) if choices.bps else clean_code(said),
                name=str(row.values[choices.name_field] or ""),
                shape=shape,
            )
        )
    if choices.skip_others:
        rows = [row for row in rows if row.code is not None and _is_desa_of(row.code, reference.city.code)]
    return rows


def _is_desa_of(code: str, city: str) -> bool:
    return code.startswith(city + ".") and code.count(".") == 3


def _code_faults(rows: Sequence[_Row], choices: Choices, reference: Reference) -> list[Fault]:
    areas = {area.code: area for area in reference.areas}
    bps = {area.bps_code for area in reference.areas}
    found = Counter(row.code for row in rows if row.code)
    desa = [row for row in rows if row.code and _is_desa_of(row.code, reference.city.code)]
    unknown = [row for row in desa if row.code not in areas]
    as_bps = [] if choices.bps else [row for row in rows if row.said.replace(".", "") in bps and row.code not in areas]
    expected = {area.code for area in reference.areas if area.level == "desa"} - set(choices.without)
    missing = sorted(expected - set(found))
    return _faults(
        bad_code=[row.label for row in rows if row.code is None],
        bps_code=[row.label for row in as_bps],
        not_desa=[row.label for row in rows if row.code and row not in desa],
        no_parent=[row.label for row in unknown if (row.code or "").rpartition(".")[0] not in areas],
        twice=sorted(code for code, times in found.items() if times > 1),
        missing=[] if as_bps else [f"{code} {areas[code].name}" for code in missing],
    )


def _place_faults(rows: Sequence[_Row], choices: Choices, reference: Reference) -> list[Fault]:
    west, south, east, north = reference.city.extent
    window = shapely.box(west - WINDOW_MARGIN, south - WINDOW_MARGIN, east + WINDOW_MARGIN, north + WINDOW_MARGIN)
    drawn = [(row, shape) for row in rows if (shape := _polygonal(row.shape)) is not None]
    far = [row for row, shape in drawn if not window.contains(shapely.box(*shape.bounds))]
    swapped = [
        row for row, shape in drawn if window.contains(shapely.box(*(shape.bounds[index] for index in (1, 0, 3, 2))))
    ]
    without_shape = [row.label for row in rows if _polygonal(row.shape) is None]
    if far and len(swapped) == len(far):
        first = next(shape for row, shape in drawn if row in swapped).bounds
        return _faults(no_shape=without_shape, swapped=[f"{first[0]:.4f}, {first[1]:.4f}"])
    return _faults(no_shape=without_shape, far_away=[row.label for row in far])


def _faults(**who: list[str]) -> list[Fault]:
    return [Fault(key, tuple(labels)) for key, labels in who.items() if labels]


def _polygonal(shape: BaseGeometry | None) -> BaseGeometry | None:
    if shape is None or shape.is_empty or not isinstance(shape, Polygon | MultiPolygon):
        return None
    return shape


def _mended(row: _Row) -> DesaOutline:
    """Repair rings that cross or touch themselves; what becomes a line or a point falls away."""
    shape = row.shape
    repaired = ""
    if not shapely.is_valid(shape):
        repaired = explain_validity(shape)
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]
    return DesaOutline(row.code or "", row.name, MultiPolygon(polygons), repaired)


def overlap_and_slivers_m2(outlines: Sequence[DesaOutline], metric_srid: int) -> tuple[float, float]:
    """Return how much ground lies in two desa, and in narrow holes between them; both in m²."""
    project = Transformer.from_crs(4326, metric_srid, always_xy=True)
    shapes = [
        shapely.transform(outline.shape, lambda xy: np.column_stack(project.transform(xy[:, 0], xy[:, 1])))
        for outline in outlines
    ]
    union = shapely.union_all(shapes)
    holes = [Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    narrow = sum(hole.area for hole in holes if 2 * hole.area / hole.length < SLIVER_WIDTH_M)
    return sum(shape.area for shape in shapes) - union.area, narrow
