"""One move of many service requests."""

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.services.models import ServiceRequest
from cityops.services.move_form import BulkMoveForm
from cityops.services.moves import MOVES
from cityops.services.queries import requests_visible_to
from cityops.services.workflow import READY, REJECTED

# A note is not written on many.
VERBS = ("check", "take", "assign", "ask", "ready", "finish", "reject")


def _rows(user: User) -> QuerySet[ServiceRequest]:
    # Read after the lock: who erased their contact while we waited is written to no more.
    visible = requests_visible_to(user).select_related("service", "agency")
    return visible.prefetch_related("contact", "pickup")


def _is_meant(verb: str, request: ServiceRequest) -> bool:
    """Whether a move of many is meant of this one: what has been checked is not checked again with all of a list.

    Nor is what can be collected put elsewhere.
    """
    if verb == "check":
        return request.state not in (READY, REJECTED)
    return verb != "ready" or request.state != READY


BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkMoveForm, is_meant=_is_meant)
