"""Give a described table a style, or take it. Who may is the caller's to ask."""

from django.db import transaction

from cityops.errors import NotFound
from layers.models import TableSource
from layers.registry import Geometry
from layers.styles.style import VectorStyle
from layers.tables import described_layer
from layers.years import kinds_of


@transaction.atomic
def set_style(name: str, style: VectorStyle | None) -> None:
    """Draw the layer so from now on, in every process; None: as usual. Raises NotFound, BadStyle."""
    source = TableSource.objects.select_for_update().filter(pk=name).first()
    if source is None:
        raise NotFound
    if style is not None:
        style.must_fit(kinds_of(described_layer(name)), is_polygon=source.geometry == Geometry.POLYGON)
    source.style = style.to_json() if style else None
    source.save(update_fields=["style", "changed_at"])
