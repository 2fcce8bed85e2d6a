"""The history of a plot as people read it: who did what, from where to where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.farming.commodities import Commodity
from cityops.farming.models import FarmPlot
from cityops.farming.seasons import season_label
from cityops.farming.workflow import SUBMITTED, WORKFLOW
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent

DONE: dict[str, Promise] = {
    "send": _("Registered"),
    "verify": _("Verified"),
    "return": _("Sent back to the farmer"),
    "correct": _("Crop and season set"),
    "note": _("Internal note"),
    "withdraw": _("Taken off the map"),
    "edit": _("Changed by the farmer"),
    "take_back": _("Withdrawn by the farmer"),
    "forget_farmer": _("The farmer erased name and telephone"),
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
    detail: str


def story_of(plot: FarmPlot) -> list[Step]:
    """Return the history, newest first, in one statement however long it is."""
    return [_step(event) for event in history_of(plot).select_related("actor").reverse()]


def _step(event: HistoryEvent) -> Step:
    moved = bool(event.from_state) and event.from_state != event.to_state
    return Step(
        what=str(DONE.get(event.verb, event.verb)),
        who=event.actor.get_full_name() if event.actor else str(_("The farmer")),
        when=event.at,
        status=WORKFLOW.state(event.to_state or event.from_state or SUBMITTED).sign,
        before=_word(event.from_state) if moved else "",
        after=_word(event.to_state) if moved else "",
        detail=_detail(event),
    )


def _word(state: str) -> str:
    return str(WORKFLOW.state(state).label)


def _detail(event: HistoryEvent) -> str:
    commodity, season = event.data.get("commodity"), event.data.get("season")
    if event.verb not in {"send", "correct", "edit"} or commodity not in Commodity.values or not season:
        return ""
    return f"{Commodity(commodity).label}, {season_label(season)}"
