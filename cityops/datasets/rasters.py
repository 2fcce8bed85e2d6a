"""Datasets that are rasters, as the map knows them: asked for anew at each request, so that all processes agree."""

from typing import Any

from cityops.datasets import files
from cityops.datasets.models import Dataset, What
from cityops.datasets.showing import audiences_of
from cityops.errors import NotFound
from layers.rasters.registry import RasterLayer
from layers.rasters.style import read_style
from layers.tables import DATA


def raster_layer(name: str) -> RasterLayer:
    """Return a raster of the map. Raises NotFound."""
    dataset = _shown().filter(name=name).first()
    if dataset is None:
        raise NotFound
    return _layer(dataset)


def raster_layers() -> list[RasterLayer]:
    """Return all rasters of the map, by label."""
    return [_layer(dataset) for dataset in _shown()]


def _shown() -> Any:
    return Dataset.objects.filter(what=What.RASTER, removed_at=None, shown__isnull=False).select_related("shown")


def _layer(dataset: Dataset) -> RasterLayer:
    version = dataset.shown
    assert version is not None
    assert version.extent is not None
    facts, (west, south, east, north) = version.facts, version.extent
    return RasterLayer(
        name=dataset.name,
        label=dataset.label,
        path=files.path_of(version.path),
        style=read_style(dataset.style or facts["style"]),
        extent=(west, south, east, north),
        min_zoom=0,
        max_zoom=max(facts["max_zoom"], 14),
        is_seen_by=audiences_of(dataset).include,
        version=f"{dataset.pk}.{version.number}",
        group=DATA,
    )
