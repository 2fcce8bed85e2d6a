"""The small map on the whole page of one feature for staff: where it lies, exactly."""

from typing import Any

from cityops.areas.map_config import base_map_config
from cityops.features.worked import Worked


def place_map(feature: Worked, icon: str) -> dict[str, Any]:
    """Return what its page shows besides: the map's configuration. The pin has no status: moves would change it."""
    place = {"lng": round(feature.geom.x, 6), "lat": round(feature.geom.y, 6)}
    look = {"precision": "exact", "icon": icon, "status": ""}
    return {"map_config": {**base_map_config(), "place": place, "area": feature.area_id, **look}}
