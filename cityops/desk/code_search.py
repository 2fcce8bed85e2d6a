"""Codes of every kind of work in the search box, for the staff who may see the row: they come to its page."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cityops.areas.city import this_city
from cityops.features.work import WorkKind, registered_kinds
from layers.registry import layer_named
from layers.search import Search, Typed, coded, register_search

ORDER = 1  # before what everybody sees of the same row


def register_codes() -> None:
    """Let the codes of all kinds that are registered be found."""
    for kind in registered_kinds():
        register_search(_search_of(kind))


def _search_of(kind: WorkKind) -> Search:
    def find(user: Any, typed: Typed) -> QuerySet[Any] | None:
        if not kind.sees(user):
            return None
        rows = layer_named(kind.layer, user).scope(user)
        return coded(rows, typed, this_city().public_code_prefix, place="geom")

    def page_of(code: str) -> str:
        return reverse(kind.address, args=[code])

    return Search(f"work-{kind.name}", icon=kind.icon, order=ORDER, find=find, label=kind.one, url=page_of)
