"""What the person who sent a report may do with it. Views prove who that is (`cityops.features.secrets`)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.leavers import lay_down_if_left
from cityops.errors import CityError, NotFound, TooMany
from cityops.features.history import record
from cityops.notifications.models import What
from cityops.notifications.outbox import forget_messages
from cityops.reports.actions.move import carry_out, say
from cityops.reports.actions.notify import message_subject, tell_officer
from cityops.reports.models import Reply, Report, ReportContact
from cityops.reports.workflow import REOPEN_WITHIN_DAYS, RESOLVED, WORKFLOW


class TooLateToReopen(CityError):
    """The time in which a closed report can be reopened is over."""

    code, status = "too_late_to_reopen", 409
    text = _("This report was closed more than %(days)s days ago. Please send a new one and name this code.")


class TooManyReplies(TooMany):
    """The reporter said more in a day than anybody reads."""

    code = "too_many_replies"
    text = _(
        "You have sent %(most)s messages about this report today; the officers have them all. "
        "Keep this one, and send it tomorrow."
    )


def may_reopen(report: Report) -> bool:
    """Whether an ended report may still be reopened, by staff or by its reporter."""
    if report.is_open:
        return False
    ended = report.closed_at
    return report.state == RESOLVED or (
        ended is not None and timezone.now() - ended <= timedelta(days=REOPEN_WITHIN_DAYS)
    )


def _locked(pk: int) -> Report:
    report = Report.objects.select_related("category", "agency").select_for_update(of=("self",)).filter(pk=pk).first()
    if report is None:
        raise NotFound
    return report


@transaction.atomic
def reply_to_report(*, pk: int, text: str) -> Report:
    """Add the reporter's word; a report that waited for it goes on, and so does its clock. Raises TooManyReplies."""
    report = _locked(pk)
    move = WORKFLOW.check("reply", report.state, ["text"] if text.strip() else [])
    since, most = timezone.now() - timedelta(days=1), settings.REPLIES_PER_DAY_TO_ONE_REPORT
    if report.replies.filter(side=Reply.Side.REPORTER, created_at__gte=since).count() >= most:
        raise TooManyReplies(most=most)
    reply = say(report, actor=None, verb="reply", text=text, is_public=False)
    carry_out(report, move, actor=None, is_public=True, reply=reply.pk)
    tell_officer(report, What.REPLY)
    return report


@transaction.atomic
def reopen_by_reporter(*, pk: int, text: str) -> Report:
    """Take "not solved" for an answer: the report goes back to its agency. Raises TooLateToReopen as well."""
    report = _locked(pk)
    move = WORKFLOW.check("reporter_reopen", report.state, ["text"] if text.strip() else [])
    if not may_reopen(report):
        raise TooLateToReopen(days=REOPEN_WITHIN_DAYS)
    reply = say(report, actor=None, verb="reporter_reopen", text=text, is_public=False)
    report.outcome, report.outcome_date, report.reopened_at = "", None, timezone.now()
    lay_down_if_left(report)
    carry_out(report, move, actor=None, is_public=True, reply=reply.pk)
    tell_officer(report, What.REOPENED)
    return report


@transaction.atomic
def forget_my_contact(*, pk: int) -> Report:
    """Erase how to reach the reporter, at their own wish; history keeps that it was done."""
    report = _locked(pk)
    count, _each = ReportContact.objects.filter(report=report).delete()
    forget_messages([message_subject(report.pk)])
    if count:
        record(report, "forget_contact", from_state=report.state, to_state=report.state)
    return report
