"""What happened to a facility, in words for staff."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cityops.facilities.models import Facility
from cityops.features.history import history_of

WORDS = {
    "add": _("Put on the map"),
    "change": _("Changed"),
    "move": _("Place set"),
    "retire": _("Closed for good"),
    "reopen": _("Opened again"),
}
FIELDS = {
    "kind": _("kind"),
    "name": _("name"),
    "agency_id": _("agency"),
    "address": _("address"),
    "phone": _("telephone"),
    "hours_note": _("note on the hours"),
    "closes_on_holidays": _("holidays"),
    "openings": _("opening hours"),
}


@dataclass(frozen=True)
class Entry:
    """One event: who, when, what."""

    who: str
    at: datetime
    what: str


def story_of(facility: Facility) -> list[Entry]:
    """Return the events of a facility, the newest first; in one statement."""
    entries = []
    for event in history_of(facility).select_related("actor").order_by("-id"):
        what = str(WORDS.get(event.verb, event.verb))
        if fields := [str(FIELDS[name]) for name in event.data.get("fields", ()) if name in FIELDS]:
            what = f"{what}: {', '.join(fields)}"
        entries.append(Entry(event.actor.get_full_name() if event.actor else "", event.at, what))
    return entries
