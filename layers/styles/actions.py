"""Give a described table a style, or take it. Who may is the caller's to ask."""

from django.db import transaction

from cityops.errors import NotFound
from layers.models import TableSource
from layers.registry import Geometry
from layers.styles.style import VectorStyle


@transaction.atomic
def set_style(name: str, style: VectorStyle | None) -> None:
    """Draw the layer so from now on, in every process; None: as usual. Raises NotFound, BadStyle."""
    source = TableSource.objects.select_for_update().filter(pk=name).first()
    if source is None:
        raise NotFound
    if style is not None:
        columns = {column["name"]: column["kind"] for column in source.columns}
        style.must_fit(columns, is_polygon=source.geometry == Geometry.POLYGON)
    source.style = style.to_json() if style else None
    source.save(update_fields=["style", "changed_at"])
