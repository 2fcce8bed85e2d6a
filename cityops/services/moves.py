"""The moves of staff on a request, and which of them is offered first."""

from cityops.agencies.moves import StaffMoves
from cityops.services.actions.staff import BY_VERB
from cityops.services.actions.undo import UNDO
from cityops.services.models import ServiceRequest
from cityops.services.policy import KIND
from cityops.services.workflow import CHECKING, READY, REJECTED, SUBMITTED

# What is used most stands first.
ORDER = ("check", "ready", "ask", "finish", "note", "take", "assign", "reject")
NEXT = {SUBMITTED: "check", CHECKING: "ready", READY: "finish"}


def _order(verb: str, request: ServiceRequest) -> tuple[bool, bool, int]:
    """Return what a move is sorted by: what is next, then what is used most."""
    is_rare = verb == "check" and request.state in (READY, REJECTED)  # taking it back is possible
    return verb != NEXT.get(request.state, ""), is_rare, ORDER.index(verb)


MOVES = StaffMoves(kind=KIND, actions=BY_VERB, undo=UNDO, order=_order)
