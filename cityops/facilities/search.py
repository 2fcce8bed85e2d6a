"""Facilities in the search box."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import this_city
from cityops.facilities.models import Facility
from cityops.facilities.queries import facilities_public
from layers.search import Search, Typed, coded, named, register_search


def facilities_found(user: Any, typed: Typed) -> QuerySet[Facility] | None:
    """Return facilities called so, or at an address that holds a word; each with its desa."""
    return named(facilities_public(user), typed, detail="area__name", code="code")


def codes_found(user: Any, typed: Typed) -> QuerySet[Facility] | None:
    """Return the facility of a code."""
    return coded(facilities_public(user), typed, this_city().public_code_prefix)


def page_of(code: str) -> str:
    """Return the address of a facility's page."""
    return reverse("facilities:detail", args=[code])


def register_searches() -> None:
    """Add names and codes to the search box."""
    register_search(
        Search("facility", icon="building", order=20, find=facilities_found, label=_("Facility"), layer="facilities")
    )
    register_search(
        Search("facility-code", icon="building", order=3, find=codes_found, label=_("Facility"), url=page_of)
    )
