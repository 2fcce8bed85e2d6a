"""Areas as hits of a search box."""

from typing import Any

from cityops.areas.queries import areas_called

LEAST = 2


def cleaned(typed: str) -> str:
    """Return what was typed as it can be looked for; empty where it is too short to mean anything."""
    text = " ".join(typed[:60].replace("\x00", "").split())
    return text if len(text) >= LEAST else ""


def area_hits(text: str) -> list[dict[str, Any]]:
    """Return areas called so, each with a point inside it (EPSG:4326, degrees)."""
    return [
        {
            "code": area.pk,
            "label": str(area),
            "level": area.level,
            "parent": area.parent.name if area.parent else "",
            "lng": round(inside.x, 6),
            "lat": round(inside.y, 6),
        }
        for area, inside in areas_called(text)
    ]
