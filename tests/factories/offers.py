"""Harvest offers, made as the application makes them: the database fills the desa and its public point."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.models.offers import last_day_shown
from cityops.farming.weeks import monday_of
from cityops.features.codes import make_code
from tests.factories.agencies import AgencyFactory
from tests.factories.places import IN_PUNTEN


class OfferFactory(factory.django.DjangoModelFactory):
    """300 kg of apples from Punten, ready this week, public, with a price of today."""

    class Meta:
        model = HarvestOffer
        skip_postgeneration_save = True

    class Params:
        held = factory.Trait(state="held", due_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=2)))
        old_price = factory.Trait(price_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=15)))

    code = factory.LazyFunction(lambda: make_code("BTU"))
    geom = IN_PUNTEN
    commodity = "apel"
    variety = "manalagi"
    amount = 300
    unit = "kg"
    ready_week = factory.LazyFunction(lambda: monday_of(timezone.localdate()))
    ends_on = factory.LazyAttribute(lambda offer: last_day_shown(offer.ready_week))
    price = 14000
    price_at = factory.LazyAttribute(lambda offer: timezone.now() if offer.price else None)
    agency = factory.SubFactory(AgencyFactory, code="distan")
    state = "offered"
    is_public = factory.LazyAttribute(lambda offer: offer.state == "offered")

    @factory.post_generation
    def seller(offer: HarvestOffer, create: bool, seller: dict[str, Any] | None, **_: Any) -> None:
        OfferSeller.objects.create(offer=offer, **{"name": "Pak Slamet", "phone": "0800 0000 0001", **(seller or {})})
        offer.refresh_from_db()
