"""The life of a report as steps on a line, like the tracking page of a parcel: what was, what is, what comes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cityops.agencies.models import Agency
from cityops.features.dates import day_in_words, target_in_words
from cityops.features.history import history_of
from cityops.features.models import HistoryEvent
from cityops.features.undo import undone
from cityops.reports.models import Reply, Report
from cityops.reports.workflow import IN_PROGRESS, NEW, RESOLVED, ROUTED, WAITING, Outcome


@dataclass(frozen=True)
class Step:
    """One step. `when` is a moment or words; `stage`: done, now or later."""

    title: str
    when: datetime | str
    status: str
    stage: str
    body: str = ""


def steps_of(report: Report, *, with_reporters_words: bool) -> list[Step]:
    """Return the public steps of a report and what is still to come.

    with_reporters_words: whether the reader may see what the reporter wrote later; strangers see that they wrote.
    """
    told = list(history_of(report).filter(Q(is_public=True) | Q(verb="undo")))
    taken_back = undone(told)
    events = [event for event in told if event.is_public and event.pk not in taken_back]
    agencies = Agency.objects.in_bulk([code for event in events if (code := event.data.get("agency"))])
    replies = Reply.objects.select_related("agency").in_bulk(
        [pk for event in events if (pk := event.data.get("reply"))]
    )
    steps = []
    for event in events:
        agency, reply = agencies.get(event.data.get("agency")), replies.get(event.data.get("reply"))
        said_by = reply.agency if reply and event.verb != "route" else None  # "passed on to" names who got it
        is_last = event is events[-1]
        steps.append(
            Step(
                title=_title(event, str(said_by or agency or report.agency or _("The city"))),
                when=event.at,
                status=event.to_state or report.state,
                stage="now" if is_last else "done",
                body=_body(reply, with_reporters_words),
            )
        )
    return steps + _to_come(report)


def _title(event: HistoryEvent, agency: str) -> str:
    titles = {
        "send": _("The report has arrived"),
        "import": _("Taken over from an older list"),
        "accept": _("Checked and taken on by %(agency)s"),
        "route": _("Passed on to %(agency)s"),
        "return": _("Given back to the city’s dispatcher"),
        "start": _("%(agency)s has begun to work on it"),
        "ask": _("%(agency)s asks the reporter"),
        "answer": _("%(agency)s answers"),
        "reject": _("Not for the city to solve"),
        "archive": _("Put away"),
        "reopen": _("Taken up again"),
        "close": _("Closed"),
        "reply": _("The reporter has replied"),
        "resume": _("No reply came; the work goes on"),
        "reporter_reopen": _("The reporter says: not solved yet"),
    }
    if event.verb == "resolve":
        outcome = event.data.get("outcome", "")
        return str(Outcome(outcome).label) if outcome in Outcome.values else _("Done")
    return titles.get(event.verb, _("Changed")) % {"agency": agency}


def _body(reply: Reply | None, with_reporters_words: bool) -> str:
    if reply is None:
        return ""
    is_reporters = reply.side == Reply.Side.REPORTER
    return reply.text if reply.is_public or (is_reporters and with_reporters_words) else ""


def _to_come(report: Report) -> list[Step]:
    """Return the steps ahead; the first one has the target date."""
    by = target_in_words(report)
    ahead = {
        NEW: [(ROUTED, _("An officer checks it"), by), (IN_PROGRESS, _("Work begins"), ""), (RESOLVED, _("Done"), "")],
        ROUTED: [(IN_PROGRESS, _("First answer"), by), (RESOLVED, _("Done"), "")],
        IN_PROGRESS: [(RESOLVED, _("Done"), by)],
        WAITING: [(IN_PROGRESS, _("Goes on as soon as the reporter has replied"), ""), (RESOLVED, _("Done"), "")],
    }
    steps = [Step(title, when, status, "later") for status, title, when in ahead.get(report.state, [])]
    if report.state == RESOLVED and report.due_at:
        until = _("until %(day)s the reporter can say that it is not solved") % {"day": day_in_words(report.due_at)}
        steps.append(Step(_("Will be closed"), until, "closed", "later"))
    return steps
