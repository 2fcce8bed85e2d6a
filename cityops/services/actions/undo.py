"""Taking back what was just done with a request."""

from django.db.models import QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.outbox import forget_messages
from cityops.services.actions.move import CHANGED_BY_MOVES, StaleRequest, stale
from cityops.services.actions.notify import message_subject
from cityops.services.models import Message, Pickup, ServiceRequest
from cityops.services.policy import KIND


def _rows() -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.all()


def _stale(request: ServiceRequest, actor: User) -> StaleRequest:
    return stale(request, actor, has_words=False)


def _beside(request: ServiceRequest, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw what was said, and mail that has not left; where it could be collected before, it can again."""
    Message.objects.filter(pk=event.data.get("message")).update(withdrawn_at=timezone.now())
    forget_messages([message_subject(request.pk)], since=step.at)
    Pickup.objects.filter(request=request).delete()
    if pickup := (step.beside or {}).get("pickup"):
        Pickup.objects.create(request=request, **pickup)


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=_stale, beside=_beside)


def undo_move(*, actor: User, code: str) -> ServiceRequest:
    """Take back the last move of the actor's on a request. Raises NotFound, NothingToUndo, StaleRequest."""
    return UNDO.take_back(actor=actor, code=code)
