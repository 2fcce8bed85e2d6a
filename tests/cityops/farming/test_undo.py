"""Taking back what was done with a plot or an offer: its place, its farmer and its marks stay true."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cityops.accounts.models import User
from cityops.farming import actions
from cityops.farming.actions import Farmer, offer_moves
from cityops.farming.actions.move import StalePlot
from cityops.farming.actions.offer_moves import StaleOffer
from cityops.farming.models import FarmPlot, HarvestOffer, OfferSeller, PlotFarmer, PlotNote
from cityops.farming.moves import MOVES
from cityops.farming.offer_moves import MOVES as OFFER_MOVES
from cityops.farming.offer_queries import offers_public
from cityops.farming.queries import totals_by_desa
from cityops.farming.timeline import steps_of
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.farming import FarmPlotFactory, beside, field_at, fields_side_by_side, ring_at
from tests.factories.offers import OfferFactory
from tests.factories.places import IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def ppl() -> User:
    return staff(Role.EXTENSION, agency="distan", name="Rini Penyuluh")


def marks() -> list[bool]:
    return list(FarmPlot.objects.order_by("pk").values_list("has_overlap", flat=True))


class TestPlots:
    def test_what_the_farmer_was_told_is_withdrawn(self, ppl: User, client: Client) -> None:
        plot = FarmPlotFactory()
        actions.return_plot(actor=ppl, pk=plot.pk, reason="Salah lahan")
        assert any(step.body == "Salah lahan" for step in steps_of(plot))
        back = MOVES.undo.take_back(actor=ppl, code=plot.code)
        assert PlotNote.objects.get().withdrawn_at is not None
        assert all(step.body != "Salah lahan" for step in steps_of(back))
        assert secret_of(back) == secret_of(plot)
        client.force_login(ppl)
        assert "Salah lahan" not in client.get(f"/staff/plots/{plot.code}/").content.decode()

    def test_hectares_and_place_are_not_measured_anew(self, ppl: User) -> None:
        plot = FarmPlotFactory()
        before = FarmPlot.objects.values("geom", "area_ha", "area", "public_geom").get()
        actions.verify_plot(actor=ppl, pk=plot.pk)
        MOVES.undo.take_back(actor=ppl, code=plot.code)
        assert FarmPlot.objects.values("geom", "area_ha", "area", "public_geom").get() == before

    def test_it_counts_in_the_totals_no_more(self, ppl: User) -> None:
        *_others, last = fields_side_by_side(3, verified=True)
        FarmPlot.objects.filter(pk=last.pk).update(state="submitted")
        assert totals_by_desa().get().area_ha is None
        actions.verify_plot(actor=ppl, pk=last.pk)
        assert totals_by_desa().get().area_ha is not None
        MOVES.undo.take_back(actor=ppl, code=last.code)
        assert totals_by_desa().get().area_ha is None

    def test_what_is_on_the_map_again_overlaps_again(self, ppl: User) -> None:
        one = FarmPlotFactory()
        FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 0.5)))
        actions.withdraw_plot(actor=ppl, pk=one.pk, reason="Salah")
        assert marks() == [False, False]
        MOVES.undo.take_back(actor=ppl, code=one.code)
        assert marks() == [True, True]
        assert PlotFarmer.objects.filter(plot=one).exists()

    def test_what_was_drawn_meanwhile_is_found(self, ppl: User) -> None:
        one = FarmPlotFactory()
        actions.withdraw_plot(actor=ppl, pk=one.pk, reason="Salah")
        FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 0.5)))
        MOVES.undo.take_back(actor=ppl, code=one.code)
        assert marks() == [True, True]

    def test_a_farmer_who_came_after_is_named_and_loses_nothing(self, ppl: User) -> None:
        plot = FarmPlotFactory()
        actions.return_plot(actor=ppl, pk=plot.pk, reason="Batas salah")
        given = {"commodity": "jagung", "season": "2027-1", "farmer": Farmer(name="Bu Sri")}
        actions.edit_plot(pk=plot.pk, ring=ring_at(beside(IN_TEMAS, 3)), seen=2, **given)
        with pytest.raises(StalePlot, match="Petani"):
            MOVES.undo.take_back(actor=ppl, code=plot.code)
        assert FarmPlot.objects.get().commodity == "jagung"

    def test_whoever_sent_it_back_looks_again(self, ppl: User) -> None:
        plot = FarmPlotFactory()
        assert actions.return_plot(actor=ppl, pk=plot.pk, reason="Batas salah").assignee == ppl
        given = {"commodity": "jagung", "season": "2027-1", "farmer": Farmer(name="Bu Sri")}
        actions.edit_plot(pk=plot.pk, ring=ring_at(IN_TEMAS), seen=2, **given)
        after = FarmPlot.objects.get()
        assert (after.state, after.assignee) == ("submitted", ppl)


OFFER_ACTS: dict[str, dict[str, Any]] = {
    "accept": {},
    "sell": {},
    "withdraw": {"reason": "Batal"},
    "hide": {"reason": "Penipuan"},
}


class TestOffers:
    @pytest.mark.parametrize("verb", OFFER_ACTS)
    def test_everyone_sees_it_as_before(self, ppl: User, verb: str) -> None:
        offer = OfferFactory(held=True) if verb == "accept" else OfferFactory()
        before = offers_public(AnonymousUser()).count()
        OFFER_MOVES.make(verb, actor=ppl, pk=offer.pk, seen=1, **OFFER_ACTS[verb])
        assert offers_public(AnonymousUser()).count() == 1 - before
        OFFER_MOVES.undo.take_back(actor=ppl, code=offer.code)
        after = HarvestOffer.objects.get()
        assert offers_public(AnonymousUser()).count() == before
        assert (after.hidden_reason, after.public_m is not None) == ("", before == 1)
        assert OfferSeller.objects.filter(offer=offer).exists()

    def test_a_price_is_as_old_as_it_was(self, ppl: User) -> None:
        offer = OfferFactory(old_price=True)
        given = {"price": 15500, "amount": Decimal("120.5")}
        offer_moves.change_offer(actor=ppl, pk=offer.pk, **given)
        OFFER_MOVES.undo.take_back(actor=ppl, code=offer.code)
        after = HarvestOffer.objects.get()
        assert (after.price, after.amount, after.price_at) == (14000, 300, offer.price_at)

    def test_a_seller_who_withdrew_stays_forgotten(self, ppl: User) -> None:
        offer = OfferFactory(held=True)
        offer_moves.accept_offer(actor=ppl, pk=offer.pk)
        offer_moves.take_back_offer(pk=offer.pk)
        with pytest.raises(StaleOffer, match="Petani"):
            OFFER_MOVES.undo.take_back(actor=ppl, code=offer.code)
        assert not OfferSeller.objects.exists()
