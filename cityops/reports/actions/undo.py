"""Taking back what was just done with a report."""

from django.db.models import QuerySet

from cityops.agencies.undo import Undo
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told
from cityops.notifications.outbox import forget_together
from cityops.reports.actions.move import CHANGED_BY_MOVES, stale
from cityops.reports.actions.notify import message_subject
from cityops.reports.actions.photo import detach_after
from cityops.reports.models import Reply, Report
from cityops.reports.policy import KIND


def _rows() -> QuerySet[Report]:
    return Report.objects.select_related("category", "agency")


def _beside(report: Report, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw mail about it that has not left, and what was shown."""
    later(forget_together, (message_subject(report.pk), step.at))
    take_back_what_was_told(report, event, kind=KIND)
    if photos := event.data.get("photos"):
        detach_after(photos)


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=stale, beside=_beside, said=("reply", Reply))
