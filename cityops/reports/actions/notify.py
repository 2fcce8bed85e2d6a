"""Telling the reporter, by the outbox, and the officer, by a notice, in the transaction of what is told."""

from collections import Counter
from typing import Any

from cityops.agencies.colleagues import heads_of, overseers
from cityops.features.secrets import secret_of
from cityops.features.undo import SETTLED_AFTER_S
from cityops.notifications.hands import tell_whose_work_it_is
from cityops.notifications.models import What
from cityops.notifications.notices import give_notice
from cityops.notifications.outbox import put_in_outbox
from cityops.reports.models import Report, ReportContact
from cityops.reports.policy import KIND
from cityops.reports.workflow import TO_HEAD


def message_subject(report_id: int) -> str:
    """Return how messages about a report are marked, so that they can be forgotten with the contact."""
    return f"reports.Report:{report_id}"


def tell_reporter(report: Report, what: str, *, text: str = "") -> None:
    """Queue a message if the reporter left an e-mail address; it leaves when what it tells of can be undone no more."""
    contact: ReportContact | None = getattr(report, "contact", None)
    if contact is None or not contact.email:
        return
    context = {"code": report.code, "secret": secret_of(report), "text": text, "state": report.state}
    put_in_outbox(
        template=f"report_{what}",
        address=contact.email,
        language=contact.language,
        context=context,
        subject=message_subject(report.pk),
        after_s=SETTLED_AFTER_S if what != "received" else 0,
    )


def tell_officer(report: Report, what: What, *, actor: Any = None) -> None:
    """Tell whose work the report is, if it is somebody's and not the actor's own doing."""
    tell_whose_work_it_is(report, what, kind=KIND, actor=actor)


def tell_who_leads(level: int, late: Counter[str | None]) -> None:
    """Tell heads how many reports of their agency are late, or those who oversee how many are very late, of all.

    One notice a person, however many reports: their queue has them all.
    """
    if level == TO_HEAD:
        for head, agencies in heads_of([agency for agency in late if agency]).items():
            give_notice([head], What.ESCALATED, kind=KIND, number=sum(late[agency] for agency in agencies))
    else:
        give_notice(overseers(), What.SEKKOTA, kind=KIND, number=late.total())
