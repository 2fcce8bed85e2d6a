"""The history of a plot as people read it: who did what, from where to where."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.story import Teller
from cityops.farming.commodities import Commodity
from cityops.farming.seasons import season_label
from cityops.features.models import HistoryEvent

DONE: dict[str, Promise] = {
    "send": _("Registered"),
    "verify": _("Verified"),
    "return": _("Sent back to the farmer"),
    "correct": _("Crop and season set"),
    "take": _("Taken on as own work"),
    "assign": _("Assigned"),
    "note": _("Internal note"),
    "withdraw": _("Taken off the map"),
    "undo": _("Taken back"),
    "left": _("Nobody’s: whoever had it has left"),
    "edit": _("Changed by the farmer"),
    "take_back": _("Withdrawn by the farmer"),
    "forget_farmer": _("The farmer erased name and telephone"),
    "lost_area": _("In no desa by the new boundaries"),
}
BY_FARMER = frozenset({"send", "edit", "take_back", "forget_farmer"})


def _unnamed(event: HistoryEvent) -> Promise:
    return _("The farmer") if event.verb in BY_FARMER else _("The system")


def _detail(event: HistoryEvent) -> str:
    commodity, season = event.data.get("commodity"), event.data.get("season")
    if event.verb not in {"send", "correct", "edit"} or commodity not in Commodity.values or not season:
        return ""
    return f"{Commodity(commodity).label}, {season_label(season)}"


TELLER = Teller(done=DONE, unnamed=_unnamed, detail=_detail)
