"""Offers in the search box: by their code, where everyone may see them or the reader's work is to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cityops.areas.city import this_city
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_queries import offers_public
from layers.search import Search, Typed, coded, register_search


def codes_found(user: Any, typed: Typed) -> QuerySet[HarvestOffer] | None:
    """Return the offer of a code."""
    return coded(offers_public(user), typed, this_city().public_code_prefix)


def page_of(code: str) -> str:
    """Return the address of an offer's page."""
    return reverse("farming:offer", args=[code])


def register_offer_search() -> None:
    """Let codes be found."""
    register_search(
        Search("offer-codes", icon="shopping-basket", order=4, label=_("Harvest offer"), url=page_of, find=codes_found)
    )
