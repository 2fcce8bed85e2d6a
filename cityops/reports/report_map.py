"""What the two maps of a resident's pages begin with."""

from typing import Any

from django.urls import reverse

from cityops.areas.city import this_city
from cityops.areas.map_config import base_map_config
from cityops.reports.reading import Reading

# The circle that stands for a place that strangers see inexactly: from the middle of a cell of 0.001° to its corner.
SNAPPED_RADIUS_M = 80


def report_map_config() -> dict[str, Any]:
    """Return the map on which a place is chosen."""
    return {**base_map_config(), "centre": list(this_city().centre)}


def place_map_config(reading: Reading) -> dict[str, Any]:
    """Return the small map of a report: its place as exactly as this reader may know it."""
    place, report = reading.place, reading.report
    point = {"lng": round(place.x, 6), "lat": round(place.y, 6)} if place else None
    return {
        **base_map_config(),
        "place": point,
        "precision": "exact" if reading.is_exact else report.public_precision,
        "radius_m": SNAPPED_RADIUS_M,
        "area": report.area_id,
        "icon": report.category.icon,
        "status": report.state,
        "report": reverse("reports:detail", args=[report.code]),
    }
