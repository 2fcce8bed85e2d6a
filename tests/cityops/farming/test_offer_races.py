"""The same offer sent many times at the same moment."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.areas.models import Area
from cityops.farming.actions.offers import Harvest, Seller, offer_harvest
from cityops.farming.models import HarvestOffer
from cityops.farming.weeks import monday_of
from tests.factories.threads import at_once


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city_in_earnest")
def test_ten_presses_at_the_same_moment_make_one_offer() -> None:
    key, desa = uuid4(), Area.objects.get(pk="35.79.02.2001")
    apples = Harvest("apel", Decimal(300), "kg", monday_of(timezone.localdate()))
    seller = Seller("Pak Slamet", "0800 0000 0001")
    came = at_once(*[lambda: offer_harvest(key=key, desa=desa, harvest=apples, seller=seller) for _press in range(10)])
    assert len({one.offer.pk for one in came}) == 1
    assert [one.is_new for one in came].count(True) == 1
    assert HarvestOffer.objects.count() == 1
