"""What time does to reports: each once, by whichever worker comes first."""

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cityops.agencies.working_time import WorkingCalendar
from cityops.features.history import record
from cityops.reports.actions.move import carry_out
from cityops.reports.actions.notify import tell_who_leads
from cityops.reports.models import Report
from cityops.reports.workflow import ESCALATION_DAYS, OPEN_STATES, REPLY_DAYS, RESOLVED, WAITING, WORKFLOW

AT_ONCE = 500  # rows of a transaction


def close_finished(*, limit: int = AT_ONCE) -> int:
    """Close what was resolved and not contradicted within its ten working days; return how many."""
    finished = Report.objects.filter(state=RESOLVED, due_at__lt=timezone.now()).order_by("due_at")
    return _each(finished, limit, lambda report: carry_out(report, WORKFLOW.move("close"), actor=None, is_public=True))


def resume_unanswered(*, limit: int = AT_ONCE) -> int:
    """Let reports go on whose reporters have not replied in time; return how many."""
    _give_time_to_those_without(limit)
    waited = Report.objects.filter(state=WAITING, reply_by__lt=timezone.now()).order_by("reply_by")
    return _each(waited, limit, lambda report: carry_out(report, WORKFLOW.move("resume"), actor=None, is_public=True))


def escalate_late(*, limit: int = AT_ONCE) -> int:
    """Put what is late before the head of its agency, and days later before the Sekkota; return how many."""
    return sum(_escalate(level, days, limit) for level, days in ESCALATION_DAYS.items())


@transaction.atomic
def _escalate(level: int, days: int, limit: int) -> int:
    since = WorkingCalendar().days_before(timezone.now(), days)
    late = Report.objects.filter(state__in=OPEN_STATES, due_at__lt=since, escalated=level - 1).order_by("due_at")
    told = Counter[str | None]()

    def escalate(report: Report) -> None:
        Report.objects.filter(pk=report.pk).update(escalated=level)  # no news to whoever works on it: no new version
        record(report, "escalate", from_state=report.state, to_state=report.state, level=level, agency=report.agency_id)
        told[report.agency_id] += 1

    count = _each(late, limit, escalate)
    if told:
        tell_who_leads(level, told)
    return count


def _give_time_to_those_without(limit: int) -> None:
    """Give those a date that were asked before there were dates."""
    until = WorkingCalendar().due_after(timezone.now(), REPLY_DAYS)
    some = Report.objects.filter(state=WAITING, reply_by=None).values("pk")[:limit]
    Report.objects.filter(pk__in=some, state=WAITING, reply_by=None).update(reply_by=until)


@transaction.atomic
def _each(rows: QuerySet[Report], limit: int, act: Callable[[Report], object]) -> int:
    """Do something with some rows that nobody else has in hand; what they are is asked under the lock."""
    locked = list(rows.select_related("category", "agency").select_for_update(of=("self",), skip_locked=True)[:limit])
    for report in locked:
        act(report)
    return len(locked)
