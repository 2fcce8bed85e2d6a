"""Many at once against one by one, with real connections: nothing is written over, nobody waits in a ring."""

from typing import Any

import pytest

from cityops.administration.actions.people import disable_person
from cityops.errors import CityError
from cityops.features.gathering import Together
from cityops.features.history import history_of
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.bulk import BULK
from cityops.reports.models import Report
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


def versions(reports: list[Report]) -> dict[str, int]:
    return {report.code: report.version for report in reports}


@pytest.mark.parametrize("turn", range(3))
def test_many_against_one(turn: int) -> None:
    reports = ReportFactory.create_batch(5, state="in_progress")
    one, other = staff(Role.OFFICER, agency="dpupr"), staff(Role.HEAD, agency="dpupr")
    single = reports[turn]
    came: list[Any] = at_once(
        lambda: BULK.make("answer", actor=one, seen=versions(reports), given={"text": "Minggu depan."}),
        lambda: actions.resolve_report(actor=other, pk=single.pk, outcome="done", text="Sudah.", seen=single.version),
    )
    together = came[0]
    assert isinstance(together, Together)
    was_first = single.pk in {report.pk for report in together.changed}
    assert isinstance(came[1], CityError if was_first else Report)
    assert len(together.changed) == (5 if was_first else 4)
    assert [one.verb for one in history_of(single)] == ["answer" if was_first else "resolve"]


@pytest.mark.parametrize("turn", range(3))
def test_many_against_many_in_the_other_order(turn: int) -> None:
    AgencyFactory(code="dlh")
    reports = ReportFactory.create_batch(8, state="new")
    one, other = staff(Role.OFFICER, agency="dpupr"), staff(Role.DISPATCHER)
    came: list[Any] = at_once(
        lambda: BULK.make("accept", actor=one, seen=versions(reports), given={}),
        lambda: BULK.make(
            "route", actor=other, seen=versions(reports[::-1]), given={"agency": "dlh", "reason": "Pohon."}
        ),
    )
    assert all(isinstance(what, Together) for what in came)
    assert sum(len(what.changed) for what in came) == 8
    assert Report.objects.filter(version=2).count() == 8


def test_taken_back_against_a_change() -> None:
    reports = ReportFactory.create_batch(4, state="new")
    one, other = staff(Role.OFFICER, agency="dpupr"), staff(Role.HEAD, agency="dpupr")
    made = BULK.make("accept", actor=one, seen=versions(reports), given={})
    came: list[Any] = at_once(
        lambda: BULK.moves.undo.take_back_together(actor=one, batch=made.batch),
        lambda: actions.note_report(actor=other, pk=reports[0].pk, text="Lihat ini."),
    )
    back = came[0]
    assert len(back.changed) + len(back.refused) == 4
    kept = Report.objects.get(pk=reports[0].pk)
    assert (kept.accepted_at is None) == (kept.pk in {report.pk for report in back.changed})
    assert "note" in [one.verb for one in history_of(kept)]


@pytest.mark.parametrize("turn", range(3))
def test_given_to_somebody_who_is_disabled(turn: int) -> None:
    officer, head, admin = (
        staff(role, agency="dpupr" if role != Role.ADMIN else None) for role in (Role.OFFICER, Role.HEAD, Role.ADMIN)
    )
    theirs = ReportFactory.create_batch(3, state="in_progress", assignee=officer)
    others = ReportFactory.create_batch(3, state="in_progress")
    came: list[Any] = at_once(
        lambda: BULK.make(
            "assign", actor=head, seen=versions([*theirs, *others]), given={"assignee": officer.username}
        ),
        lambda: disable_person(actor=admin, person_id=officer.pk, seen=0),
    )
    assert not [what for what in came if isinstance(what, Exception)]
    assert not Report.objects.filter(assignee=officer).exists()
