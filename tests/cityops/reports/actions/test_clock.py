"""What time does to reports: each once, whoever else is at it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from cityops.agencies.working_time import WorkingCalendar
from cityops.features.history import history_of
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Report
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once

PAST = timedelta(minutes=1)


def verbs(report: Report) -> list[str]:
    return [event.verb for event in history_of(report)]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestWaiting:
    def test_a_report_goes_on_when_no_reply_came_in_time(self) -> None:
        report, officer = ReportFactory(state="in_progress"), staff(Role.OFFICER, agency="dpupr")
        actions.ask_reporter(actor=officer, pk=report.pk, text="Di mana?")
        assert actions.resume_unanswered() == 0
        Report.objects.filter(pk=report.pk).update(reply_by=timezone.now() - PAST)
        assert actions.resume_unanswered() == 1
        assert actions.resume_unanswered() == 0
        after = Report.objects.get(pk=report.pk)
        assert (after.state, after.reply_by, after.days_left) == ("in_progress", None, None)
        assert after.due_at is not None
        assert verbs(report) == ["ask", "resume"]

    def test_who_was_asked_before_there_were_dates_gets_one(self) -> None:
        report = ReportFactory(state="waiting", due_at=None)
        assert actions.resume_unanswered() == 0
        until = Report.objects.get(pk=report.pk).reply_by
        assert until == WorkingCalendar().due_after(timezone.now(), 10)


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestEscalation:
    def test_first_the_head_then_the_sekkota_each_once(self) -> None:
        late = ReportFactory(due_at=timezone.now() - PAST)
        very_late = ReportFactory(due_at=timezone.now() - timedelta(days=30))
        in_time, ended = ReportFactory(), ReportFactory(state="closed", due_at=timezone.now() - PAST)
        assert actions.escalate_late() == 3
        assert actions.escalate_late() == 0
        levels = dict(Report.objects.values_list("pk", "escalated"))
        assert levels == {late.pk: 1, very_late.pk: 2, in_time.pk: 0, ended.pk: 0}
        assert [event.data["level"] for event in history_of(very_late)] == [1, 2]

    def test_a_new_date_is_a_new_chance(self) -> None:
        report, officer = ReportFactory(due_at=timezone.now() - PAST), staff(Role.OFFICER, agency="dpupr")
        actions.escalate_late()
        seen = Report.objects.get(pk=report.pk).version
        actions.note_report(actor=officer, pk=report.pk, text="Sudah tahu", seen=seen)
        assert Report.objects.get(pk=report.pk).escalated == 1
        actions.start_report(actor=officer, pk=report.pk)
        assert Report.objects.get(pk=report.pk).escalated == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city_in_earnest")
@pytest.mark.parametrize("act", [actions.close_finished, actions.resume_unanswered, actions.escalate_late])
def test_two_workers_do_it_once(act: Callable[[], int]) -> None:
    past = timezone.now() - PAST
    reports = [
        *(ReportFactory(state="resolved", due_at=past) for _ in range(4)),
        *(ReportFactory(state="waiting", due_at=None, reply_by=past) for _ in range(4)),
        *(ReportFactory(due_at=past) for _ in range(4)),
    ]
    assert sum(at_once(*[act] * 4)) == 4
    assert sum(len(verbs(report)) for report in reports) == 4
