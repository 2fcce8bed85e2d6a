"""The life of a report in LAPOR!'s words: the one table that interface, API, docs and tests read.

Clocks after SP4N-LAPOR!: 3 working days to verify and forward, 5 to a first answer, 10 for the reporter to say "not
solved" (dinkominfo.bojonegorokab.go.id/berita/baca/422), and as many to reply to a question; a category has its own
days from start to solution. A clock that stands still while the reporter is asked goes on with the days it had left.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cityops.features.workflow import Move, State, Workflow


class ReportState(TextChoices):
    """States in the order of a report's life."""

    NEW = "new", _("Received")
    ROUTED = "routed", _("Forwarded")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for the reporter")
    RESOLVED = "resolved", _("Done")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Not ours")
    ARCHIVED = "archived", _("Archived")


class Outcome(TextChoices):
    """How a report ended: closed is not the same as fixed."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly done")
    PLANNED = "planned", _("Planned")
    NOT_POSSIBLE = "not_possible", _("Not possible")


NEW, ROUTED, IN_PROGRESS, WAITING, RESOLVED, CLOSED, REJECTED, ARCHIVED = ReportState.values
_AT_WORK = (ROUTED, IN_PROGRESS, WAITING)
_OPEN = (NEW, *_AT_WORK)
_ENDED = (RESOLVED, CLOSED, REJECTED, ARCHIVED)

# Working days of each clock; None: the category's own target.
CLOCK_DAYS: dict[str, int | None] = {"verify": 3, "first_answer": 5, "target": None, "not_solved": 10}
# Days of the city's own week, whatever the agency's: a sixth day of its work gives the reporter no less time.
CLOCKS_OF_REPORTERS = frozenset({"not_solved"})
REPLY_DAYS = 10  # working days for the reporter; after them the report goes on without their reply
# Who is told of a late report: level → working days after its date. 1: the head of the agency, 2: the Sekkota as well.
# Customary, after the yellow and red of LAPOR!'s admins (mataram.antaranews.com/berita/241115): 3 to 5 days idle.
TO_HEAD, TO_SEKKOTA = 1, 2
ESCALATION_DAYS = {TO_HEAD: 0, TO_SEKKOTA: 5}

WORKFLOW = Workflow(
    states=(
        State(NEW, ReportState.NEW.label, is_open=True, clock="verify"),
        State(ROUTED, ReportState.ROUTED.label, is_open=True, clock="first_answer"),
        State(IN_PROGRESS, ReportState.IN_PROGRESS.label, is_open=True, clock="target"),
        State(WAITING, ReportState.WAITING.label, is_open=True),
        State(RESOLVED, ReportState.RESOLVED.label, is_open=False, clock="not_solved"),
        State(CLOSED, ReportState.CLOSED.label, is_open=False),
        State(REJECTED, ReportState.REJECTED.label, is_open=False),
        State(ARCHIVED, ReportState.ARCHIVED.label, is_open=False),
    ),
    moves=(
        Move("accept", _("Accept"), (NEW, ROUTED), ROUTED, key="a"),
        Move("route", _("Forward"), (NEW, ROUTED, IN_PROGRESS), ROUTED, needs=("agency", "reason"), key="r"),
        Move("take", _("Take"), _OPEN, key="i"),
        Move("assign", _("Assign"), _OPEN, needs=("assignee",), key="g"),
        Move("return", _("Return to the dispatcher"), (ROUTED,), NEW, needs=("reason",), key="w"),
        Move("start", _("Start work"), (NEW, ROUTED, WAITING), IN_PROGRESS, key="s"),
        Move("ask", _("Ask the reporter"), _OPEN, WAITING, needs=("text",), key="q"),
        # The first answer is what the clock of a forwarded report waits for: from then on it is being worked on.
        Move(
            "answer",
            _("Answer publicly"),
            (*_OPEN, *_ENDED),
            needs=("text",),
            key="b",
            targets={ROUTED: IN_PROGRESS},
        ),
        Move("note", _("Internal note"), (*_OPEN, *_ENDED), needs=("text",), key="n"),
        Move(
            "resolve",
            _("Resolve"),
            _AT_WORK,
            RESOLVED,
            needs=("outcome", "text"),
            takes=("outcome_date", "photos", "without_photo"),
            key="e",
        ),
        Move("reject", _("Not ours"), _OPEN, REJECTED, needs=("reason",), takes=("responsible",), key="x"),
        Move("archive", _("Archive"), _OPEN, ARCHIVED, needs=("reason",), key="z"),
        Move("hide", _("Hide from the public"), (*_OPEN, *_ENDED), needs=("reason",), key="h"),
        Move("unhide", _("Show again"), (*_OPEN, *_ENDED), key="h"),
        Move("close", _("Close"), (RESOLVED,), CLOSED, by_system=True),
        Move("resume", _("Go on without a reply"), (WAITING,), IN_PROGRESS, by_system=True),
        Move("reopen", _("Reopen"), _ENDED, ROUTED, needs=("reason",), key="o"),
        Move(  # back to where it was asked from, which is mostly the work
            "reply", _("Reply"), (*_OPEN, *_ENDED), needs=("text",), by_reporter=True, targets={WAITING: IN_PROGRESS}
        ),
        Move(
            "reporter_reopen",
            _("Not solved"),
            (RESOLVED, CLOSED, REJECTED, ARCHIVED),
            ROUTED,
            needs=("text",),
            by_reporter=True,
        ),
    ),
    clock_days=CLOCK_DAYS,
    more_days=(
        (_("Reply of the reporter to a question"), REPLY_DAYS),
        (_("Late, before it is brought to the Sekkota"), ESCALATION_DAYS[TO_SEKKOTA]),
    ),
    field_labels={
        "agency": _("Agency"),
        "assignee": _("Officer"),
        "reason": _("Reason"),
        "text": _("Text"),
        "outcome": _("Outcome"),
        "outcome_date": _("Planned date"),
        "photos": _("Photo of the result"),
        "without_photo": _("Without a photo of the result"),
        "responsible": _("Who is responsible"),
    },
)
OPEN_STATES = WORKFLOW.open_states
ENDED_STATES = tuple(state for state in ReportState.values if state not in OPEN_STATES)
REOPEN_WITHIN_DAYS = 14
