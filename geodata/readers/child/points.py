"""Points without an object for each: coordinates as one array, from WKB and to EWKB by bytes.

Most layers are points, and most of the time of reading them went into making geometry out of two numbers and back.
"""

from functools import cache
from typing import Any

POINT_BYTES = 21  # byte order, type, x, y
HEAD = bytes.fromhex("0101000020E6100000")  # little endian, a point with an SRID, 4326


def plain_points(wkb: Any) -> Any:
    """Return (n, 2) coordinates, NaN where there is none; None if anything else than flat points is among them."""
    import numpy as np
    import pyarrow as pa

    if wkb.type not in (pa.binary(), pa.large_binary()) or not len(wkb) or wkb.buffers()[2] is None:
        return None
    width = np.int32 if wkb.type == pa.binary() else np.int64
    offsets = np.frombuffer(wkb.buffers()[1], dtype=width)[wkb.offset : wkb.offset + len(wkb) + 1]
    is_there = np.asarray(wkb.is_valid())
    lengths = np.diff(offsets)
    if not is_there.any() or (lengths[is_there] != POINT_BYTES).any() or (lengths[~is_there] != 0).any():
        return None
    data: Any = np.frombuffer(wkb.buffers()[2], dtype=np.uint8)
    points = data[offsets[0] : offsets[-1]].reshape(-1, POINT_BYTES)
    if (points[:, :5] != [1, 1, 0, 0, 0]).any():
        return None
    xy = np.full((len(wkb), 2), np.nan)
    xy[is_there] = np.ascontiguousarray(points[:, 5:]).view("<f8")
    return xy


def ewkb_of_points(xy: Any) -> Any:
    """Return an Arrow array of hex EWKB."""
    import numpy as np
    import pyarrow as pa

    raw = np.empty((len(xy), len(HEAD) + 16), dtype=np.uint8)
    raw[:, : len(HEAD)] = np.frombuffer(HEAD, dtype=np.uint8)
    raw[:, len(HEAD) :] = np.ascontiguousarray(xy, dtype="<f8").view(np.uint8)
    offsets = np.arange(len(xy) + 1, dtype=np.int32) * raw.shape[1]
    return hexed(pa.Array.from_buffers(pa.binary(), len(xy), [None, pa.py_buffer(offsets), pa.py_buffer(raw)]))


def ewkb_of_shapes(shapes: Any) -> Any:
    """Return an Arrow array of hex EWKB of any geometries."""
    import pyarrow as pa
    import shapely

    placed = shapely.set_srid(shapes, 4326)
    return hexed(pa.array(shapely.to_wkb(placed, include_srid=True, flavor="extended"), pa.binary()))


def hexed(raw: Any) -> Any:
    """Write a whole array of bytes as hex at once: GEOS takes ten times as long."""
    import numpy as np
    import pyarrow as pa

    is_there, offsets, data = raw.buffers()
    written = _digits()[np.frombuffer(data or b"", dtype=np.uint8)]
    doubled = np.frombuffer(offsets, dtype=np.int32)[: len(raw) + 1] * 2
    return pa.Array.from_buffers(pa.string(), len(raw), [is_there, pa.py_buffer(doubled), pa.py_buffer(written)])


@cache
def _digits() -> Any:
    """Return the two digits of each byte as one number of two bytes."""
    import numpy as np

    return np.frombuffer("".join(f"{number:02X}" for number in range(256)).encode(), dtype=np.uint16)


def points_of(xy: Any) -> Any:
    """Return geometries, None where there is no point."""
    import numpy as np
    import shapely

    shapes = np.full(len(xy), None, dtype=object)
    is_there = ~np.isnan(xy).all(axis=1)
    shapes[is_there] = shapely.points(xy[is_there])
    return shapes
