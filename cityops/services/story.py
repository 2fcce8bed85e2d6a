"""The history of a request as staff read it: who did what, from where to where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.features.history import history_of
from cityops.features.models import HistoryEvent
from cityops.services.models import ServiceRequest
from cityops.services.workflow import SUBMITTED, WORKFLOW, RequestState

DONE: dict[str, Promise] = {
    "send": _("Sent"),
    "check": _("Check begun"),
    "ask": _("Asked for what is missing"),
    "ready": _("Ready to collect"),
    "finish": _("Finished"),
    "reject": _("Refused"),
    "note": _("Internal note"),
    "reply": _("Resident answered"),
    "forget_contact": _("Resident erased their contact details"),
    "lost_area": _("In no desa by the new boundaries"),
}
BY_RESIDENT = frozenset({"send", "reply", "forget_contact"})


@dataclass(frozen=True)
class Step:
    """One event in words. `before` is empty where the state stayed; `status` names the sign beside it."""

    what: str
    who: str
    when: datetime
    status: str
    before: str
    after: str


def story_of(request: ServiceRequest) -> list[Step]:
    """Return the history, newest first, in one statement however long it is."""
    return [_step(event) for event in reversed(history_of(request).select_related("actor"))]


def _step(event: HistoryEvent) -> Step:
    moved = event.from_state != event.to_state and event.from_state
    state = event.to_state or event.from_state or SUBMITTED
    return Step(
        what=str(DONE.get(event.verb, event.verb)),
        who=_who(event),
        when=event.at,
        status=WORKFLOW.state(state).sign,
        before=str(RequestState(event.from_state).label) if moved else "",
        after=str(RequestState(event.to_state).label) if moved else "",
    )


def _who(event: HistoryEvent) -> str:
    if event.actor:
        return event.actor.get_full_name()
    return str(_("Resident")) if event.verb in BY_RESIDENT else str(_("The system"))
