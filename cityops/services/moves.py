"""Which moves a person may make now: the workflow and the policy, asked together."""

from typing import Any

from cityops.agencies.hands import makes_sense
from cityops.features.workflow import Move
from cityops.policy.decide import allowed
from cityops.services.models import ServiceRequest
from cityops.services.policy import KIND
from cityops.services.workflow import CHECKING, READY, REJECTED, SUBMITTED, WORKFLOW

# What is used most stands first.
ORDER = ("check", "ready", "ask", "finish", "note", "take", "assign", "reject")
NEXT = {SUBMITTED: "check", CHECKING: "ready", READY: "finish"}


def moves_for(user: Any, request: ServiceRequest) -> list[Move]:
    """Return the moves of staff that `user` may make on the request as it stands, what is next first."""
    moves = [
        move
        for move in WORKFLOW.moves_from(request.state)
        if not move.by_reporter and makes_sense(move.verb, request) and allowed(user, KIND, move.verb, request)
    ]
    ahead = NEXT.get(request.state, "")
    last = "check" if request.state in (READY, REJECTED) else ""  # taking it back is possible, and rare
    return sorted(moves, key=lambda move: (move.verb != ahead, move.verb == last, ORDER.index(move.verb)))
