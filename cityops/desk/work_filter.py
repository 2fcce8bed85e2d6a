"""What the work map shows: the filter of its address, and what is meant where the address says nothing."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cityops.reports.layers import STAFF
from layers.filters import Filter, parse


def asked_for(query: QueryDict) -> Filter:
    """Return the filter as it stands in addresses: "open" is what is meant without a status, and is not written."""
    return parse(query, STAFF.filters).without("open")


# What says by itself whether closed reports belong to it.
_SAYS_WHICH = frozenset({"status", "overdue", "unaccepted"})


def meant_by(asked: Filter) -> Filter:
    """Return the filter that list, map and counts use: where nothing says otherwise, only what is open.

    The same condition is not put twice: the database would guess a twentieth of the rows that there are.
    """
    return asked if _SAYS_WHICH & set(asked.values) else with_values(asked, open=("1",))


def with_values(asked: Filter, **values: tuple[str, ...]) -> Filter:
    """Return the filter with some keys set; an empty tuple drops the key."""
    kept = {name: old for name, old in asked.values.items() if name not in values}
    return Filter(kept | {name: new for name, new in values.items() if new})


def address(asked: Filter, **extra: str) -> str:
    """Return the work map's address with a filter, and what else the page keeps there."""
    query = "&".join(part for part in (asked.query, urlencode(extra)) if part)
    return f"{reverse('desk:work_map')}?{query}" if query else reverse("desk:work_map")
