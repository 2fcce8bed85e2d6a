"""Plots in the search box: by their code, for those who may see them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import this_city
from cityops.farming.models import FarmPlot
from cityops.farming.queries import plots_visible_to
from layers.search import Search, Typed, coded, register_search


def codes_found(user: Any, typed: Typed) -> QuerySet[FarmPlot] | None:
    """Return the plot of a code."""
    return coded(plots_visible_to(user), typed, this_city().public_code_prefix)


def page_of(code: str) -> str:
    """Return the address of a plot's page for staff."""
    return reverse("farming:staff_detail", args=[code])


def register_search_of_plots() -> None:
    """Let codes be found."""
    register_search(Search("plot-codes", icon="sprout", order=3, label=_("Farm plot"), url=page_of, find=codes_found))
