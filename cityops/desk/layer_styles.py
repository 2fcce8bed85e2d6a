"""Who gives a layer its style: the one place that decides it."""

from typing import Any

from django.db import transaction

from cityops.administration.policy import must_be_allowed
from cityops.datasets.models import Dataset
from cityops.datasets.queries import dataset_named, may_change
from cityops.errors import NotAllowed
from cityops.features.history import record
from layers.registry import Layer
from layers.styles.actions import set_style
from layers.styles.style import VectorStyle
from layers.tables import described_layer


def layer_to_style(user: Any, name: str) -> Layer:
    """Return a described layer for somebody who may say how it is drawn. Raises NotFound, NotAllowed.

    Of a dataset that is whoever may change it; of a table that an operator described by hand, the administrators.
    """
    if not _datasets(name).exists():
        must_be_allowed(user, "categories")
    elif not may_change(user, dataset_named(name, user)):
        raise NotAllowed
    return described_layer(name)


@transaction.atomic
def style_layer(*, actor: Any, name: str, style: VectorStyle | None) -> None:
    """Draw a described layer so from now on; None: as the map draws it by itself. Raises NotFound, BadStyle."""
    layer_to_style(actor, name)
    set_style(name, style)
    if (dataset := _datasets(name).first()) is not None:
        record(dataset, "style", actor=actor)


def _datasets(name: str) -> Any:
    return Dataset.objects.filter(name=name, removed_at=None)
