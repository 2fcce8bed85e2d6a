"""The history of an offer as people read it, and what is said when a move is made."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.story import Teller
from cityops.features.models import HistoryEvent

DONE: dict[str, Promise] = {
    "send": _("Offer sent"),
    "accept": _("Accepted: everyone sees it"),
    "take": _("Taken on as own work"),
    "assign": _("Assigned"),
    "change": _("Price and amount set"),
    "sell": _("Sold"),
    "withdraw": _("Withdrawn"),
    "hide": _("Hidden from the public"),
    "undo": _("Taken back"),
    "left": _("Nobody’s: whoever had it has left"),
    "take_back": _("Withdrawn by the farmer"),
    "end": _("Ended: its harvest was ready two weeks ago"),
    "show_seller": _("The farmer shows name and number"),
    "hide_seller": _("The farmer shows name and number no more"),
    "lost_area": _("In no desa by the new boundaries"),
}
BY_FARMER = frozenset({"send", "change", "sell", "take_back", "show_seller", "hide_seller"})


def _unnamed(event: HistoryEvent) -> Promise:
    return _("The farmer") if event.verb in BY_FARMER else _("The system")


TELLER = Teller(done=DONE, unnamed=_unnamed)
