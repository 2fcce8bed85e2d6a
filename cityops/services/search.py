"""Services in the search box: by their names in both languages, each leading to its page."""

from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.expressions import Func
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cityops.services.models import Service
from layers.search import Search, Typed, named, register_search


def services_found(_user: Any, typed: Typed) -> QuerySet[Service] | None:
    """Return services called so that can be asked for; there are so few that their names need no index."""
    called = Func(F("name"), F("name_en"), function="areas_called", output_field=TextField())
    is_english = (get_language() or "").startswith("en")
    rows = Service.objects.filter(is_open=True).order_by().annotate(called=called)
    return named(rows, typed, label="name_en" if is_english else "name", code="code", place=None)


def page_of(code: str) -> str:
    """Return the address of a service's page."""
    return reverse("services:service", args=[code])


def register_searches() -> None:
    """Add names to the search box, behind areas and before facilities."""
    register_search(Search("service", icon="file-text", order=10, find=services_found, label=_("Service"), url=page_of))
