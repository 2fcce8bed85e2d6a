"""What the residents' pages show of offices: a small map, and when they are open."""

from collections.abc import Iterable
from typing import Any

from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.city import this_city
from cityops.areas.map_config import base_map_config
from cityops.facilities.models import Facility


def office_map_config(offices: Iterable[Facility]) -> dict[str, Any]:
    """Return a map of offices, each with its number in the list beside it."""
    places = [
        {"lng": round(one.geom.x, 6), "lat": round(one.geom.y, 6), "name": one.name, "icon": one.icon}
        for one in offices
    ]
    return {**base_map_config(), "offices": places}


def choose_map_config() -> dict[str, Any]:
    """Return the map on which a place is chosen."""
    return {**base_map_config(), "centre": list(this_city().centre)}


def with_hours(offices: Iterable[Facility]) -> list[dict[str, Any]]:
    """Return offices with whether they are open now, and their week in lines."""
    calendar = WorkingCalendar()
    return [{"office": one, "now": one.standing(calendar), "lines": one.timetable(calendar).lines()} for one in offices]
