"""Telling the reporter, by the outbox, in the transaction of what is told."""

from cityops.features.secrets import secret_of
from cityops.features.undo import PATIENCE
from cityops.notifications.outbox import put_in_outbox
from cityops.reports.models import Report, ReportContact

MAIL_AFTER_S = int(PATIENCE.total_seconds()) + 1


def message_subject(report_id: int) -> str:
    """Return how messages about a report are marked, so that they can be forgotten with the contact."""
    return f"reports.Report:{report_id}"


def tell_reporter(report: Report, what: str, *, text: str = "") -> None:
    """Queue a message if the reporter left an e-mail address; it leaves when what it tells of can be undone no more."""
    contact = ReportContact.objects.filter(report=report).exclude(email="").first()
    if contact is None:
        return
    context = {"code": report.code, "secret": secret_of(report), "text": text, "state": report.state}
    put_in_outbox(
        template=f"report_{what}",
        address=contact.email,
        language=contact.language,
        context=context,
        subject=message_subject(report.pk),
        after_s=MAIL_AFTER_S if what != "received" else 0,
    )
