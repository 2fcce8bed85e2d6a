"""The history of a report as people read it: who did what, from where to where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.hands import handed, people_in
from cityops.agencies.models import Agency
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent
from cityops.reports.models import Report
from cityops.reports.workflow import TO_SEKKOTA, WORKFLOW, Outcome, ReportState

DONE: dict[str, Promise] = {
    "send": _("Sent"),
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


@dataclass(frozen=True)
class Step:
    """One event in words. `before` is empty where the state stayed; `status` names the sign beside it."""

    what: str
    who: str
    when: datetime
    status: str
    before: str
    after: str
    detail: str


def story_of(report: Report) -> list[Step]:
    """Return the history, newest first, in two statements however long it is."""
    events = list(history_of(report).select_related("actor"))
    named = {code for event in events for code in (event.data.get("agency"), event.data.get("from_agency")) if code}
    agencies = dict(Agency.objects.filter(pk__in=named).values_list("pk", "short_name"))
    people = people_in(events)
    return [_step(event, agencies, people) for event in reversed(events)]


def _step(event: HistoryEvent, agencies: dict[str, str], people: dict[int, str]) -> Step:
    moved = event.from_state != event.to_state and event.from_state
    return Step(
        what=str(DONE.get(event.verb, event.verb)),
        who=who_did(event),
        when=event.at,
        status=event.to_state or event.from_state or ReportState.NEW,
        before=_word(event.from_state) if moved else "",
        after=_word(event.to_state) if moved else "",
        detail=handed(event, people) or _detail(event.verb, event.data, agencies),
    )


def who_did(event: HistoryEvent) -> str:
    """Return who it was: somebody of the staff by name, the reporter, or the system."""
    if event.actor:
        return event.actor.get_full_name()
    return str(_("Reporter")) if event.verb in BY_REPORTER else str(_("The system"))


def _word(state: str) -> str:
    return str(WORKFLOW.state(state).label) if state in ReportState.values else state


def _detail(verb: str, data: dict[str, Any], agencies: dict[str, str]) -> str:
    if verb in ("route", "return"):
        nobody = str(_("not routed"))
        before, after = data.get("from_agency"), data.get("agency")
        return f"{agencies.get(before or '', nobody)} → {agencies.get(after or '', nobody)}"
    if verb == "escalate" and data.get("level") == TO_SEKKOTA:
        return str(_("and before the Sekkota"))
    if verb == "resolve" and data.get("outcome") in Outcome.values:
        return str(Outcome(data["outcome"]).label)
    return ""
