"""Facilities as a map layer, shown to all."""

from django.db.models import IntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cityops.agencies.queries import agency_codes
from cityops.areas.queries import area_codes
from cityops.facilities.card import card
from cityops.facilities.models import ICONS, FacilityKind
from cityops.facilities.queries import facilities_public, open_now
from layers.cells.books import Cells
from layers.filters import AnyBelow, AnyOf, BBox, Flag, PolygonOf, Text, allowed_values
from layers.registry import CITY, Column, Layer, Style, register


def _text(word: str) -> Q:
    return Q(name__icontains=word) | Q(address__icontains=word) | Q(code__icontains=word)


LAYER = Layer(
    name="facilities",
    label=_("Facilities"),
    scope=facilities_public,
    filters={
        "kind": AnyOf("kind", allowed_values(FacilityKind.values)),
        "agency": AnyOf("agency_id", agency_codes),
        "area": AnyBelow("area__code", area_codes),
        "open_now": Flag(open_now, is_volatile=True),
        "q": Text(_text),
        "bbox": BBox("public_geom"),
        "polygon": PolygonOf("public_geom"),
    },
    properties={"code": "code", "name": "name", "kind": "kind", "plausible": Cast("is_plausible", IntegerField())},
    counted="kind",
    counted_values=tuple(FacilityKind.values),
    cells=Cells("facilities", statuses={"kind": None}),
    group=CITY,
    style=Style(
        icon="landmark",
        colour="ink-soft",
        by="kind",
        classes={kind.value: (kind.label, "ink-soft", ICONS[kind]) for kind in FacilityKind},
    ),
    columns=(
        Column("name", _("Name"), "name"),
        Column("kind", _("Kind"), "kind", choices=dict(FacilityKind.choices)),
        Column("area", _("Area"), "area__name"),
        Column("agency", _("Agency"), "agency__short_name"),
        Column("address", _("Address"), "address"),
        Column("phone", _("Telephone"), "phone"),
    ),
    order=("name", "id"),
    card=card,
)


def register_layer() -> None:
    """Add it to the map."""
    register(LAYER)
