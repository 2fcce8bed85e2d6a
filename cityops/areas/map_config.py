"""What every map of the city needs to begin with, for `static/js/map/create.js`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from cityops.areas.city import this_city
from cityops.areas.queries import extent_of_city

FAR_AND_WIDE = 6  # times as far from edge to edge as the city


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


def first_look(extent: Sequence[float]) -> list[float]:
    """Return what a map of data begins with: where the data lies, in degrees; of what lies far and wide, the city.

    A row in another country would make all that lies here one dot.
    """
    west, south, east, north = extent
    city = extent_of_city()
    if city is None or not (west <= city[0] and south <= city[1] and east >= city[2] and north >= city[3]):
        return list(extent)
    is_wide = max((east - west) / (city[2] - city[0]), (north - south) / (city[3] - city[1])) > FAR_AND_WIDE
    return list(city) if is_wide else list(extent)
