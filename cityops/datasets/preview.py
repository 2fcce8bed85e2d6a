"""What the maps of this room begin with: the first rows of a file, or a dataset as a layer."""

from typing import Any

from cityops.areas.map_config import base_map_config
from cityops.datasets.models import Dataset, What
from geodata.readers.inspection import Inspection
from layers.catalogue import entry
from layers.tables import described_layer


def preview_config(found: Inspection) -> dict[str, Any]:
    """Return the map of the first rows that were found."""
    features = [
        {"type": "Feature", "geometry": row.geometry, "properties": {"row": row.row}}
        for row in found.sample
        if row.geometry
    ]
    return base_map_config() | {
        "sample": {"type": "FeatureCollection", "features": features},
        "sampleExtent": list(found.extent) if found.extent else None,
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
