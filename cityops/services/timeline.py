"""The life of a request as steps on a line, like the tracking page of a parcel: what was, what is, what comes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cityops.features.dates import target_in_words
from cityops.features.history import history_of
from cityops.features.undo import undone
from cityops.services.models import ServiceRequest
from cityops.services.workflow import CHECKING, INCOMPLETE, READY, SUBMITTED, WORKFLOW


@dataclass(frozen=True)
class Step:
    """One step. `when` is a moment or words; `stage`: done, now or later."""

    title: str
    when: datetime | str
    status: str
    stage: str
    body: str = ""


def steps_of(request: ServiceRequest) -> list[Step]:
    """Return what has happened, in the resident's words, and what is still to come."""
    titles = {
        "send": _("Your request has arrived"),
        "check": _("%(agency)s checks it"),
        "ask": _("%(agency)s needs something from you"),
        "ready": _("Ready: you can collect it"),
        "finish": _("Done"),
        "reject": _("%(agency)s cannot do this"),
        "reply": _("You answered"),
        "forget_contact": _("You erased your name and how to reach you"),
    }
    said = request.messages.filter(is_for_resident=True).in_bulk()
    happened = list(history_of(request))
    taken_back = undone(happened)
    events = [event for event in happened if event.verb in titles and event.pk not in taken_back]
    agency = str(request.agency)
    steps = []
    for event in events:
        message = said.get(event.data.get("message") or 0)
        steps.append(
            Step(
                title=titles[event.verb] % {"agency": agency},
                when=event.at,
                status=WORKFLOW.state(event.to_state).sign,
                stage="now" if event is events[-1] else "done",
                body=message.text if message else "",
            )
        )
    return steps + _to_come(request)


def _to_come(request: ServiceRequest) -> list[Step]:
    """Return the steps ahead; the first one has the target date."""
    by = target_in_words(request)
    check, answer, done = _("An officer checks it"), _("Answer, or ready to collect"), _("Done")
    ahead = {
        SUBMITTED: [("in_progress", check, by), ("resolved", answer, ""), ("closed", done, "")],
        CHECKING: [("resolved", answer, by), ("closed", done, "")],
        INCOMPLETE: [("in_progress", _("Goes on as soon as you have answered"), ""), ("closed", done, "")],
        READY: [("closed", _("You have collected it"), "")],
    }
    return [Step(title, when, sign, "later") for sign, title, when in ahead.get(request.state, [])]
