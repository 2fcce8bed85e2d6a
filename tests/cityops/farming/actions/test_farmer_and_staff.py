from typing import Any

import pytest

from cityops.accounts.models import User
from cityops.errors import NotAllowed, NotFound
from cityops.farming import questions
from cityops.farming.actions import (
    Farmer,
    OverlapNotConfirmed,
    correct_plot,
    edit_plot,
    forget_farmer,
    note_plot,
    return_plot,
    take_back_plot,
    verify_plot,
    withdraw_plot,
)
from cityops.farming.actions.move import StalePlot
from cityops.farming.models import FarmPlot, PlotFarmer, PlotNote
from cityops.farming.shape import PlotOutside
from cityops.features.models import HistoryEvent
from cityops.features.workflow import Missing, MoveNotAllowed
from cityops.policy.lines import Role
from tests.factories.agencies import staff
from tests.factories.farming import FarmerGroupFactory, FarmPlotFactory, beside, field_at, ring_at
from tests.factories.places import A_KILOMETRE_OUTSIDE, IN_BUMIAJI, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def plot() -> FarmPlot:
    return FarmPlotFactory()


@pytest.fixture
def ppl() -> User:
    return staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], name="Rini Penyuluh")


def edit(plot: FarmPlot, ring: Any = None, **given: Any) -> FarmPlot:
    values = {"commodity": "jagung", "season": "2027-1", "farmer": Farmer(name="Bu Sri")} | given
    return edit_plot(pk=plot.pk, ring=ring or ring_at(IN_TEMAS), **values)


def verbs(plot: FarmPlot) -> list[str]:
    events = HistoryEvent.objects.filter(kind="farming.FarmPlot", object_id=plot.pk)
    return list(events.order_by("id").values_list("verb", flat=True))


def test_verifying_ends_the_clock_and_is_written_down(plot: FarmPlot, ppl: User) -> None:
    verify_plot(actor=ppl, pk=plot.pk, seen=1)
    plot.refresh_from_db()
    assert (plot.state, plot.due_at, plot.version) == ("verified", None, 2)
    assert HistoryEvent.objects.get(object_id=plot.pk, verb="verify").actor == ppl


def test_whoever_looks_at_an_old_version_is_told_who_was_first(plot: FarmPlot, ppl: User) -> None:
    note_plot(actor=ppl, pk=plot.pk, text="Sudah dikunjungi")
    with pytest.raises(StalePlot, match="Rini Penyuluh"):
        verify_plot(actor=staff(Role.HEAD, agency="distan"), pk=plot.pk, seen=1)
    with pytest.raises(StalePlot, match="Anda sendiri"):
        verify_plot(actor=ppl, pk=plot.pk, seen=1)


def test_sending_back_needs_a_reason_that_the_farmer_reads(plot: FarmPlot, ppl: User) -> None:
    with pytest.raises(Missing):
        return_plot(actor=ppl, pk=plot.pk, reason="  ")
    return_plot(actor=ppl, pk=plot.pk, reason="Batas timur salah")
    plot.refresh_from_db()
    assert (plot.state, plot.due_at) == ("returned", None)
    assert PlotNote.objects.get(plot=plot).is_for_farmer
    event = HistoryEvent.objects.get(object_id=plot.pk, verb="return")
    assert set(event.data) == {"note", "before", "assignee"}


def test_a_farmer_mends_and_hands_in_again(plot: FarmPlot, ppl: User) -> None:
    return_plot(actor=ppl, pk=plot.pk, reason="Batas timur salah")
    edit(plot, ring_at(IN_BUMIAJI), seen=2)
    plot.refresh_from_db()
    assert (plot.state, plot.area_id, plot.commodity) == ("submitted", "35.79.02.2006", "jagung")
    assert plot.due_at is not None
    assert plot.farmer.name == "Bu Sri"
    assert verbs(plot) == ["return", "edit"]


def test_what_is_verified_or_withdrawn_is_not_edited(plot: FarmPlot) -> None:
    for state in ("verified", "withdrawn"):
        FarmPlot.objects.filter(pk=plot.pk).update(state=state, due_at=None)
        with pytest.raises(MoveNotAllowed):
            edit(plot)


def test_an_edit_is_checked_like_a_new_plot(plot: FarmPlot) -> None:
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 1)))
    edit(plot)  # does not overlap itself
    with pytest.raises(PlotOutside):
        edit(plot, ring_at(A_KILOMETRE_OUTSIDE))
    with pytest.raises(OverlapNotConfirmed):
        edit(plot, ring_at(beside(IN_TEMAS, 0.5)))
    with pytest.raises(StalePlot):
        edit(plot, seen=1)
    assert verbs(plot) == ["edit"]


def test_once_enough_was_told_of_a_plot_its_overlap_is_marked_unasked(
    plot: FarmPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "TOLD_OF_A_PLOT", 1)
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 1)))
    with pytest.raises(OverlapNotConfirmed):
        edit(plot, ring_at(beside(IN_TEMAS, 0.5)), address_hash="a" * 32)
    assert edit(plot, ring_at(beside(IN_TEMAS, 0.5)), address_hash="b" * 32).has_overlap


def test_the_mark_of_an_overlap_goes_when_one_of_the_two_moves_away(plot: FarmPlot, ppl: User) -> None:
    other = FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 3)))
    edit(other, ring_at(beside(IN_TEMAS, 0.5)), is_overlap_confirmed=True)
    plot.refresh_from_db()
    assert plot.has_overlap
    edit(other, ring_at(beside(IN_TEMAS, 3)))
    plot.refresh_from_db()
    other.refresh_from_db()
    assert not plot.has_overlap
    assert not other.has_overlap
    edit(other, ring_at(beside(IN_TEMAS, 0.5)), is_overlap_confirmed=True)
    withdraw_plot(actor=ppl, pk=other.pk, reason="Bukan lahan lagi")
    plot.refresh_from_db()
    assert not plot.has_overlap


def test_taking_back_erases_who_it_was(plot: FarmPlot) -> None:
    take_back_plot(pk=plot.pk)
    plot.refresh_from_db()
    assert (plot.state, plot.due_at) == ("withdrawn", None)
    assert plot.closed_at is not None
    assert not PlotFarmer.objects.exists()
    with pytest.raises(MoveNotAllowed):
        take_back_plot(pk=plot.pk)


def test_erasing_the_name_leaves_the_plot_and_history(plot: FarmPlot) -> None:
    forget_farmer(pk=plot.pk)
    forget_farmer(pk=plot.pk)
    plot.refresh_from_db()
    assert plot.state == "submitted"
    assert not PlotFarmer.objects.exists()
    assert verbs(plot) == ["forget_farmer"]


def test_staff_set_crop_season_and_group_of_the_same_desa(plot: FarmPlot, ppl: User) -> None:
    group, elsewhere = FarmerGroupFactory(), FarmerGroupFactory(area_id="35.79.02.2006")
    verify_plot(actor=ppl, pk=plot.pk)
    with pytest.raises(NotFound):
        correct_plot(actor=ppl, pk=plot.pk, commodity="padi", season="2027-1", group=elsewhere)
    correct_plot(actor=ppl, pk=plot.pk, commodity="jagung", season="2027-1", group=group)
    plot.refresh_from_db()
    assert (plot.state, plot.commodity, plot.season, plot.group) == ("verified", "jagung", "2027-1", group)


def test_those_who_only_see_do_not_verify_and_those_elsewhere_see_nothing(plot: FarmPlot) -> None:
    for role, areas in ((Role.CAMAT, ["35.79.01"]), (Role.PLANNER, [])):
        with pytest.raises(NotAllowed):
            verify_plot(actor=staff(role, agency="kec", areas=areas), pk=plot.pk)
    for person in (
        staff(Role.EXTENSION, agency="distan", areas=["35.79.02"]),
        staff(Role.OFFICER, agency="dpupr"),
        staff(Role.DISPATCHER, agency="diskominfo"),
        staff(Role.ADMIN),
    ):
        with pytest.raises(NotFound):
            verify_plot(actor=person, pk=plot.pk)
