"""What stands in the first bytes of WKB: kinds of geometry, heights, measures, curves; for a whole array at once."""

from typing import Any

CURVES = (8, 9, 10, 11, 12)


def types_of(wkb: Any) -> Any:
    """Return the type number of each geometry that is there, of ISO or EWKB, either byte order."""
    import numpy as np
    import pyarrow as pa

    if wkb.type not in (pa.binary(), pa.large_binary()) or not len(wkb) or wkb.buffers()[2] is None:
        return np.zeros(0, dtype=np.uint32)
    width = np.int32 if wkb.type == pa.binary() else np.int64
    offsets = np.frombuffer(wkb.buffers()[1], dtype=width)[wkb.offset : wkb.offset + len(wkb) + 1]
    data: Any = np.frombuffer(wkb.buffers()[2], dtype=np.uint8)
    starts: Any = offsets[:-1][np.diff(offsets) >= 9]
    head = data[starts[:, None] + np.arange(5)]
    little = head[:, 1:5].astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16, 1 << 24], dtype=np.uint32)
    big = head[:, 1:5].astype(np.uint32) @ np.array([1 << 24, 1 << 16, 1 << 8, 1], dtype=np.uint32)
    return np.where(head[:, 0] == 1, little, big)


def has_curves(types: Any) -> bool:
    """Whether any is a curve, or made of curves."""
    import numpy as np

    return bool(np.isin((types & 0xFFFF) % 1000, CURVES).any())


def has_heights(types: Any) -> bool:
    """Whether any has Z."""
    iso = (types & 0xFFFF) // 1000
    return bool((((types & 0x80000000) > 0) | (iso == 1) | (iso == 3)).any())


def has_measures(types: Any) -> bool:
    """Whether any has M."""
    iso = (types & 0xFFFF) // 1000
    return bool((((types & 0x40000000) > 0) | (iso == 2) | (iso == 3)).any())
