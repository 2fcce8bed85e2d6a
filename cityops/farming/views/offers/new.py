"""`/panen/baru/`: the form, and what comes of sending it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cityops.errors import CityError
from cityops.farming.actions.offers import offer_harvest
from cityops.farming.offer_forms import OfferForm
from cityops.farming.offer_phone import MY_OFFERS
from cityops.farming.offer_policy import KIND
from cityops.policy.decide import allowed_anywhere
from cityops.web.address import address_hash

PREFILLED = ("commodity", "desa")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take in an offer; an extension worker's is one in a farmer's name, and public at once."""
    helper: Any = request.user if allowed_anywhere(request.user, KIND, "enter") else None
    if request.method != "POST":
        given = {name: request.GET[name][:60] for name in PREFILLED if request.GET.get(name)}
        return _page(request, OfferForm(initial={**given, "key": uuid4()}, for_farmer=helper is not None), helper)
    typed = _with_a_key(request.POST)
    form = OfferForm(typed, for_farmer=helper is not None)
    if not form.is_valid():
        return _page(request, form, helper, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        offered = offer_harvest(
            key=UUID(str(typed["key"])),
            desa=form.cleaned_data["desa"],
            harvest=form.harvest,
            seller=form.seller,
            address_hash=address_hash(request),
            actor=helper,
        )
    except CityError as fault:
        form.add_error(None, str(fault))
        return _page(request, form, helper, status=fault.status)
    response = redirect(reverse("farming:offer", args=[offered.offer.code]) + "?baru=1")
    MY_OFFERS.remember(request, response, offered.offer.code)
    return response


def _with_a_key(posted: QueryDict) -> QueryDict:
    """Return what was typed, under a key in any case: one that is missing or no key is replaced."""
    typed = posted.copy()
    try:
        typed["key"] = str(UUID(typed.get("key", "")))
    except ValueError:
        typed["key"] = str(uuid4())
    return typed


def _page(request: HttpRequest, form: OfferForm, helper: Any, *, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "farming/offers/new.html", {"form": form, "is_helper": helper is not None}, status=status)
