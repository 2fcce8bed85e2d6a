"""Taking back what was just done with a report."""

from django.db.models import QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told
from cityops.notifications.outbox import forget_together
from cityops.reports.actions.move import CHANGED_BY_MOVES, StaleReport, stale
from cityops.reports.actions.notify import message_subject
from cityops.reports.actions.photo import detach_after
from cityops.reports.models import Reply, Report
from cityops.reports.policy import KIND


def _rows() -> QuerySet[Report]:
    return Report.objects.select_related("category", "agency")


def _stale(report: Report, actor: User) -> StaleReport:
    return stale(report, actor, has_words=False)


def _unsay(report: Report, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw what was said and shown, and mail about it that has not left."""
    if said := event.data.get("reply"):
        later(_withdraw, said)
    later(forget_together, (message_subject(report.pk), step.at))
    take_back_what_was_told(report, event, kind=KIND)
    if photos := event.data.get("photos"):
        detach_after(photos)


def _withdraw(replies: list[int]) -> None:
    Reply.objects.filter(pk__in=replies).update(withdrawn_at=timezone.now())


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=_stale, beside=_unsay)


def undo_move(*, actor: User, code: str) -> Report:
    """Take back the last move of the actor's on a report. Raises NotFound, NothingToUndo, StaleReport."""
    return UNDO.take_back(actor=actor, code=code)
