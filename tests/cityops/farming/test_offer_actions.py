"""Harvest offers: made once, held, accepted, priced, sold, withdrawn, hidden, ended; who may, and what is forgotten."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from cityops.areas.models import Area
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.farming.actions import offer_moves as moves
from cityops.farming.actions.offer_moves import OfferIsOver, StaleOffer
from cityops.farming.actions.offers import Harvest, Seller, TooManyOffers, offer_harvest
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_public
from cityops.farming.offer_retention import forget_offer_addresses, forget_sellers
from cityops.farming.offer_workflow import WORKFLOW
from cityops.farming.weeks import monday_of
from cityops.features.history import history_of
from cityops.features.workflow import MoveNotAllowed
from cityops.policy.decide import allowed
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.offers import OfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

PUNTEN, BEJI = "35.79.02.2001", "35.79.03.2002"
APPLES = Harvest(commodity="apel", amount=Decimal(300), unit="kg", ready_week=monday_of(date.today()), price=14000)
SLAMET = Seller("Pak Slamet", "0800 0000 0001")


@pytest.fixture(autouse=True)
def distan() -> None:
    AgencyFactory(code="distan")


def offer(key: Any = None, desa: str = PUNTEN, **given: Any) -> HarvestOffer:
    given = {"harvest": APPLES, "seller": SLAMET, **given}
    return offer_harvest(key=key or uuid4(), desa=Area.objects.get(pk=desa), **given).offer


@pytest.fixture
def people() -> dict[str, Any]:
    """One of each role; the agency is Dinas Pertanian, the area Kecamatan Bumiaji, where Punten lies."""
    area = ["35.79.02"]
    return {
        "extension": staff(Role.EXTENSION, agency="distan", areas=area),
        "officer": staff(Role.OFFICER, agency="distan", areas=area),
        "head": staff(Role.HEAD, agency="distan"),
        "dispatcher": staff(Role.DISPATCHER),
        "planner": staff(Role.PLANNER),
        "admin": staff(Role.ADMIN),
        "camat": staff(Role.CAMAT, areas=area),
        "lurah": staff(Role.LURAH, areas=[PUNTEN]),
        "other": staff(Role.OFFICER, agency="dinkes"),
        "elsewhere": staff(Role.EXTENSION, agency="distan", areas=["35.79.03"]),
    }


class TestMaking:
    def test_a_stranger_s_offer_is_held_and_has_the_desa_s_point(self) -> None:
        made = HarvestOffer.objects.get(pk=offer().pk)
        assert (made.state, made.is_public, made.agency_id, made.area_id) == ("held", False, "distan", PUNTEN)
        assert made.due_at is not None
        assert made.public_m is None
        assert made.geom.equals(made.public_geom)
        assert not offers_public().exists()
        assert history_of(made).get().verb == "send"

    def test_a_helper_s_offer_is_public_at_once_and_in_the_own_area_only(self, people: dict[str, Any]) -> None:
        made = offer(actor=people["extension"], seller=Seller("Bu Tini", "0800", consent="lewat telepon"))
        assert offers_public().get() == made
        assert made.entered_by == people["extension"]
        for name in ("elsewhere", "planner", "camat", "other", "dispatcher"):
            with pytest.raises(NotAllowed), transaction.atomic():
                offer(actor=people[name])
        assert HarvestOffer.objects.count() == 1

    def test_pressed_twice_there_is_one(self) -> None:
        key = uuid4()
        assert offer(key).pk == offer(key, harvest=APPLES).pk
        assert OfferSeller.objects.count() == 1

    def test_one_connection_does_not_flood_the_city(self, settings: Any) -> None:
        settings.OFFERS_PER_HOUR_FROM_ONE_ADDRESS = 2
        for _number in range(2):
            offer(address_hash="a")
        with pytest.raises(TooManyOffers):
            offer(address_hash="a")
        offer(address_hash="b")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": 0},
            {"ready_week": date(2026, 11, 24)},
            {"commodity": "emas"},
            {"public_precision": "exact"},
            {"is_public": False},
            {"price_at": None},
        ],
    )
    def test_the_database_refuses_what_cannot_be(self, wrong: dict[str, Any]) -> None:
        made = OfferFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            HarvestOffer.objects.filter(pk=made.pk).update(**wrong)


ACTS: dict[str, Callable[[Any, HarvestOffer], Any]] = {
    "accept": lambda actor, one: moves.accept_offer(actor=actor, pk=one.pk, seen=1),
    "change": lambda actor, one: moves.change_offer(actor=actor, pk=one.pk, price=15000, amount=Decimal(200), seen=1),
    "take": lambda actor, one: moves.take_offer(actor=actor, pk=one.pk, seen=1),
    "assign": lambda actor, one: moves.assign_offer(actor=actor, pk=one.pk, assignee=actor.username, seen=1),
    "sell": lambda actor, one: moves.sell_offer(actor=actor, pk=one.pk, seen=1),
    "withdraw": lambda actor, one: moves.withdraw_offer(actor=actor, pk=one.pk, reason="Batal", seen=1),
    "hide": lambda actor, one: moves.hide_offer(actor=actor, pk=one.pk, reason="Penipuan", seen=1),
}
KEEPERS = {"extension", "officer", "head"}
MAY = dict.fromkeys(("accept", "take", "assign", "change", "sell", "withdraw", "contact", "enter"), KEEPERS) | {
    "hide": KEEPERS | {"dispatcher"},
    "view": KEEPERS | {"dispatcher", "planner", "admin"},
}


class TestMoves:
    @pytest.mark.parametrize("verb", MAY)
    def test_each_cell_of_the_policy(self, people: dict[str, Any], verb: str) -> None:
        did = set()
        for name, person in people.items():
            one = OfferFactory(held=True)
            assert allowed(person, KIND, verb, one) == (name in MAY[verb]), name
            try:
                with transaction.atomic():
                    ACTS.get(verb, lambda *_: None)(person, one)
                did.add(name)
            except (NotAllowed, NotFound):
                assert not history_of(one).exists()
        assert verb not in ACTS or did == MAY[verb]

    def test_every_verb_of_staff_has_an_action(self) -> None:
        staffs = {m.verb for m in WORKFLOW.moves if not (m.by_reporter or m.by_system)}
        assert set(moves.BY_VERB) == staffs == set(ACTS)

    def test_accepted_it_is_public_and_the_clock_stops(self, people: dict[str, Any]) -> None:
        one = OfferFactory(held=True)
        ACTS["accept"](people["extension"], one)
        one.refresh_from_db()
        assert (one.state, one.is_public, one.due_at, one.version) == ("offered", True, None, 2)
        assert one.public_m is not None

    def test_a_price_said_again_is_fresh_again(self) -> None:
        one = OfferFactory(old_price=True)
        assert one.is_price_old
        moves.change_offer(actor=None, pk=one.pk, price=one.price, amount=Decimal(120), seen=1)
        one.refresh_from_db()
        assert not one.is_price_old
        assert (one.amount, one.version) == (120, 2)
        assert history_of(one).get().data == {}

    def test_a_price_fades_after_fourteen_days_and_not_before(self) -> None:
        one = OfferFactory()
        for age, is_old in ((timedelta(days=13, hours=23), False), (timedelta(days=14, minutes=1), True)):
            HarvestOffer.objects.filter(pk=one.pk).update(price_at=timezone.now() - age)
            one.refresh_from_db()
            assert one.is_price_old is is_old
        assert one.price_days == 14

    def test_what_is_hidden_can_be_shown_again(self, people: dict[str, Any]) -> None:
        one = OfferFactory()
        ACTS["hide"](people["dispatcher"], one)
        assert not offers_public().exists()
        moves.accept_offer(actor=people["head"], pk=one.pk, seen=2)
        one.refresh_from_db()
        assert (one.is_public, one.hidden_reason, one.closed_at) == (True, "", None)

    @pytest.mark.parametrize("verb", ["change", "sell", "withdraw", "hide"])
    def test_what_is_sold_stays_sold(self, people: dict[str, Any], verb: str) -> None:
        one = OfferFactory(state="sold")
        with pytest.raises(MoveNotAllowed):
            ACTS[verb](people["head"], one)

    def test_who_comes_second_is_told(self, people: dict[str, Any]) -> None:
        one = OfferFactory()
        moves.change_offer(actor=None, pk=one.pk, price=9000, amount=Decimal(1))
        for verb in ("change", "sell", "withdraw", "hide"):
            with pytest.raises(StaleOffer) as fault:
                ACTS[verb](people["head"], one)
            assert fault.value.status == 409

    def test_a_seller_who_withdraws_is_forgotten(self) -> None:
        one = OfferFactory()
        moves.take_back_offer(pk=one.pk)
        assert not OfferSeller.objects.exists()
        one.refresh_from_db()
        assert (one.state, one.is_public) == ("withdrawn", False)

    def test_name_and_number_are_shown_and_hidden_at_the_seller_s_wish(self) -> None:
        one = OfferFactory()
        moves.show_seller(pk=one.pk, is_shown=True)
        moves.show_seller(pk=one.pk, is_shown=True)
        assert OfferSeller.objects.get().is_shown
        moves.show_seller(pk=one.pk, is_shown=False)
        assert [event.verb for event in history_of(one)] == ["show_seller", "hide_seller"]


class TestTheEnd:
    def over(self, **given: Any) -> HarvestOffer:
        week = monday_of(timezone.localdate()) - timedelta(weeks=3)
        made: HarvestOffer = OfferFactory(ready_week=week, **given)
        return made

    def test_two_weeks_after_its_week_it_is_over_even_before_the_worker_comes(self) -> None:
        last = OfferFactory(ready_week=monday_of(timezone.localdate()) - timedelta(weeks=2))
        over = self.over()
        assert set(offers_public()) == {last}
        assert moves.end_offers() == 1
        assert moves.end_offers() == 0
        over.refresh_from_db()
        assert (over.state, over.is_public) == ("ended", False)
        assert history_of(over).get().actor is None

    def test_what_is_over_is_neither_accepted_nor_priced(self, people: dict[str, Any]) -> None:
        for verb, one in (("accept", self.over(held=True)), ("change", self.over())):
            with pytest.raises(OfferIsOver):
                ACTS[verb](people["head"], one)

    def test_addresses_are_kept_a_day_and_sellers_ninety(self) -> None:
        old, new = OfferFactory(address_hash="a"), OfferFactory(address_hash="b")
        long_ago = timezone.now() - timedelta(days=91)
        HarvestOffer.objects.filter(pk=old.pk).update(
            created_at=long_ago, closed_at=long_ago, state="sold", is_public=False
        )
        assert (forget_offer_addresses(), forget_sellers()) == (1, 1)
        new.refresh_from_db()
        assert new.address_hash == "b"
        assert OfferSeller.objects.get().offer == new


def test_faults_and_limits_are_the_city_s_own() -> None:
    assert issubclass(StaleOffer, CityError)
    assert settings.OFFERS_PER_HOUR_FROM_ONE_ADDRESS > 0
