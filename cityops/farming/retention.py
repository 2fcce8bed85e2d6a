"""Forgetting: hashes of addresses after a day, the farmer of a withdrawn plot after 90."""

from datetime import timedelta

from django.utils import timezone

from cityops.farming.models import FarmPlot, PlotFarmer, PlotQuestion

ADDRESSES_KEPT = timedelta(days=1)
FARMER_KEPT = timedelta(days=90)


def forget_addresses() -> int:
    """Erase the hashes of addresses; returns how many."""
    old = timezone.now() - ADDRESSES_KEPT
    count = FarmPlot.objects.filter(created_at__lt=old).exclude(address_hash="").update(address_hash="")
    questions, _each = PlotQuestion.objects.filter(created_at__lt=old).delete()
    return count + questions


def forget_farmers() -> int:
    """Erase who worked plots that were withdrawn long ago; returns how many."""
    count, _each = PlotFarmer.objects.filter(plot__closed_at__lt=timezone.now() - FARMER_KEPT).delete()
    return count
