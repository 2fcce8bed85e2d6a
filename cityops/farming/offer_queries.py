"""Reading harvest offers: every query starts from who asks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cityops.farming.models import HarvestOffer
from cityops.farming.offer_policy import KIND
from cityops.policy.decide import scope


def offers_public(_user: Any = None) -> QuerySet[HarvestOffer]:
    """Return what everyone may see: accepted, neither sold nor withdrawn, and not over by today's date."""
    return HarvestOffer.objects.filter(is_public=True, ends_on__gte=timezone.localdate())


def offers_visible_to(user: Any) -> QuerySet[HarvestOffer]:
    """Return what a member of staff may see: the policy's line "view"."""
    return scope(HarvestOffer.objects.all(), user, KIND, "view")


def with_what_is_shown(offers: QuerySet[HarvestOffer]) -> QuerySet[HarvestOffer]:
    """Add what a row or a page shows, in as many statements for 2 rows as for 200. The seller is not among it."""
    shown = offers.select_related("area", "area__parent", "agency")
    return shown.defer("area__geom", "area__parent__geom")


def offers_with_codes(codes: Sequence[str]) -> list[HarvestOffer]:
    """Return the seller's own offers, newest first. The codes are proof: only a phone that may see them has them."""
    found = {offer.code: offer for offer in with_what_is_shown(HarvestOffer.objects.filter(code__in=codes))}
    return [found[code] for code in codes if code in found]


def offer_sent_under(key: UUID) -> HarvestOffer | None:
    """Return the offer that an idempotency key has made already."""
    return HarvestOffer.objects.filter(submission_key=key).first()
