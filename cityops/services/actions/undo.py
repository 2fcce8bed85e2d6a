"""Taking back what was just done with a request."""

from django.db.models import QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told
from cityops.notifications.outbox import forget_together
from cityops.services.actions.move import CHANGED_BY_MOVES, StaleRequest, set_pickup, stale
from cityops.services.actions.notify import message_subject
from cityops.services.models import Message, ServiceRequest
from cityops.services.policy import KIND


def _rows() -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.all()


def _stale(request: ServiceRequest, actor: User) -> StaleRequest:
    return stale(request, actor, has_words=False)


def _beside(request: ServiceRequest, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw what was said, and mail that has not left; where it could be collected before, it can again."""
    if said := event.data.get("message"):
        later(_withdraw, said)
    later(forget_together, (message_subject(request.pk), step.at))
    take_back_what_was_told(request, event, kind=KIND)
    set_pickup(request, (step.beside or {}).get("pickup"))


def _withdraw(messages: list[int]) -> None:
    Message.objects.filter(pk__in=messages).update(withdrawn_at=timezone.now())


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=_stale, beside=_beside)


def undo_move(*, actor: User, code: str) -> ServiceRequest:
    """Take back the last move of the actor's on a request. Raises NotFound, NothingToUndo, StaleRequest."""
    return UNDO.take_back(actor=actor, code=code)
