"""One move of many service requests."""

from typing import Any

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies import hands
from cityops.agencies.bulk import Bulk
from cityops.services.actions.staff import make_move
from cityops.services.actions.undo import UNDO
from cityops.services.models import ServiceRequest
from cityops.services.move_form import BulkMoveForm
from cityops.services.policy import KIND
from cityops.services.queries import requests_visible_to
from cityops.services.workflow import READY, REJECTED

# Where and with what each is collected is not said of many, nor is a note.
VERBS = ("check", "take", "assign", "ask", "finish", "reject")


def _rows(user: User) -> QuerySet[ServiceRequest]:
    # Read after the lock: who erased their contact while we waited is written to no more.
    visible = requests_visible_to(user).select_related("service", "agency")
    return visible.prefetch_related("contact", "pickup")


def _makes_sense(verb: str, request: ServiceRequest) -> bool:
    """Whether a move would change anything. What has been checked is not checked again with all of a list."""
    if verb == "check":
        return request.state not in (READY, REJECTED)
    return hands.makes_sense(verb, request)


def _make(verb: str, actor: User, request_id: int, seen: int, **given: Any) -> ServiceRequest:
    return make_move(verb, actor=actor, pk=request_id, seen=seen, **given)


BULK = Bulk(kind=KIND, verbs=VERBS, rows=_rows, make_move=_make, form=BulkMoveForm, undo=UNDO, makes_sense=_makes_sense)
