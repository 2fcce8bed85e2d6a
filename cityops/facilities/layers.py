"""Facilities as a map layer, shown to all."""

from typing import Any

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cityops.areas.queries import area_codes
from cityops.facilities.models import Facility, FacilityKind
from layers.filters import AnyBelow, AnyOf, BBox, Text, allowed_values
from layers.registry import Layer, register


def facilities_public(_user: Any = None) -> QuerySet[Facility]:
    """Return all facilities: there is nothing secret about a market."""
    return Facility.objects.all()


LAYER = Layer(
    name="facilities",
    label=_("Facilities"),
    scope=facilities_public,
    filters={
        "kind": AnyOf("kind", allowed_values(FacilityKind.values)),
        "area": AnyBelow("area__code", area_codes),
        "q": Text(lambda word: Q(name__icontains=word) | Q(address__icontains=word)),
        "bbox": BBox("public_geom"),
    },
    properties={"code": "code", "name": "name", "kind": "kind", "plausible": Cast("is_plausible", IntegerField())},
)


def register_layer() -> None:
    """Add it to the map."""
    register(LAYER)
