"""Several people at the same moment: one plot a key, and nobody overlaps unseen."""

from typing import Any
from uuid import uuid4

import pytest

from cityops.errors import CityError
from cityops.farming import questions
from cityops.farming.actions import (
    Farmer,
    Sent,
    edit_plot,
    note_plot,
    return_plot,
    send_plot,
    take_back_plot,
    take_plot,
    verify_plot,
    withdraw_plot,
)
from cityops.farming.actions.move import StalePlot
from cityops.farming.models import FarmPlot
from cityops.farming.moves import MOVES
from cityops.farming.questions import Asker
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmPlotFactory, beside, field_at, ring_at
from tests.factories.places import IN_TEMAS
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


def sending(**given: Any) -> Any:
    values = {"ring": ring_at(IN_TEMAS), "commodity": "padi", "season": "2026-3", "farmer": Farmer(name="A")} | given
    return lambda: send_plot(**values)


def test_one_press_that_arrives_five_times_at_once_is_one_plot() -> None:
    AgencyFactory(code="distan")
    key = uuid4()
    came = at_once(*[sending(key=key) for _ in range(5)])
    assert sorted(sent.is_new for sent in came) == [False] * 4 + [True]
    assert FarmPlot.objects.count() == 1


def test_of_two_who_send_the_same_land_at_once_one_is_asked() -> None:
    AgencyFactory(code="distan")
    came = at_once(*[sending(key=uuid4(), address_hash=str(number)) for number in range(3)])
    assert sum(isinstance(what, Sent) for what in came) == 1
    assert {what.code for what in came if isinstance(what, CityError)} == {"overlap_not_confirmed"}


def test_marks_are_true_after_moves_that_cross() -> None:
    one, other = FarmPlotFactory(), FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 2)))
    office = staff(Role.OFFICER, agency="distan")
    farmer = Farmer(name="A")
    at_once(
        lambda: edit_plot(
            pk=one.pk,
            ring=ring_at(beside(IN_TEMAS, 1.5)),
            commodity="padi",
            season="2026-3",
            farmer=farmer,
            is_overlap_confirmed=True,
        ),
        lambda: withdraw_plot(actor=office, pk=other.pk, reason="Bukan lahan"),
    )
    assert set(FarmPlot.objects.values_list("has_overlap", flat=True)) == {False}


def test_of_two_who_verify_at_once_one_is_told() -> None:
    plot = FarmPlotFactory()
    people = [staff(Role.OFFICER, agency="distan") for _ in range(3)]
    came = at_once(*[lambda who=who: verify_plot(actor=who, pk=plot.pk, seen=1) for who in people])  # type: ignore[misc]
    assert sum(isinstance(what, FarmPlot) for what in came) == 1
    assert sum(isinstance(what, StalePlot) for what in came) == 2


def test_of_questions_that_come_at_once_no_more_are_answered_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 2)
    assert sum(at_once(*[Asker("a" * 32).may_be_told for _ in range(5)])) == 2


def test_a_question_that_is_answered_by_a_refusal_stays_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 1)
    FarmPlotFactory()
    with pytest.raises(CityError, match="tumpang tindih"):
        sending(key=uuid4(), address_hash="a" * 32)()
    assert sending(key=uuid4(), address_hash="a" * 32)().plot.has_overlap


def told(came: list[Any]) -> list[str]:
    return sorted(type(what).__name__ for what in came)


@pytest.mark.parametrize("turn", range(3))
def test_of_two_who_decide_on_one_plot_one_is_told(turn: int) -> None:
    plot = FarmPlotFactory()
    one, other = staff(Role.OFFICER, agency="distan"), staff(Role.EXTENSION, agency="distan")
    came = at_once(
        lambda: take_plot(actor=one, pk=plot.pk, seen=1),
        lambda: return_plot(actor=other, pk=plot.pk, reason="Batas salah", seen=1),
    )
    assert told(came) == ["FarmPlot", "StalePlot"]
    assert FarmPlot.objects.get().version == 2


@pytest.mark.parametrize("turn", range(3))
def test_the_farmer_changes_a_plot_while_it_is_verified(turn: int) -> None:
    plot = FarmPlotFactory()
    officer = staff(Role.OFFICER, agency="distan")
    given = {"commodity": "jagung", "season": "2026-3", "farmer": Farmer(name="A"), "seen": 1}
    came = at_once(
        lambda: edit_plot(pk=plot.pk, ring=ring_at(IN_TEMAS), **given),
        lambda: verify_plot(actor=officer, pk=plot.pk, seen=1),
    )
    assert told(came) == ["FarmPlot", "StalePlot"]
    after = FarmPlot.objects.get()
    # Nothing is verified that nobody has seen, and nothing is changed that was verified.
    assert (after.state, after.commodity) == (
        ("submitted", "jagung") if isinstance(came[0], FarmPlot) else ("verified", "padi")
    )


@pytest.mark.parametrize("turn", range(3))
def test_undo_and_another_change_of_a_plot_at_once(turn: int) -> None:
    plot = FarmPlotFactory()
    one, other = staff(Role.OFFICER, agency="distan"), staff(Role.HEAD, agency="distan")
    verify_plot(actor=one, pk=plot.pk, seen=1)
    came = at_once(
        lambda: MOVES.undo.take_back(actor=one, code=plot.code),
        lambda: note_plot(actor=other, pk=plot.pk, text="Sudah dilihat", seen=2),
    )
    assert told(came) == ["FarmPlot", "StalePlot"]
    assert FarmPlot.objects.get().version == 3


@pytest.mark.parametrize("turn", range(3))
def test_undo_and_the_farmers_change_at_once(turn: int) -> None:
    plot = FarmPlotFactory()
    officer = staff(Role.OFFICER, agency="distan")
    return_plot(actor=officer, pk=plot.pk, reason="Batas salah", seen=1)
    given = {"commodity": "jagung", "season": "2026-3", "farmer": Farmer(name="A"), "seen": 2}
    came = at_once(
        lambda: MOVES.undo.take_back(actor=officer, code=plot.code),
        lambda: edit_plot(pk=plot.pk, ring=ring_at(IN_TEMAS), **given),
    )
    assert told(came) == ["FarmPlot", "StalePlot"]


def test_marks_are_true_after_an_undo_that_crosses_a_new_plot() -> None:
    AgencyFactory(code="distan")
    plot = FarmPlotFactory()
    officer = staff(Role.OFFICER, agency="distan")
    withdraw_plot(actor=officer, pk=plot.pk, reason="Salah")
    came = at_once(
        lambda: MOVES.undo.take_back(actor=officer, code=plot.code),
        sending(key=uuid4(), ring=ring_at(beside(IN_TEMAS, 0.5)), is_overlap_confirmed=True),
    )
    assert told(came) == ["FarmPlot", "Sent"]
    assert set(FarmPlot.objects.values_list("has_overlap", flat=True)) == {True}


def test_a_plot_that_the_farmer_withdraws_is_not_verified() -> None:
    plot = FarmPlotFactory()
    officer = staff(Role.OFFICER, agency="distan")
    came = at_once(
        lambda: take_back_plot(pk=plot.pk),
        lambda: verify_plot(actor=officer, pk=plot.pk, seen=1),
    )
    assert isinstance(came[0], FarmPlot)  # a farmer may withdraw whatever stands
    assert isinstance(came[1], FarmPlot | StalePlot)
    assert FarmPlot.objects.get().state == "withdrawn"
