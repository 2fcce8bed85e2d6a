"""`/panen/`: what is offered from the fields, the freshest price first; and the page of one offer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityops.areas.city import this_city
from cityops.areas.map_config import base_map_config
from cityops.areas.queries import parts_of_city
from cityops.errors import NotFound
from cityops.farming.commodities import Commodity
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.offer_forms import PriceForm
from cityops.farming.offer_layers import PUBLIC, freshest_first, icon_of
from cityops.farming.offer_phone import MY_OFFERS
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_public, offers_visible_to, offers_with_codes, with_what_is_shown
from cityops.farming.offer_workflow import LIVE, WORKFLOW
from cityops.farming.weeks import week_in_words, week_name, weeks_from
from cityops.features.codes import clean_code
from cityops.features.paths import looks_like_a_code
from cityops.features.secrets import is_secret_of, secret_of
from cityops.policy.decide import allowed_anywhere
from layers.filters import parse

A_PAGE = 30
WEEKS_OFFERED = 12  # to filter by


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List what is offered, under the filter of its map layer."""
    asked = parse(request.GET, PUBLIC.filters)
    found = with_what_is_shown(offers_public(request.user).filter(asked.condition(PUBLIC.filters)))
    page = Paginator(found.order_by(*freshest_first()), A_PAGE).get_page(request.GET.get("page"))
    mine = offers_with_codes(MY_OFFERS.codes(request))
    chosen = {name: list(values) for name, values in asked.values.items()}
    weeks = [(week_name(day), week_in_words(day)) for day in weeks_from(timezone.localdate(), WEEKS_OFFERED)]
    context = {
        "page": page,
        "rows": [(offer, icon_of(offer)) for offer in page],
        "mine": [(offer, icon_of(offer)) for offer in mine],
        "asked": asked,
        "chosen": chosen,
        "commodities": Commodity.choices,
        "areas": parts_of_city(),
        "weeks": weeks,
        "is_helper": allowed_anywhere(request.user, KIND, "enter"),
    }
    response = render(request, "farming/offers/list.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an offer: to everyone while it is public, to its seller and to staff always."""
    return offer_page(request, _readable(request, code))


@require_safe
def secret(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Remember an offer on this phone, if the secret is its own, and show it."""
    cleaned = clean_code(code, this_city().public_code_prefix) or ""
    offer = HarvestOffer.objects.filter(code=cleaned).first()
    if offer is None or not is_secret_of(offer, secret):
        raise NotFound
    response = redirect("farming:offer", offer.code)
    MY_OFFERS.remember(request, response, offer.code)
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_store=True)
    return response


def offer_page(
    request: HttpRequest, offer: HarvestOffer, *, form: PriceForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of one offer as this reader may see it. form: as its seller filled it in."""
    is_mine = offer.code in MY_OFFERS.codes(request)
    seller = OfferSeller.objects.filter(offer=offer).first()
    is_public = offers_public(request.user).filter(pk=offer.pk).exists()
    context: dict[str, Any] = {
        "offer": offer,
        "icon": icon_of(offer),
        "is_mine": is_mine,
        "is_public": is_public,
        "seller": seller if seller and (seller.is_shown or is_mine) else None,
        "is_staff": offers_visible_to(request.user).filter(pk=offer.pk).exists(),
        "map_config": _map_config(offer),
        "map_label": _("Map with the desa of this offer"),
        "public_url": request.build_absolute_uri(reverse("farming:offer", args=[offer.code])),
    }
    if is_mine:
        path = reverse("farming:offer_secret", args=[offer.code, secret_of(offer)])
        verbs = {move.verb for move in WORKFLOW.moves_from(offer.state)}
        context |= {
            "is_just_sent": request.GET.get("baru") == "1",
            "form": form or (PriceForm(offer=offer, seller=seller) if "change" in verbs else None),
            "is_live": offer.state in LIVE,
            "secret_url": request.build_absolute_uri(path),
        }
    response = render(request, "farming/offers/detail.html", context, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def own_offer(request: HttpRequest, code: str) -> HarvestOffer:
    """Return an offer that this phone is the seller's of. Raises NotFound for all others."""
    offers = offers_with_codes([code]) if code in MY_OFFERS.codes(request) else []
    if not offers:
        raise NotFound
    return offers[0]


def done(request: HttpRequest, offer: HarvestOffer, words: str) -> HttpResponse:
    """Go back to the offer's page and say what was done."""
    messages.success(request, words)
    return redirect("farming:offer", offer.code)


def _readable(request: HttpRequest, code: str) -> HarvestOffer:
    """Return an offer that this reader may know of. Raises NotFound for all others."""
    if looks_like_a_code(code):
        if code in MY_OFFERS.codes(request):
            return own_offer(request, code)
        for rows in (offers_public(request.user), offers_visible_to(request.user)):
            if (offer := with_what_is_shown(rows.filter(code=code)).first()) is not None:
                return offer
    raise NotFound


def _map_config(offer: HarvestOffer) -> dict[str, Any]:
    place = offer.public_geom
    point = {"lng": round(place.x, 6), "lat": round(place.y, 6)} if place else None
    return {**base_map_config(), "place": point, "precision": "area", "area": offer.area_id, "icon": "apple"}
