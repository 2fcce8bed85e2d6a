"""Whose work a report is."""

import pytest

from cityops.accounts.models import User
from cityops.errors import NotAllowed
from cityops.features.history import history_of
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.assign import NotAColleague
from cityops.reports.models import Report
from cityops.reports.moves import MOVES
from cityops.reports.story import TELLER
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.places import IN_PUNTEN
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr")


def of(report: Report) -> User | None:
    return Report.objects.get(pk=report.pk).assignee


def test_an_officer_takes_a_report_and_gives_it_to_a_colleague(officer: User) -> None:
    report, colleague = ReportFactory(), staff(Role.OFFICER, agency="dpupr")
    actions.take_report(actor=officer, pk=report.pk, seen=1)
    assert of(report) == officer
    actions.assign_report(actor=officer, pk=report.pk, assignee=colleague.username, seen=2)
    assert of(report) == colleague
    told = [(event.verb, event.data["before"], event.data["assignee"]) for event in history_of(report)]
    assert told == [("take", None, officer.pk), ("assign", officer.pk, colleague.pk)]
    actions.assign_report(actor=officer, pk=report.pk, assignee="nobody", seen=3)
    assert of(report) is None


def test_the_history_says_whose_it_was_and_is(officer: User) -> None:
    report, colleague = ReportFactory(), staff(Role.OFFICER, agency="dpupr", name="Rina Wulandari")
    actions.take_report(actor=officer, pk=report.pk)
    actions.assign_report(actor=officer, pk=report.pk, assignee=colleague.username)
    assert [step.detail for step in TELLER.tell(report).story] == [
        f"{officer.get_full_name()} → Rina Wulandari",
        f"belum ada → {officer.get_full_name()}",
    ]
    assert "take" not in {move.verb for move in MOVES.open_to(officer, Report.objects.get(pk=report.pk))}


def test_only_those_who_work_there_can_have_it(officer: User) -> None:
    report = ReportFactory(geom=IN_PUNTEN)
    others = [
        staff(Role.OFFICER, agency="dlh"),
        staff(Role.OFFICER, agency="dpupr", areas=["35.79.01"]),
        staff(Role.PLANNER, agency="dpupr"),
    ]
    gone = staff(Role.OFFICER, agency="dpupr")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for name in [*(other.username for other in (*others, gone)), "xyz"]:
        with pytest.raises(NotAColleague):
            actions.assign_report(actor=officer, pk=report.pk, assignee=name)
    there = staff(Role.OFFICER, agency="dpupr", areas=["35.79.02"])
    actions.assign_report(actor=officer, pk=report.pk, assignee=there.username)
    assert of(report) == there


def test_the_dispatcher_does_not_hand_out_an_agencys_work(officer: User) -> None:
    report = ReportFactory()
    with pytest.raises(NotAllowed):
        actions.assign_report(actor=staff(Role.DISPATCHER), pk=report.pk, assignee=officer.username)


def test_whoever_begins_has_it_and_nobody_has_what_is_forwarded(officer: User) -> None:
    AgencyFactory(code="dlh")
    report = ReportFactory(accepted=True)
    actions.start_report(actor=officer, pk=report.pk)
    assert of(report) == officer
    actions.start_report(actor=staff(Role.DISPATCHER), pk=ReportFactory(accepted=True).pk)
    assert Report.objects.filter(assignee__isnull=True).count() == 1
    actions.route_report(actor=officer, pk=report.pk, agency="dlh", reason="Pohon")
    assert of(report) is None


def test_what_is_returned_is_the_dispatchers(officer: User) -> None:
    report = ReportFactory(accepted=True)
    actions.take_report(actor=officer, pk=report.pk)
    actions.return_report(actor=officer, pk=report.pk, reason="Jalan provinsi")
    after = Report.objects.get(pk=report.pk)
    assert (after.state, after.agency, after.assignee) == ("new", None, None)
    assert after.due_at is not None
    assert after.replies.get().is_public is False
