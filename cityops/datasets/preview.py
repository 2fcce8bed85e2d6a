"""What the maps of this room begin with: the first rows of a file, or a dataset as a layer."""

from dataclasses import dataclass
from typing import Any

from shapely.geometry import box, mapping

from cityops.areas.map_config import base_map_config
from cityops.datasets.models import Dataset, What
from geodata.readers.inspection import Inspection
from geodata.readers.raster_errors import Kind
from geodata.readers.raster_facts import RasterInspection
from layers.catalogue import entry
from layers.tables import described_layer


@dataclass(frozen=True)
class Told:
    """One thing to know about a file, as the page shows it."""

    text: str
    is_fatal: bool
    is_repaired: bool


def problems_of(found: Inspection | None, raster: RasterInspection | None) -> list[Told]:
    """Return what is to be known about a file: what stands in the way first, what was mended last."""
    if raster:
        told = [Told(one.text, one.kind == Kind.ASKED, one.kind != Kind.ASKED) for one in raster.problems]
    else:
        told = [Told(one.text, one.is_fatal, one.is_repaired) for one in found.problems] if found else []
    return sorted(told, key=lambda one: (not one.is_fatal, one.is_repaired))


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
    return base_map_config() | {
        "sample": {"type": "FeatureCollection", "features": features},
        "sampleExtent": list(extent),
        "minZoom": 1,
    }


def dataset_config(dataset: Dataset) -> dict[str, Any] | None:
    """Return the map of a dataset alone; None where nothing is shown of it."""
    if dataset.shown is None or dataset.what != What.VECTOR:
        return None
    return base_map_config() | {
        "entry": entry(described_layer(dataset.name)),
        "sampleExtent": dataset.shown.extent,
        "minZoom": 1,
    }
