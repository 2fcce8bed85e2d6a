"""Writing the gazetteer: names come a source at a time, and replace what the same source said before."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction

from cityops.areas.models import Area, PlaceName
from geodata.city.places import PlaceEntry
from layers.search import plain


@dataclass(frozen=True, slots=True)
class Written:
    """How many names were written, how many were there from the same sources, and how many are areas already."""

    written: int
    replaced: int
    are_areas: int


@transaction.atomic
def replace_place_names(entries: Iterable[PlaceEntry]) -> Written:
    """Write names; those of the sources that are named go first. What is called as an area is left to the area."""
    entries = list(dict.fromkeys(entries))
    sources = {entry.source for entry in entries}
    replaced, _each = PlaceName.objects.filter(source__in=sources).delete()
    areas = {_joined(name) for name in Area.objects.values_list("name", flat=True)}
    rows = [
        PlaceName(
            name=entry.name,
            kind=entry.kind,
            place=Point(entry.lng, entry.lat, srid=4326),
            is_approximate=entry.is_approximate,
            source=entry.source,
        )
        for entry in entries
        if _joined(entry.name) not in areas
    ]
    PlaceName.objects.bulk_create(rows, batch_size=2000)
    return Written(len(rows), replaced, len(entries) - len(rows))


def _joined(name: str) -> str:
    return plain(name).replace(" ", "")
