"""Several people at the same moment: one plot a key, and nobody overlaps unseen."""

from typing import Any
from uuid import uuid4

import pytest

from cityops.errors import CityError
from cityops.farming import questions
from cityops.farming.actions import Farmer, Sent, edit_plot, send_plot, verify_plot, withdraw_plot
from cityops.farming.actions.move import StalePlot
from cityops.farming.models import FarmPlot
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
            plot_id=one.pk,
            ring=ring_at(beside(IN_TEMAS, 1.5)),
            commodity="padi",
            season="2026-3",
            farmer=farmer,
            is_overlap_confirmed=True,
        ),
        lambda: withdraw_plot(actor=office, plot_id=other.pk, reason="Bukan lahan"),
    )
    assert set(FarmPlot.objects.values_list("has_overlap", flat=True)) == {False}


def test_of_two_who_verify_at_once_one_is_told() -> None:
    plot = FarmPlotFactory()
    people = [staff(Role.OFFICER, agency="distan") for _ in range(3)]
    came = at_once(*[lambda who=who: verify_plot(actor=who, plot_id=plot.pk, seen=1) for who in people])  # type: ignore[misc]
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
