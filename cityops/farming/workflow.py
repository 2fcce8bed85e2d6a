"""The life of a farm plot: sent by a farmer or a helper, checked by an extension worker (penyuluh), verified."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cityops.features.workflow import Move, State, Workflow


class PlotState(TextChoices):
    """States in the order of a plot's life: diajukan, dikembalikan, terverifikasi, ditarik."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Sent back")
    VERIFIED = "verified", _("Verified")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SUBMITTED, RETURNED, VERIFIED, WITHDRAWN = PlotState.values
_OPEN = (SUBMITTED, RETURNED)
LIVE = (*_OPEN, VERIFIED)  # on the ground: they can overlap another

CLOCK_DAYS = {"verify": 10}  # working days

WORKFLOW = Workflow(
    states=(
        State(SUBMITTED, PlotState.SUBMITTED.label, is_open=True, clock="verify", mark="new"),
        State(RETURNED, PlotState.RETURNED.label, is_open=True, mark="waiting"),
        State(VERIFIED, PlotState.VERIFIED.label, is_open=False, mark="resolved"),
        State(WITHDRAWN, PlotState.WITHDRAWN.label, is_open=False, mark="archived"),
    ),
    moves=(
        Move("verify", _("Verify"), (SUBMITTED,), VERIFIED, key="v"),
        Move("return", _("Send back"), (SUBMITTED, VERIFIED), RETURNED, needs=("reason",), key="q"),
        Move("correct", _("Correct crop and season"), LIVE, needs=("commodity", "season"), takes=("group",), key="c"),
        Move("take", _("Take"), _OPEN, key="i"),
        Move("assign", _("Assign"), _OPEN, needs=("assignee",), key="g"),
        Move("note", _("Internal note"), (*LIVE, WITHDRAWN), needs=("text",), key="n"),
        Move("withdraw", _("Take off the map"), LIVE, WITHDRAWN, needs=("reason",), key="z"),
        Move("edit", _("Change"), (SUBMITTED, RETURNED), SUBMITTED, by_reporter=True),
        Move("take_back", _("Withdraw"), LIVE, WITHDRAWN, by_reporter=True),
    ),
    clock_days=CLOCK_DAYS,
    field_labels={
        "reason": _("Reason"),
        "text": _("Text"),
        "assignee": _("Officer"),
        "commodity": _("Crop"),
        "season": _("Planting season"),
        "group": _("Farmer group"),
    },
)
OPEN_STATES = WORKFLOW.open_states
