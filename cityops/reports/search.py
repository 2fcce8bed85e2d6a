"""Codes of reports in the search box. Words are no part of it: they are the filter's (`text_search.py`)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import this_city
from cityops.reports.models import Report
from cityops.reports.queries import reports_public
from layers.search import Search, Typed, coded, register_search


def found_by_all(user: Any, typed: Typed) -> QuerySet[Report] | None:
    """Return public reports of a code or its beginning."""
    return coded(reports_public(user), typed, this_city().public_code_prefix, place="public_geom")


def page_of(code: str) -> str:
    """Return the page that everybody may open."""
    return reverse("reports:detail", args=[code])


def register_searches() -> None:
    """Add public codes to the search box; those of staff are found with all other work (`cityops/desk`)."""
    register_search(Search("report", icon="file-text", order=2, find=found_by_all, label=_("Report"), url=page_of))
