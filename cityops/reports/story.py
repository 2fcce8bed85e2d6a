"""The history of a report as people read it: who did what, from where to where."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.queries import all_agencies
from cityops.agencies.story import Teller
from cityops.features.models import HistoryEvent
from cityops.reports.workflow import TO_SEKKOTA, WORKFLOW, Outcome

DONE: dict[str, Promise] = {
    "send": _("Sent"),
    "import": _("Taken over from an older list"),
    "accept": _("Accepted"),
    "route": _("Forwarded"),
    "take": _("Taken on as own work"),
    "assign": _("Assigned"),
    "left": _("Nobody’s: whoever had it has left"),
    "return": _("Returned to the dispatcher"),
    "start": _("Work started"),
    "ask": _("Reporter asked"),
    "answer": _("Answered publicly"),
    "note": _("Internal note"),
    "resolve": _("Resolved"),
    "reject": _("Declared not ours"),
    "archive": _("Archived"),
    "hide": _("Hidden from the public"),
    "unhide": _("Shown again"),
    "close": _("Closed"),
    "reopen": _("Reopened"),
    "reply": _("Reporter replied"),
    "resume": _("Goes on without a reply"),
    "undo": _("Taken back"),
    "escalate": _("Late: brought before the head"),
    "reporter_reopen": _("Reporter says: not solved"),
    "forget_contact": _("Reporter erased their contact details"),
    "lost_area": _("In no desa by the new boundaries"),
    "to_dispatcher": _("Back to the dispatcher"),
}
BY_REPORTER = frozenset({"send", "forget_contact", *(move.verb for move in WORKFLOW.moves if move.by_reporter)})


def _unnamed(event: HistoryEvent) -> Promise:
    return _("Reporter") if event.verb in BY_REPORTER else _("The system")


def _detail(event: HistoryEvent) -> str:
    verb, data = event.verb, event.data
    if verb in ("route", "return"):
        names = {agency.pk: agency.short_name for agency in all_agencies()}
        nobody = str(_("not routed"))
        return f"{names.get(data.get('from_agency'), nobody)} → {names.get(data.get('agency'), nobody)}"
    if verb == "escalate" and data.get("level") == TO_SEKKOTA:
        return str(_("and before the Sekkota"))
    if verb == "resolve" and data.get("outcome") in Outcome.values:
        return str(Outcome(data["outcome"]).label)
    return ""


TELLER = Teller(done=DONE, unnamed=_unnamed, detail=_detail)
