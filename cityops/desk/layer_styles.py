"""Who gives a layer its style: the one place that decides it."""

from typing import Any

from django.db import transaction

from cityops.administration.policy import must_be_allowed
from cityops.datasets.models import Dataset, What
from cityops.datasets.queries import dataset_named, may_change
from cityops.datasets.rasters import set_look, with_figures
from cityops.errors import NotAllowed
from cityops.features.history import record
from layers.rasters.look import RasterLook
from layers.rasters.panel import RasterPanel, raster_panel_of
from layers.rasters.registry import RasterLayer
from layers.registry import Layer
from layers.styles.actions import set_style
from layers.styles.panel import Panel, panel_of
from layers.styles.style import VectorStyle
from layers.tables import described_layer


def layer_to_style(user: Any, name: str) -> Layer | RasterLayer:
    """Return a described layer or a raster for somebody who may say how it is drawn. Raises NotFound, NotAllowed.

    Of a dataset that is whoever may change it; of a table that an operator described by hand, the administrators.
    """
    if not is_dataset(name):
        must_be_allowed(user, "categories")
        return described_layer(name)
    dataset = dataset_named(name, user)
    if not may_change(user, dataset):
        raise NotAllowed
    return with_figures(dataset) if dataset.what == What.RASTER else described_layer(name)


def is_dataset(name: str) -> bool:
    """Whether somebody sent the layer as a file, so that it has a page of its own."""
    return bool(_datasets(name).exists())


def style_panel_of(layer: Layer | RasterLayer, data: Any = None) -> Panel | RasterPanel:
    """Return the panel of a layer's style, as somebody filled it in, or as the layer is drawn now."""
    return raster_panel_of(layer, data) if isinstance(layer, RasterLayer) else panel_of(layer, data)


@transaction.atomic
def style_layer(*, actor: Any, name: str, style: VectorStyle | RasterLook | None) -> None:
    """Draw a layer so from now on; None: as the map draws it by itself. Raises NotFound, BadStyle."""
    layer = layer_to_style(actor, name)
    dataset = _datasets(name).first()
    if isinstance(layer, RasterLayer):
        set_look(dataset, style if isinstance(style, RasterLook) else None)
    else:
        set_style(name, style if isinstance(style, VectorStyle) else None)
    if dataset is not None:
        record(dataset, "style", actor=actor)


def _datasets(name: str) -> Any:
    return Dataset.objects.filter(name=name, removed_at=None)
