"""Datasets that are rasters, as the map knows them: at each request it is asked whether they changed."""

import logging
from dataclasses import replace
from typing import Any

from cityops.datasets import files
from cityops.datasets.models import Dataset, DatasetVersion, What
from cityops.datasets.showing import audiences_of
from cityops.errors import NotFound
from cityops.web.unchanged import while_unchanged
from geodata.readers.raster import inspect_raster
from geodata.readers.raster_facts import RasterBand, RasterInspection
from layers.rasters.look import RasterLook, usual_look
from layers.rasters.registry import RasterLayer
from layers.rasters.style import Ramp
from layers.styles.errors import BadStyle
from layers.tables import DATA

log = logging.getLogger(__name__)
TILES_TO = 14  # at least: beyond the cells' own size, so that their edges are sharp
PLAIN = RasterLook(Ramp(1, "viridis", 0, 1))


def raster_layer(name: str) -> RasterLayer:
    """Return a raster of the map. Raises NotFound."""
    dataset = _shown().filter(name=name).first()
    if dataset is None:
        raise NotFound
    return _layer(dataset)


def raster_layers() -> list[RasterLayer]:
    """Return all rasters of the map, by label."""
    return list(_rasters())


@while_unchanged(Dataset, DatasetVersion)
def _rasters() -> tuple[RasterLayer, ...]:
    return tuple(_layer(dataset) for dataset in _shown())


def facts_of(made: RasterInspection, look: RasterLook | None = None) -> dict[str, Any]:
    """Return what a version keeps of a raster: its size, its usual look, the figures of its bands."""
    return {
        "bands": len(made.bands),
        "width": made.width,
        "height": made.height,
        "pixel_m": made.pixel_m,
        "max_zoom": made.max_zoom,
        "is_elevation": made.is_elevation,
        "look": (look or usual_look(made)).to_json(),
        "figures": _figures(made),
    }


def with_figures(dataset: Dataset) -> RasterLayer:
    """Return a raster with the figures of its bands; where an older version of this program kept none, look again."""
    version = dataset.shown
    if version is None:
        raise NotFound
    if "figures" not in version.facts:
        version.facts["figures"] = _figures(inspect_raster(files.path_of(version.path), name=version.file_name))
        version.save(update_fields=["facts"])
    return _layer(dataset)


def set_look(dataset: Dataset, look: RasterLook | None) -> None:
    """Show a raster so from now on; None: as usual."""
    dataset.style = look.to_json() if look else None
    dataset.save(update_fields=["style", "changed_at"])


def _figures(made: RasterInspection) -> list[dict[str, Any]]:
    """Return the bands without what only an inspection needs: the catalogue reads them for each map."""
    kept = []
    for band in made.bands:
        used = {value for value, _count in band.values}
        palette = tuple((value, colour) for value, colour in band.palette if value in used)
        kept.append(replace(band, histogram=(), palette=palette).to_json())
    return kept


def _shown() -> Any:
    return Dataset.objects.filter(what=What.RASTER, removed_at=None, shown__isnull=False).select_related("shown")


def _layer(dataset: Dataset) -> RasterLayer:
    version = dataset.shown
    assert version is not None
    assert version.extent is not None
    west, south, east, north = version.extent
    bands = tuple(RasterBand.from_json(band) for band in version.facts.get("figures", ()))
    look = _look(dataset, version)
    return RasterLayer(
        name=dataset.name,
        label=dataset.label,
        path=files.path_of(version.path),
        look=(look or _usual_look(version)).for_bands(bands),
        extent=(west, south, east, north),
        tile_zoom=max(version.facts["max_zoom"], TILES_TO),
        is_seen_by=audiences_of(dataset).include,
        version=f"{dataset.pk}.{version.number}",
        group=DATA,
        bands=bands,
        is_look_broken=look is None,
    )


def _look(dataset: Dataset, version: DatasetVersion) -> RasterLook | None:
    """Return the look that is kept, or the usual one; None where what is kept does not fit this file or program."""
    if dataset.style is None:
        return _usual_look(version)
    try:
        return RasterLook.from_json(dataset.style, bands=version.facts["bands"])
    except BadStyle as fault:
        log.warning("the look of %s is not drawn: %s", dataset.name, fault)
        return None


def _usual_look(version: DatasetVersion) -> RasterLook:
    try:
        # Versions of before there were looks have a style alone.
        said = version.facts.get("look") or {"drawn": version.facts.get("style")}
        return RasterLook.from_json(said, bands=version.facts["bands"])
    except BadStyle as fault:
        log.warning("the usual look of %s is not drawn: %s", version, fault)
        return PLAIN
