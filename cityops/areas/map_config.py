"""What every map of the city needs to begin with, for `static/js/map/create.js`."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cityops.areas.city import this_city
from cityops.areas.queries import extent_of_city


def base_map_config() -> dict[str, Any]:
    """Return extent (west, south, east, north in degrees), zooms, basemap, and where areas and search are asked for."""
    basemap = (
        {"url": settings.BASEMAP_URL, "attribution": settings.BASEMAP_ATTRIBUTION} if settings.BASEMAP_URL else None
    )
    return {
        "extent": list(extent_of_city() or this_city().extent),
        "minZoom": 10,
        "maxZoom": 19,
        "basemap": basemap if settings.BASEMAP_URL else None,
        "areasUrl": reverse("areas:geojson"),
        "areasAtUrl": reverse("areas:at"),
        "searchUrl": reverse("areas:search"),
    }
