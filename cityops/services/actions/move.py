"""What every move shares, in this order: lock, policy, version, rule; then write, history and outbox."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.typed import is_kept
from cityops.agencies.undo import undone_columns
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import CityError, NotFound
from cityops.features.gathering import held, insert, later, save
from cityops.features.history import record
from cityops.features.models import HistoryEvent
from cityops.features.undo import columns_of, remember
from cityops.features.workflow import Move
from cityops.policy.decide import check
from cityops.policy.registry import grants_of
from cityops.services.life import Clock, after
from cityops.services.models import Message, Pickup, ServiceRequest
from cityops.services.policy import KIND
from cityops.services.queries import requests_visible_to
from cityops.services.story import TELLER
from cityops.services.workflow import WORKFLOW

# Never the place: the database would look for the area anew at each note.
CHANGED_BY_MOVES = ("state", "assignee", "due_at", "days_left", "closed_at", "version", "updated_at")
UNDONE = undone_columns(CHANGED_BY_MOVES)


class StaleRequest(CityError):
    """Someone else changed the request since the actor looked at it."""

    code, status = "stale_request", 409
    text = _("%(who)s changed this request in the meantime (%(what)s). Look at it as it is now, then decide again.")
    text_with_words = _(
        "%(who)s changed this request in the meantime (%(what)s). What you typed is kept: look, then send again."
    )


def locked_for(actor: User, pk: int, verb: str, seen: int | None, given: dict[str, Any]) -> tuple[ServiceRequest, Move]:
    """Return the request, locked, and the move that `actor` may make on it with what is `given`.

    seen: the version the actor was looking at (None: not asked). Raises NotFound, NotAllowed, StaleRequest,
    MoveNotAllowed, Missing.
    """
    if (found := held(ServiceRequest, pk)) is None:
        visible = requests_visible_to(actor).select_related("service", "agency").select_for_update(of=("self",))
        found = visible.filter(pk=pk).first()
    if found is None:
        raise NotFound
    check(actor, KIND, verb, found)  # after the lock: its area may have changed while we waited
    if seen is not None and seen != found.version:
        raise stale(found, actor, is_kept=is_kept(given))
    move = WORKFLOW.check(verb, found.state, [name for name, value in given.items() if value])
    found.before_move, found.beside_move = columns_of(found, UNDONE), {"pickup": pickup_of(found)}
    return found, move


def pickup_of(request: ServiceRequest) -> dict[str, Any] | None:
    """Return where, with what and until when a request can be collected, as JSON holds it.

    Of a request that was locked with others: as it was read with them.
    """
    together = held(ServiceRequest, request.pk)
    found = getattr(together, "pickup", None) if together else Pickup.objects.filter(request=request).first()
    return {"office_id": found.office_id, "bring": found.bring, "until": found.until.isoformat()} if found else None


def set_pickup(request: ServiceRequest, pickup: dict[str, Any] | None) -> None:
    """Let a request be collected as `pickup_of` told it; None: nowhere."""
    later(_set_pickups, (request.pk, pickup))


def _set_pickups(pickups: list[tuple[int, dict[str, Any] | None]]) -> None:
    Pickup.objects.filter(request__in=[pk for pk, _pickup in pickups]).delete()
    Pickup.objects.bulk_create([Pickup(request_id=pk, **pickup) for pk, pickup in pickups if pickup])


def stale(request: ServiceRequest, actor: User, *, is_kept: bool = False) -> StaleRequest:
    """Return the fault that says who did what last. is_kept: whether what they typed is still there."""
    text = StaleRequest.text_with_words if is_kept else None
    return StaleRequest(text, **TELLER.last_change(request, actor), version=request.version, state=request.state)


def carry_out(request: ServiceRequest, move: Move, *, actor: User | None, **data: object) -> HistoryEvent:
    """Put the request into the state the move leads to, keep its clock, count its version, and write history."""
    now = Clock(request.state, request.due_at, request.days_left, request.closed_at)
    then = after(move.verb, now, at=timezone.now(), days=request.service.days, calendar=WorkingCalendar())
    request.state, request.due_at, request.days_left = then.state, then.due_at, then.days_left
    request.closed_at = then.closed_at
    request.version += 1
    save(request, CHANGED_BY_MOVES)
    event = record(
        request,
        move.verb,
        actor=actor,
        from_state=now.state,
        to_state=then.state,
        is_public=False,
        agency=request.agency_id,
        **data,
    )
    if request.before_move is not None:
        remember(request, event, request.before_move, version=request.version, beside=request.beside_move)
    return event


def say(
    request: ServiceRequest, *, actor: User | None, verb: str, text: str, is_for_resident: bool = True
) -> Message | None:
    """Add to the conversation, in the name of the agency that the actor works for; nothing where there are no words."""
    if not text.strip():
        return None
    return insert(
        Message(
            request=request,
            side=Message.Side.STAFF if actor else Message.Side.RESIDENT,
            author=actor,
            agency_id=_speaks_for(actor, request) if actor else None,
            verb=verb,
            text=text.strip(),
            is_for_resident=is_for_resident,
        )
    )


def id_of(message: Message | None) -> dict[str, int]:
    """Return how history names a message."""
    return {"message": message.pk} if message else {}


def _speaks_for(actor: User, request: ServiceRequest) -> str | None:
    own = [grant.agency for grant in grants_of(actor) if grant.agency]
    return request.agency_id if request.agency_id in own else next(iter(own), None)
