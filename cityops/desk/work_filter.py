"""What the work map shows: the filter of its address, and what is meant where the address says nothing."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cityops.reports.layers import STAFF
from layers.filters import Filter, parse


def asked_for(query: QueryDict) -> Filter:
    """Return the filter as it stands in addresses: "open" is what is meant without a status, and is not written."""
    return parse(query, STAFF.filters).without("open")


def meant_by(asked: Filter) -> Filter:
    """Return the filter that list, map and counts use: without a status, only what is open."""
    return asked if "status" in asked else with_values(asked, open=("1",))


def with_values(asked: Filter, **values: tuple[str, ...]) -> Filter:
    """Return the filter with some keys set; an empty tuple drops the key."""
    kept = {name: old for name, old in asked.values.items() if name not in values}
    return Filter(kept | {name: new for name, new in values.items() if new})


def address(asked: Filter, **extra: str) -> str:
    """Return the work map's address with a filter, and what else the page keeps there."""
    query = "&".join(part for part in (asked.query, urlencode(extra)) if part)
    return f"{reverse('desk:work_map')}?{query}" if query else reverse("desk:work_map")
