from typing import Any
from uuid import UUID, uuid4

import pytest

from cityops.agencies.models import Agency
from cityops.errors import NotAllowed
from cityops.farming import questions
from cityops.farming.actions import Farmer, OverlapNotConfirmed, TooManyPlots, send_plot
from cityops.farming.models import FarmPlot
from cityops.farming.shape import (
    CrossesItself,
    PlotOutside,
    TooFewCorners,
    TooLarge,
    TooManyCorners,
    TooSmall,
)
from cityops.features.models import HistoryEvent
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import SIDE, FarmerGroupFactory, FarmPlotFactory, beside, field_at, ring_at
from tests.factories.places import A_KILOMETRE_OUTSIDE, IN_BUMIAJI, IN_TEMAS, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "distan")]


@pytest.fixture
def distan() -> Any:
    return AgencyFactory(code="distan")


def send(ring: Any = None, *, key: UUID | None = None, name: str = "Bu Sumarni", **given: Any) -> FarmPlot:
    values = {"commodity": "apel", "season": "2026-3", "farmer": Farmer(name=name), "address_hash": "a" * 32}
    return send_plot(key=key or uuid4(), ring=ring or ring_at(IN_TEMAS), **(values | given)).plot


def test_a_plot_is_registered_with_its_desa_hectares_agency_and_date() -> None:
    plot = send()
    assert (plot.area_id, plot.agency_id, plot.state) == ("35.79.01.1001", "distan", "submitted")
    assert float(plot.area_ha) == pytest.approx(0.305, abs=0.005)
    assert plot.due_at is not None
    assert plot.farmer.name == "Bu Sumarni"
    assert not plot.has_overlap


def test_the_same_press_twice_is_one_plot() -> None:
    key = uuid4()
    assert send(key=key) == send(key=key, ring=ring_at(IN_BUMIAJI))
    assert FarmPlot.objects.count() == 1


def test_history_holds_codes_and_no_names() -> None:
    plot = send(name="Bu Sumarni")
    event = HistoryEvent.objects.get(kind="farming.FarmPlot", object_id=plot.pk)
    assert event.data == {"commodity": "apel", "season": "2026-3", "area": "35.79.01.1001"}
    assert not event.is_public


@pytest.mark.parametrize(
    ("ring", "fault"),
    [
        ([(112.51, -7.87), (112.511, -7.87)], TooFewCorners),
        ([(112.51, -7.87), (112.511, -7.87), (112.51, -7.87), (112.511, -7.87)], TooFewCorners),
        ([(112.51 + n / 1e6, -7.87 - n % 2 / 1e4) for n in range(501)], TooManyCorners),
        ([(112.51, -7.87), (112.511, -7.869), (112.511, -7.87), (112.51, -7.869)], CrossesItself),
        ([(112.51, -7.87), (112.511, -7.87), (112.512, -7.87)], CrossesItself),
        (ring_at(IN_TEMAS, 0.00003), TooSmall),
        (ring_at(place(112.501, -7.879), 0.0095), TooLarge),
        (ring_at(A_KILOMETRE_OUTSIDE), PlotOutside),
        ([(-7.87, 112.51), (-7.871, 112.51), (-7.871, 112.511)], PlotOutside),
    ],
)
def test_what_can_be_no_plot_is_refused(ring: Any, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        send(ring)
    assert not FarmPlot.objects.exists()


def test_a_plot_across_the_citys_border_is_refused_with_the_share_outside() -> None:
    with pytest.raises(PlotOutside) as caught:
        send(ring_at(place(112.51, -7.9 - 0.3 * SIDE)))
    assert caught.value.data["share"] == 30
    assert "30%" in str(caught.value)
    assert send(ring_at(place(112.51, -7.9 - 0.05 * SIDE))).area_id == "35.79.03.2003"  # outlines are not that exact


def test_an_overlap_must_be_confirmed_and_marks_both() -> None:
    first = FarmPlotFactory()
    ring = ring_at(beside(IN_TEMAS, 0.5))
    with pytest.raises(OverlapNotConfirmed):
        send(ring)
    second = send(ring, is_overlap_confirmed=True)
    first.refresh_from_db()
    assert second.has_overlap
    assert first.has_overlap


def test_once_enough_was_told_an_overlap_is_marked_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 1)
    FarmPlotFactory()
    with pytest.raises(OverlapNotConfirmed):
        send()
    assert send().has_overlap
    with pytest.raises(OverlapNotConfirmed):
        send(address_hash="b" * 32)
    ppl = staff(Role.EXTENSION, agency="distan", areas=["35.79.01"])
    for _press in range(2):
        with pytest.raises(OverlapNotConfirmed):
            send(actor=ppl)


def test_the_group_of_the_desa_is_linked_however_it_was_spelt() -> None:
    group = FarmerGroupFactory(name="Sumber Urip")
    FarmerGroupFactory(name="Sumber Urip", area_id="35.79.02.2006")
    assert send(farmer=Farmer(name="A", group_name="  sumber  URIP ")).group == group
    other = send(ring_at(beside(IN_TEMAS, 4)), farmer=Farmer(name="A", group_name="Tani Baru"))
    assert other.group is None
    assert other.farmer.group_name == "Tani Baru"


def test_a_stranger_can_send_only_so_many_an_hour(settings: Any) -> None:
    settings.PLOTS_PER_HOUR_FROM_ONE_ADDRESS = 2
    for number in range(2):
        send(ring_at(beside(IN_TEMAS, number)))
    with pytest.raises(TooManyPlots):
        send(ring_at(beside(IN_TEMAS, 3)))
    send(ring_at(beside(IN_TEMAS, 3)), address_hash="b" * 32)
    ppl = staff(Role.EXTENSION, agency="distan", areas=["35.79.01"])
    send(ring_at(beside(IN_TEMAS, 5)), actor=ppl)


def test_a_helper_registers_in_their_own_areas_only() -> None:
    ppl = staff(Role.EXTENSION, agency="distan", areas=["35.79.02"])
    consent = Farmer(name="Pak Joko", consent="Setuju di lahan, 24 November")
    plot = send(ring_at(IN_BUMIAJI), actor=ppl, farmer=consent)
    assert (plot.entered_by, plot.farmer.consent, plot.address_hash) == (ppl, consent.consent, "")
    with pytest.raises(NotAllowed):
        send(ring_at(IN_TEMAS), actor=ppl)
    assert FarmPlot.objects.count() == 1


def test_where_no_agency_checks_plots_they_are_kept_all_the_same() -> None:
    Agency.objects.all().delete()
    assert send().agency_id is None


def test_a_withdrawn_plot_is_in_nobodys_way() -> None:
    FarmPlotFactory(geom=field_at(IN_TEMAS), state="withdrawn")
    assert not send().has_overlap
