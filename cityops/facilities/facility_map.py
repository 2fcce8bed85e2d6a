"""What the maps on the pages of facilities begin with."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cityops.areas.city import this_city
from cityops.areas.map_config import base_map_config
from cityops.facilities.models import Facility


def place_map_config(facility: Facility) -> dict[str, Any]:
    """Return the small map of one facility."""
    return {
        **base_map_config(),
        "place": _at(facility),
        "precision": "exact",
        "area": facility.area_id,
        "icon": facility.icon,
        "status": "facility",
    }


def pin_map_config(facility: Facility | None = None) -> dict[str, Any]:
    """Return the map on which the pin is set."""
    config = {**base_map_config(), "centre": list(this_city().centre), "icon": "landmark"}
    return config | ({"place": _at(facility), "icon": facility.icon} if facility else {})


def list_map_config(facilities: Iterable[Facility], *, address: str) -> dict[str, Any]:
    """Return the map beside a list: its rows. address: the name of the page that a row leads to."""
    rows = [
        {
            **_at(one),
            "code": one.code,
            "name": one.name,
            "kind": str(one.get_kind_display()),
            "icon": one.icon,
            "url": reverse(address, args=[one.code]),
        }
        for one in facilities
    ]
    return {**base_map_config(), "rows": rows}


def _at(facility: Facility) -> dict[str, float]:
    return {"lng": round(facility.geom.x, 6), "lat": round(facility.geom.y, 6)}
