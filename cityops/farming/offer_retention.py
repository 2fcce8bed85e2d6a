"""Forgetting of offers: hashes of addresses after a day, who sold 90 days after the end."""

from datetime import timedelta

from django.utils import timezone

from cityops.farming.models import HarvestOffer, OfferSeller

ADDRESSES_KEPT = timedelta(days=1)
SELLER_KEPT = timedelta(days=90)


def forget_offer_addresses() -> int:
    """Erase the hashes of addresses; returns how many."""
    old = HarvestOffer.objects.filter(created_at__lt=timezone.now() - ADDRESSES_KEPT)
    return old.exclude(address_hash="").update(address_hash="")


def forget_sellers() -> int:
    """Erase who sold what ended long ago; returns how many."""
    count, _each = OfferSeller.objects.filter(offer__closed_at__lt=timezone.now() - SELLER_KEPT).delete()
    return count
