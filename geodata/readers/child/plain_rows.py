"""All rows of a small layer in degrees, else as they are: for boundaries, which are checked by rules of their own."""

import json
from typing import Any, TextIO

from geodata.readers.child.crs import Settled, parse
from geodata.readers.child.findings import Fatal, Findings
from geodata.readers.child.opened import Opened
from geodata.readers.child.shapes import from_wkb


def write_rows(opened: Opened, named_crs: str, most_rows: int, out: TextIO) -> None:
    """Write the layer as JSON. Raises Fatal: a coordinate system is not guessed here, nor anything mended."""
    import numpy as np
    import shapely

    if (opened.rows or 0) > most_rows:
        raise Fatal("too_large")
    if not (named := named_crs or opened.crs):
        raise Fatal("unknown_crs")
    crs = parse(named)
    settled = Settled(crs, crs.to_string()[:200])
    fields = [one.source for one in opened.fields]
    rows: list[dict[str, Any]] = []
    for batch in opened.batches():
        shapes, _is_bad = from_wkb(batch.wkb, batch.rows, Findings())
        shapes = shapely.transform(shapely.force_2d(shapes), settled.degrees)
        corners = shapely.get_coordinates(shapes)
        if not np.isfinite(corners).all() or (np.abs(corners) > [180, 90]).any():
            raise Fatal("crs_does_not_fit", crs=settled.name)
        values = [column.to_pylist() for column in batch.columns]
        for shape, row in zip(shapes, zip(*values, strict=True) if values else [()] * len(shapes), strict=True):
            wkb = None if shape is None else shapely.to_wkb(shape, hex=True)
            cells = {name: _plain(value) for name, value in zip(fields, row, strict=True)}
            rows.append({"wkb": wkb, "values": cells})
    json.dump({"crs": settled.name, "fields": fields, "rows": rows}, out)


def _plain(value: Any) -> Any:
    """Turn a cell into what JSON knows; not-a-number is nothing."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value else None  # noqa: PLR0124
    return str(value)
