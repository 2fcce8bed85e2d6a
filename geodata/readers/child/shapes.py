"""Geometry, a batch at a time: flat, one kind, valid, in degrees. What is mended is told, what cannot be is named."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from geodata.readers.child.crs import Settled
from geodata.readers.child.findings import EACH, Fatal, Findings
from geodata.readers.child.wkb_types import has_heights, has_measures, types_of

FAMILIES = ("point", "line", "polygon")
# shapely's numbers of types: point, line, ring, polygon, multipoint, multiline, multipolygon, collection
FAMILY_OF = {0: "point", 4: "point", 1: "line", 2: "line", 5: "line", 3: "polygon", 6: "polygon", 7: "collection"}
MULTI = {"line": (1, 5, "multilinestrings"), "polygon": (3, 6, "multipolygons")}
MEASURED_TYPES = {"point": "MultiPoint", "line": "MultiLineString", "polygon": "MultiPolygon"}


def from_wkb(wkb: Any, rows: Any, findings: Findings) -> tuple[Any, Any]:
    """Return geometries in two dimensions, and where there was something that is none."""
    import numpy as np
    import shapely

    _tell_dimensions(wkb, findings)
    raw = wkb.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(raw, on_invalid="ignore")
    is_bad = shapely.is_missing(shapes) & np.asarray(wkb.is_valid())
    if is_bad.any():
        findings.rows("bad_geometry", rows[is_bad])
    return shapes, is_bad


def _tell_dimensions(wkb: Any, findings: Findings) -> None:
    types = types_of(wkb)
    if has_heights(types):
        findings.note("height_dropped")
    if has_measures(types):
        findings.note("measure_dropped")


@dataclass(slots=True)
class Shaper:
    """Makes the geometries of one layer alike. `family` is what was chosen; empty until the rows have told."""

    settled: Settled
    findings: Findings
    family: str = ""
    is_chosen: bool = False
    keeps_placeless: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    has_multipoints: bool = False

    def shape(self, shapes: Any, rows: Any, known_bad: Any) -> tuple[Any, Any]:
        """Return geometries in EPSG:4326 and which rows have one that can go in; the others are told.

        known_bad: rows whose fault is told already.
        """
        import numpy as np
        import shapely

        if shapely.has_z(shapes).any() or shapely.has_m(shapes).any():
            shapes = shapely.force_2d(shapes)
        is_good = ~known_bad
        is_empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        self._tell("no_geometry", rows, is_good & is_empty)
        is_good &= ~is_empty
        is_good &= self._finite(shapes, rows, is_good)
        shapes = self._degrees(shapes, rows, is_good)
        is_good &= self._somewhere(shapes, rows, is_good)
        shapes, is_good = self._one_kind(shapes, rows, is_good)
        if self.family == "polygon":
            shapes, is_good = self._valid(shapes, rows, is_good)
        elif self.family == "line":
            has_length = shapely.length(shapes) > 0
            self._tell("no_length", rows, is_good & ~has_length)
            is_good &= has_length
        shapes = np.where(is_good, shapes, None)
        return self._as_fits(shapes, is_good), is_good

    def points(self, xy: Any, rows: Any, known_bad: Any) -> tuple[Any, Any]:
        """Do the same for plain points, an (n, 2) array with NaN where there is none, or none is wanted of all."""
        import numpy as np

        is_missing, is_zero = np.isnan(xy).all(axis=1), (xy == 0).all(axis=1)
        is_placeless = ~known_bad & (is_missing | is_zero) & self.keeps_placeless
        self._tell("no_geometry", rows, ~known_bad & is_missing & ~is_placeless)
        is_good = ~known_bad & ~is_missing
        is_fine = np.isfinite(xy).all(axis=1)
        self._tell("coordinates_not_finite", rows, is_good & ~is_fine)
        self._tell("zero_coordinates", rows, is_good & is_zero & ~is_placeless)
        is_good &= is_fine & ~is_zero
        degrees = np.full(xy.shape, np.nan)
        degrees[is_good] = self.settled.degrees(xy[is_good])
        is_somewhere = np.isfinite(degrees).all(axis=1) & (np.abs(degrees) <= [180.0, 90.0]).all(axis=1)
        self._tell_outside(rows, is_good & ~is_somewhere)
        is_good &= is_somewhere
        self.counts.update(point=int(is_good.sum()))
        self.family = "point"
        return degrees, is_good | is_placeless

    def _tell_outside(self, rows: Any, where: Any) -> None:
        if where.any():
            told = [{"crs": self.settled.name}] * min(EACH, int(where.sum()))
            self.findings.rows("outside_crs", rows[where], told)

    def _tell(self, code: str, rows: Any, where: Any) -> None:
        if where.any():
            self.findings.rows(code, rows[where])

    def _finite(self, shapes: Any, rows: Any, is_good: Any) -> Any:
        import numpy as np
        import shapely

        bounds = shapely.bounds(shapes)
        xy, owners = shapely.get_coordinates(shapes, return_index=True)
        is_fine = np.isfinite(bounds).all(axis=1)
        is_fine[owners[~np.isfinite(xy).all(axis=1)]] = False
        self._tell("coordinates_not_finite", rows, is_good & ~is_fine)
        is_zero = is_fine & (bounds == 0).all(axis=1)
        self._tell("zero_coordinates", rows, is_good & is_zero)
        return is_fine & ~is_zero

    def _degrees(self, shapes: Any, rows: Any, is_good: Any) -> Any:
        import numpy as np
        import shapely

        return shapely.transform(np.where(is_good, shapes, None), self.settled.degrees)

    def _somewhere(self, shapes: Any, rows: Any, is_good: Any) -> Any:
        import numpy as np
        import shapely

        bounds = shapely.bounds(shapes)
        with np.errstate(invalid="ignore"):
            is_fine = np.isfinite(bounds).all(axis=1) & (np.abs(bounds) <= [180.0, 90.0, 180.0, 90.0]).all(axis=1)
        xy, owners = shapely.get_coordinates(shapes, return_index=True)
        is_fine[owners[~np.isfinite(xy).all(axis=1)]] = False
        self._tell_outside(rows, is_good & ~is_fine)
        return is_fine

    def _one_kind(self, shapes: Any, rows: Any, is_good: Any) -> tuple[Any, Any]:
        import numpy as np
        import shapely

        types = shapely.get_type_id(shapes)
        if (is_collection := is_good & (types == 7)).any():
            shapes = shapes.copy()
            for i in is_collection.nonzero()[0]:
                shapes[i] = self._of_collection(shapes[i], int(rows[i]))
            types = shapely.get_type_id(shapes)
        families = np.array(["", "point", "line", "line", "polygon", "point", "line", "polygon", "mixed"])[types + 1]
        found = Counter(families[is_good].tolist())
        self.counts.update(found)
        if not self.family and found:
            self.family = next((name for name, _count in found.most_common() if name in FAMILIES), "")
        other = is_good & (families != self.family)
        if other.any() and self.is_chosen:
            self.findings.rows("other_geometry", rows[other], is_repaired=True)
        return shapes, is_good & ~other

    def _of_collection(self, shape: Any, row: int) -> Any:
        """Take out of a collection what is of the layer's kind; of another kind there may be nothing in it."""
        import shapely

        parts = _flat(shape)
        families = Counter(FAMILY_OF[int(shapely.get_type_id(part))] for part in parts)
        family = self.family if self.family in families else max(families, key=FAMILIES.index, default="")
        kept = [part for part in parts if FAMILY_OF[int(shapely.get_type_id(part))] == family]
        if len(kept) < len(parts):
            self.findings.rows("collection_split", [row], is_repaired=True)
        make = {"point": shapely.multipoints, "line": shapely.multilinestrings, "polygon": shapely.multipolygons}
        return make[family](kept) if kept else shape

    def _valid(self, shapes: Any, rows: Any, is_good: Any) -> tuple[Any, Any]:
        import numpy as np
        import shapely

        is_broken = is_good & ~shapely.is_valid(shapes)
        if not is_broken.any():
            return shapes, is_good
        where = is_broken.nonzero()[0]
        mended = shapely.make_valid(shapes[where], method="structure", keep_collapsed=False)
        is_mended = np.isin(shapely.get_type_id(mended), (3, 6)) & (shapely.area(mended) > 0)
        shapes = shapes.copy()
        shapes[where[is_mended]] = mended[is_mended]
        self.findings.rows("self_crossing", rows[where[is_mended]], is_repaired=True)
        self.findings.rows("not_repairable", rows[where[~is_mended]])
        is_good = is_good.copy()
        is_good[where[~is_mended]] = False
        return shapes, is_good

    def _as_fits(self, shapes: Any, is_good: Any) -> Any:
        """Lines and polygons as multi, points as points where they are one."""
        import numpy as np
        import shapely

        types = shapely.get_type_id(shapes)
        if self.family == "point":
            if (multi := types == 4).any():
                single = multi & (shapely.get_num_geometries(shapes) == 1)
                shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
                self.has_multipoints |= bool((multi & ~single).any())
        elif self.family in MULTI:
            one, _many, make = MULTI[self.family]
            if (single := (types == one) | (types == 2)).any():
                shapes = shapes.copy()
                shapes[single] = getattr(shapely, make)(shapes[single], indices=np.arange(int(single.sum())))
        return shapes

    @property
    def geometry_type(self) -> str:
        """The type that fits all rows so far."""
        if self.family == "point":
            return "MultiPoint" if self.has_multipoints else "Point"
        return MEASURED_TYPES.get(self.family, "")

    def stop_if_mixed(self) -> None:
        """Raise Fatal where several kinds were met and nobody said which is meant."""
        if not self.is_chosen and len([name for name in self.counts if name]) > 1:
            raise Fatal("mixed_geometry", **{name: self.counts[name] for name in FAMILIES})


def _flat(shape: Any) -> list[Any]:
    import shapely

    parts = []
    for part in shapely.get_parts(shape):
        parts += _flat(part) if shapely.get_type_id(part) in (4, 5, 6, 7) else [part]
    return [part for part in parts if not part.is_empty]
