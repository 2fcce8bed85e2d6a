"""What an extension worker is told of plots and offers that are theirs to check."""

from decimal import Decimal

import pytest

from cityops.accounts.models import User
from cityops.farming import actions
from cityops.farming.actions import Farmer, offer_moves
from cityops.farming.moves import MOVES
from cityops.farming.offer_moves import MOVES as OFFER_MOVES
from cityops.notifications.models import Notice
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.farming import FarmPlotFactory, ring_at
from tests.factories.offers import OfferFactory
from tests.factories.places import IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def ppl() -> User:
    return staff(Role.EXTENSION, agency="distan", username="penyuluh")


@pytest.fixture
def head() -> User:
    return staff(Role.HEAD, agency="distan")


def told(user: User) -> list[tuple[str, str, str, int]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("what", "kind", "code", "number"))


def test_a_plot_that_is_given_to_me_is_told_and_what_is_undone_was_not(ppl: User, head: User) -> None:
    plot = FarmPlotFactory()
    actions.assign_plot(actor=head, pk=plot.pk, assignee="penyuluh")
    assert told(ppl) == [("assigned", "plots", plot.code, 1)]
    MOVES.undo.take_back(actor=head, code=plot.code)
    actions.take_plot(actor=ppl, pk=plot.pk)
    assert told(ppl) == []


def test_a_plot_that_its_farmer_mended_is_told_to_whoever_sent_it_back(ppl: User) -> None:
    plot, nobodys = FarmPlotFactory(), FarmPlotFactory()
    actions.return_plot(actor=ppl, pk=plot.pk, reason="Batas salah")
    for one in (plot, nobodys):
        farmer = Farmer(name="Bu Sri")
        actions.edit_plot(
            pk=one.pk,
            ring=ring_at(IN_TEMAS),
            commodity="jagung",
            season="2027-1",
            farmer=farmer,
            is_overlap_confirmed=True,
        )
    assert told(ppl) == [("reply", "plots", plot.code, 1)]
    assert Notice.objects.count() == 1


def test_an_offer_that_is_given_to_me_is_told_and_what_is_undone_was_not(ppl: User, head: User) -> None:
    offer = OfferFactory(held=True)
    offer_moves.assign_offer(actor=head, pk=offer.pk, assignee="penyuluh")
    assert told(ppl) == [("assigned", "offers", offer.code, 1)]
    OFFER_MOVES.undo.take_back(actor=head, code=offer.code)
    offer_moves.take_offer(actor=ppl, pk=offer.pk)
    assert told(ppl) == []


@pytest.mark.parametrize(("is_held", "number"), [(True, 1), (False, 0)], ids=["while it is checked", "when it is sold"])
def test_a_seller_s_change_is_told_while_the_offer_is_checked(ppl: User, is_held: bool, number: int) -> None:
    offer = OfferFactory(held=True, assignee=ppl) if is_held else OfferFactory(assignee=ppl)
    offer_moves.change_offer(actor=None, pk=offer.pk, price=15000, amount=Decimal(200))
    assert told(ppl) == [("reply", "offers", offer.code, 1)][:number]
