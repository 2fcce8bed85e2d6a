"""Taking back what was just done with a request."""

from django.db.models import QuerySet

from cityops.agencies.undo import Undo
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told
from cityops.notifications.outbox import forget_together
from cityops.services.actions.move import CHANGED_BY_MOVES, set_pickup, stale
from cityops.services.actions.notify import message_subject
from cityops.services.models import Message, ServiceRequest
from cityops.services.policy import KIND


def _rows() -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.all()


def _beside(request: ServiceRequest, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw mail that has not left; where it could be collected before, it can again."""
    later(forget_together, (message_subject(request.pk), step.at))
    take_back_what_was_told(request, event, kind=KIND)
    set_pickup(request, (step.beside or {}).get("pickup"))


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=stale, beside=_beside, said=("message", Message))
