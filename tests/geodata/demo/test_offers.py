"""The demo's harvest offers: the same again, some with an old price, and such as the actions would have made them."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cityops.facilities.models import Facility, FacilityHours
from cityops.farming.actions.offer_moves import end_offers
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.models.offers import PRICE_FRESH_FOR
from cityops.farming.offer_workflow import WORKFLOW
from cityops.features.history import history_of
from geodata.city.folder import read_reference
from geodata.demo.load import load_demo
from geodata.demo.offers import demo_offers
from geodata.demo.size import DemoSize

UNTIL = date(2026, 11, 24)
BATU = read_reference("batu")
FULL = DemoSize(BATU, UNTIL, 1.0)


def test_the_same_day_gives_the_same_rows_and_another_day_others() -> None:
    assert demo_offers(FULL) == demo_offers(FULL)
    assert len(demo_offers(FULL)) == 60
    assert demo_offers(FULL) != demo_offers(DemoSize(BATU, UNTIL - timedelta(days=1), 1.0))


def test_some_prices_are_old_and_none_is_from_the_future() -> None:
    made = demo_offers(FULL)
    newest = max(offer.priced_at for offer in made)
    assert newest.date() < UNTIL
    old = [offer for offer in made if offer.price and newest - offer.priced_at > PRICE_FRESH_FOR]
    assert len(old) >= 5
    states = Counter(offer.state for offer in made)
    assert states["offered"] > 30
    assert states["held"] > 0
    assert all(offer.sent_at <= offer.priced_at for offer in made)


@pytest.mark.django_db
def test_rows_are_what_the_actions_would_have_written() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())
    load_demo(BATU, UNTIL, 100)
    offers = list(HarvestOffer.objects.select_related("area"))
    assert offers
    for offer in offers:
        assert offer.area is not None
        assert offer.geom.equals_exact(offer.public_geom, 1e-9), "an offer has no place but its desa's"
        events = list(history_of(offer))
        assert events[0].verb == "send"
        assert events[-1].to_state == offer.state
        for event in events[1:]:
            WORKFLOW.check(event.verb, event.from_state, ["amount", "reason"])
    assert OfferSeller.objects.count() == len(offers)
    load_demo(BATU, UNTIL, 100, replace=True)
    assert HarvestOffer.objects.count() == len(offers)
    assert OfferSeller.objects.count() == len(offers)
    assert end_offers() >= 0
    assert FacilityHours.objects.filter(facility__in=Facility.objects.all()).count() > 300
