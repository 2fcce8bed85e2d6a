"""Writing the gazetteer: names come a source at a time, and replace what the same source said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.contrib.gis.geos import Point
from django.db import transaction

from cityops.areas.models import Area, PlaceName
from geodata.city.places import PlaceEntry
from layers.search import joined

Became = Literal["written", "kept", "twice", "area"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many names were written, how many were there from the same sources, and how many are areas already."""

    written: int
    replaced: int
    are_areas: int


class PlaceNames:
    """Names on their way into the gazetteer, in the caller's transaction.

    The first time that a source is met, what it said before goes. What is called as an area is left to the area.
    """

    def __init__(self) -> None:
        self.replaced = 0
        self._areas = {joined(name) for name in Area.objects.values_list("name", flat=True)}
        self._sources: set[str] = set()
        self._before: set[PlaceEntry] = set()
        self._written: set[PlaceEntry] = set()

    def add(self, entries: Sequence[PlaceEntry]) -> list[Became]:
        """Write names; returns what became of each: written, kept as it was, twice in the file, or an area's."""
        if new := {entry.source for entry in entries} - self._sources:
            self._before |= {_entry(name) for name in PlaceName.objects.filter(source__in=new)}
            gone, _each = PlaceName.objects.filter(source__in=new).delete()
            self.replaced += gone
            self._sources |= new
        became: list[Became] = []
        rows = []
        for entry in entries:
            if joined(entry.name) in self._areas:
                became.append("area")
            elif entry in self._written:
                became.append("twice")
            else:
                self._written.add(entry)
                became.append("kept" if entry in self._before else "written")
                rows.append(_row(entry))
        PlaceName.objects.bulk_create(rows, batch_size=2000)
        return became


@transaction.atomic
def replace_place_names(entries: Iterable[PlaceEntry]) -> Written:
    """Write names; those of the sources that are named go first. What is called as an area is left to the area."""
    names = PlaceNames()
    became = names.add(list(dict.fromkeys(entries)))
    return Written(became.count("written") + became.count("kept"), names.replaced, became.count("area"))


def _row(entry: PlaceEntry) -> PlaceName:
    return PlaceName(
        name=entry.name,
        kind=entry.kind,
        place=Point(entry.lng, entry.lat, srid=4326),
        is_approximate=entry.is_approximate,
        source=entry.source,
    )


def _entry(name: PlaceName) -> PlaceEntry:
    lng, lat = name.place.coords
    return PlaceEntry(name.name, name.kind, lng, lat, name.is_approximate, name.source)
