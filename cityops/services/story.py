"""The history of a request as staff read it: who did what, from where to where."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.story import Teller
from cityops.features.models import HistoryEvent

DONE: dict[str, Promise] = {
    "send": _("Sent"),
    "check": _("Check begun"),
    "take": _("Taken on as own work"),
    "assign": _("Assigned"),
    "ask": _("Asked for what is missing"),
    "ready": _("Ready to collect"),
    "finish": _("Finished"),
    "reject": _("Refused"),
    "note": _("Internal note"),
    "undo": _("Taken back"),
    "left": _("Nobody’s: whoever had it has left"),
    "reply": _("Resident answered"),
    "forget_contact": _("Resident erased their contact details"),
    "lost_area": _("In no desa by the new boundaries"),
}
BY_RESIDENT = frozenset({"send", "reply", "forget_contact"})


def _unnamed(event: HistoryEvent) -> Promise:
    return _("Resident") if event.verb in BY_RESIDENT else _("The system")


TELLER = Teller(done=DONE, unnamed=_unnamed)
