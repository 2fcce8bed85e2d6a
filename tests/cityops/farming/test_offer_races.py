"""The same offer sent many times at the same moment; and two people at one offer."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.areas.models import Area
from cityops.farming.actions import offer_moves as moves
from cityops.farming.actions.offer_moves import StaleOffer
from cityops.farming.actions.offers import Harvest, Seller, offer_harvest
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_moves import MOVES as OFFER_MOVES
from cityops.farming.weeks import monday_of
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.offers import OfferFactory
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


def test_ten_presses_at_the_same_moment_make_one_offer() -> None:
    key, desa = uuid4(), Area.objects.get(pk="35.79.02.2001")
    apples = Harvest("apel", Decimal(300), "kg", monday_of(timezone.localdate()))
    seller = Seller("Pak Slamet", "0800 0000 0001")
    came = at_once(*[lambda: offer_harvest(key=key, desa=desa, harvest=apples, seller=seller) for _press in range(10)])
    assert len({one.offer.pk for one in came}) == 1
    assert [one.is_new for one in came].count(True) == 1
    assert HarvestOffer.objects.count() == 1


def one_done_one_told(came: list[object]) -> bool:
    return sorted(type(what).__name__ for what in came) == ["HarvestOffer", "StaleOffer"]


@pytest.mark.parametrize("turn", range(3))
def test_two_officers_at_one_offer(turn: int) -> None:
    offer = OfferFactory(held=True)
    one, other = staff(Role.EXTENSION, agency="distan"), staff(Role.OFFICER, agency="distan")
    came = at_once(
        lambda: moves.accept_offer(actor=one, pk=offer.pk, seen=1),
        lambda: moves.hide_offer(actor=other, pk=offer.pk, reason="Penipuan", seen=1),
    )
    assert one_done_one_told(came)
    assert HarvestOffer.objects.get().version == 1 + history_of(offer).count() == 2


def test_of_three_who_take_it_one_has_it() -> None:
    offer = OfferFactory(held=True)
    people = [staff(Role.OFFICER, agency="distan") for _ in range(3)]
    came = at_once(*[lambda who=who: moves.take_offer(actor=who, pk=offer.pk, seen=1) for who in people])  # type: ignore[misc]
    assert sum(isinstance(what, StaleOffer) for what in came) == 2
    assert HarvestOffer.objects.get().assignee in people


@pytest.mark.parametrize("turn", range(3))
def test_the_seller_sets_a_price_while_staff_do(turn: int) -> None:
    offer = OfferFactory()
    officer = staff(Role.OFFICER, agency="distan")
    came = at_once(
        lambda: moves.change_offer(actor=None, pk=offer.pk, price=15000, amount=Decimal(200), seen=1),
        lambda: moves.change_offer(actor=officer, pk=offer.pk, price=16000, amount=Decimal(100), seen=1),
    )
    assert one_done_one_told(came)
    after = HarvestOffer.objects.get()
    assert (after.price, after.amount) in [(15000, 200), (16000, 100)]


@pytest.mark.parametrize("turn", range(3))
def test_undo_and_the_sellers_price_at_once(turn: int) -> None:
    offer = OfferFactory(held=True)
    officer = staff(Role.OFFICER, agency="distan")
    moves.accept_offer(actor=officer, pk=offer.pk, seen=1)
    came = at_once(
        lambda: OFFER_MOVES.undo.take_back(actor=officer, code=offer.code),
        lambda: moves.change_offer(actor=None, pk=offer.pk, price=15000, amount=Decimal(200), seen=2),
    )
    assert one_done_one_told(came)
    after = HarvestOffer.objects.get()
    assert (after.state, after.is_public) == (("held", False) if after.price == 14000 else ("offered", True))


def test_undo_and_another_officers_change_at_once() -> None:
    offer = OfferFactory(held=True)
    one, other = staff(Role.OFFICER, agency="distan"), staff(Role.HEAD, agency="distan")
    moves.accept_offer(actor=one, pk=offer.pk, seen=1)
    came = at_once(
        lambda: OFFER_MOVES.undo.take_back(actor=one, code=offer.code),
        lambda: moves.sell_offer(actor=other, pk=offer.pk, seen=2),
    )
    assert one_done_one_told(came)
    assert HarvestOffer.objects.get().version == 3
