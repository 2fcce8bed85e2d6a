"""What a member of staff sees of one offer: composed here for its page and for the pane of the work map."""

from typing import Any

from django.urls import reverse

from cityops.errors import NotFound
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.offer_layers import icon_of
from cityops.farming.offer_moves import MOVES
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_visible_to, with_what_is_shown
from cityops.farming.offer_story import TELLER
from cityops.features.paths import looks_like_a_code
from cityops.policy.decide import allowed


def offer_for(user: Any, code: str) -> HarvestOffer:
    """Return an offer that `user` may see. Raises NotFound for all others, be they there or not, and for no code."""
    found = with_what_is_shown(offers_visible_to(user)).select_related("entered_by", "assignee").filter(code=code)
    offer = found.first() if looks_like_a_code(code) else None
    if offer is None:
        raise NotFound
    return offer


def offer_detail_of(user: Any, offer: HarvestOffer) -> dict[str, Any]:
    """Return what the detail shows: the same number of statements however much has happened."""
    may_contact = allowed(user, KIND, "contact", offer)
    told = TELLER.tell(offer)
    return {
        "offer": offer,
        "icon": icon_of(offer),
        "address": reverse("farming:offer_staff", args=[offer.code]),
        "moves": MOVES.open_to(user, offer),
        "may_contact": may_contact,
        "seller": OfferSeller.objects.filter(offer=offer).first() if may_contact else None,
        "story": told.story,
        "handled_before": told.handled_before,
    }
