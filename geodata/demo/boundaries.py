"""Writes the approximate outlines through the same action as official ones."""

from collections.abc import Mapping

from shapely.geometry import MultiPolygon

from cityops.areas.actions import Moved, Outline, replace_areas

APPROXIMATE = "Perkiraan, bukan batas resmi"


def load_outlines(outlines: Mapping[str, MultiPolygon], names: Mapping[str, str]) -> list[Moved]:
    """Give every desa its approximate outline; returns the features that changed."""
    return replace_areas(
        actor=None,
        outlines=[Outline.from_wkb(code, names[code], outline.wkb) for code, outline in outlines.items()],
        source=APPROXIMATE,
        is_approximate=True,
    )
