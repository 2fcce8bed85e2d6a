"""What the maps of this room begin with: the first rows of a file, or a dataset as a layer."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from shapely.geometry import box, mapping

from cityops.areas.map_config import base_map_config, first_look
from cityops.datasets.models import Dataset, What
from cityops.datasets.rasters import raster_layer
from geodata.readers.inspection import Inspection
from geodata.readers.raster_facts import RasterInspection
from layers.catalogue import entry, raster_entry
from layers.tables import described_layer

DECIMALS = 3  # of a degree: about a hundred metres


def preview_config(found: Inspection | None, raster: RasterInspection | None) -> dict[str, Any] | None:
    """Return the map of the first rows that were found, or of where a raster lies; None where nothing has a place."""
    extent = raster.extent if raster else found.extent if found else None
    if extent is None:
        return None
    if raster:
        features = [{"type": "Feature", "geometry": mapping(box(*extent)), "properties": {"row": 0}}]
    else:
        features = [
            {"type": "Feature", "geometry": row.geometry, "properties": {"row": row.row}}
            for row in (found.sample if found else ())
            if row.geometry
        ]
    look = first_look(extent)
    return base_map_config() | {
        "sample": {"type": "FeatureCollection", "features": features},
        "sampleExtent": look,
        "isWide": look != list(extent),
        "minZoom": 1,
    }


def dataset_config(dataset: Dataset) -> dict[str, Any] | None:
    """Return the map of a dataset alone; None where nothing is shown of it."""
    if dataset.shown is None:
        return None
    is_raster = dataset.what == What.RASTER
    return base_map_config() | {
        "entry": raster_entry(raster_layer(dataset.name)) if is_raster else entry(described_layer(dataset.name)),
        "sampleExtent": first_look(dataset.shown.extent) if dataset.shown.extent else None,
        "minZoom": 1,
    }


def is_style_broken(dataset: Dataset) -> bool:
    """Whether the style that was kept for it cannot be drawn any more."""
    if dataset.shown is None:
        return False
    if dataset.what == What.RASTER:
        return raster_layer(dataset.name).is_look_broken
    return described_layer(dataset.name).is_style_broken


def extent_words(extent: Sequence[float]) -> str:
    """Return where something lies, from edge to edge, in the reader's language."""
    west, south, east, north = extent
    across = f"{_degrees(west, _('E'), _('W'))} – {_degrees(east, _('E'), _('W'))}"
    return f"{across}, {_degrees(south, _('N'), _('S'))} – {_degrees(north, _('N'), _('S'))}"


def _degrees(value: float, after: str, before: str) -> str:
    return f"{number_format(abs(value), DECIMALS)}°\N{NO-BREAK SPACE}{after if value >= 0 else before}"
