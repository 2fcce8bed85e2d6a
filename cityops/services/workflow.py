"""The life of a service request: the one table that interface, API, docs and tests read.

Clocks: 3 working days until an officer looks at it, then as many as the service names (`Service.days`). While papers
are missing the clock stands still, and goes on with the days that were left.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cityops.features.workflow import Move, State, Workflow


class RequestState(TextChoices):
    """States in the order of a request's life."""

    SUBMITTED = "submitted", _("Submitted")
    CHECKING = "checking", _("Being checked")
    INCOMPLETE = "incomplete", _("Something is missing")
    READY = "ready", _("Ready to collect")
    DONE = "done", _("Done")
    REJECTED = "rejected", _("Refused")


SUBMITTED, CHECKING, INCOMPLETE, READY, DONE, REJECTED = RequestState.values
_BEFORE_READY = (SUBMITTED, CHECKING, INCOMPLETE)
_OPEN = (*_BEFORE_READY, READY)

# Working days of each clock; None: the service's own.
CLOCK_DAYS: dict[str, int | None] = {"look": 3, "service": None}

WORKFLOW = Workflow(
    states=(
        State(SUBMITTED, RequestState.SUBMITTED.label, is_open=True, clock="look", mark="new"),
        State(CHECKING, RequestState.CHECKING.label, is_open=True, clock="service", mark="in_progress"),
        State(INCOMPLETE, RequestState.INCOMPLETE.label, is_open=True, mark="waiting"),
        State(READY, RequestState.READY.label, is_open=True, mark="resolved"),
        State(DONE, RequestState.DONE.label, is_open=False, mark="closed"),
        State(REJECTED, RequestState.REJECTED.label, is_open=False, mark="rejected"),
    ),
    moves=(
        Move("check", _("Check it"), (SUBMITTED, INCOMPLETE, READY, REJECTED), CHECKING, key="s"),
        Move("take", _("Take"), _OPEN, key="i"),
        Move("assign", _("Assign"), _OPEN, needs=("assignee",), key="g"),
        Move("ask", _("Ask for what is missing"), _BEFORE_READY, INCOMPLETE, needs=("text",), key="q"),
        Move(
            "ready",
            _("Ready to collect"),
            (CHECKING, READY),
            READY,
            needs=("office", "bring", "until"),
            takes=("text",),
            key="r",
        ),
        Move("finish", _("Finish"), (CHECKING, READY), DONE, takes=("text",), key="e"),
        Move("reject", _("Refuse"), _OPEN, REJECTED, needs=("reason",), key="x"),
        Move("note", _("Internal note"), (*_OPEN, DONE, REJECTED), needs=("text",), key="n"),
        Move("reply", _("Answer"), _OPEN, needs=("text",), by_reporter=True),
    ),
    clock_days=CLOCK_DAYS,
    field_labels={
        "text": _("Text"),
        "assignee": _("Officer"),
        "office": _("Office"),
        "bring": _("What to bring"),
        "until": _("Until when"),
        "reason": _("Reason"),
    },
)
OPEN_STATES = WORKFLOW.open_states
