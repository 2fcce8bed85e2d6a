"""A list of facilities as an address asks for it: found, a page of it, and what its filter offers."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from cityops.agencies.models import Agency
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.queries import parts_of_city
from cityops.facilities.facility_map import list_map_config
from cityops.facilities.layers import LAYER
from cityops.facilities.models import Facility, FacilityKind
from cityops.facilities.queries import with_what_is_shown
from layers.filters import parse

A_PAGE = 50


def listing_of(query: QueryDict, facilities: QuerySet[Facility], *, address: str) -> dict[str, Any]:
    """Return the context of a list. address: the name of the page that a row leads to. Raises BadFilter."""
    asked = parse(query, LAYER.filters)
    found = with_what_is_shown(facilities.filter(asked.condition(LAYER.filters))).order_by("name", "id")
    page = Paginator(found, A_PAGE).get_page(query.get("page"))
    calendar = WorkingCalendar()
    rows = list(page)
    return {
        "page": page,
        "rows": [(facility, facility.standing(calendar)) for facility in rows],
        "asked": asked,
        "chosen": {name: list(values) for name, values in asked.values.items()},
        "kinds": FacilityKind.choices,
        "agencies": Agency.objects.filter(facilities__isnull=False).distinct().order_by("short_name"),
        "areas": parts_of_city(),
        "map_config": list_map_config(rows, address=address),
    }
