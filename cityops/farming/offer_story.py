"""The history of an offer as people read it, and what is said when a move is made."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.farming.models import HarvestOffer
from cityops.farming.offer_workflow import WORKFLOW
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent

DONE: dict[str, Promise] = {
    "send": _("Offer sent"),
    "accept": _("Accepted: everyone sees it"),
    "change": _("Price and amount set"),
    "sell": _("Sold"),
    "withdraw": _("Withdrawn"),
    "hide": _("Hidden from the public"),
    "take_back": _("Withdrawn by the farmer"),
    "end": _("Ended: its harvest was ready two weeks ago"),
    "show_seller": _("The farmer shows name and number"),
    "hide_seller": _("The farmer shows name and number no more"),
    "lost_area": _("In no desa by the new boundaries"),
}


@dataclass(frozen=True)
class Step:
    """One event in words. `status`: the sign beside it. `before` is empty where the state stayed."""

    what: str
    who: str
    when: datetime
    status: str
    before: str
    after: str


def story_of(offer: HarvestOffer) -> list[Step]:
    """Return the history, newest first, in one statement however long it is."""
    return [_step(event) for event in history_of(offer).select_related("actor").reverse()]


def _step(event: HistoryEvent) -> Step:
    moved = bool(event.from_state) and event.from_state != event.to_state
    nobody = _("The system") if event.verb == "end" else _("The farmer")
    return Step(
        what=str(DONE.get(event.verb, event.verb)),
        who=event.actor.get_full_name() if event.actor else str(nobody),
        when=event.at,
        status=WORKFLOW.state(event.to_state or event.from_state).sign,
        before=str(WORKFLOW.state(event.from_state).label) if moved else "",
        after=str(WORKFLOW.state(event.to_state).label) if moved else "",
    )
