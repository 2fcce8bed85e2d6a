"""The life of a harvest offer: held until an extension worker (penyuluh) accepts it, then public until it ends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cityops.features.workflow import Move, State, Workflow


class OfferState(TextChoices):
    """States in the order of an offer's life: diperiksa, ditawarkan, terjual, berakhir, ditarik, disembunyikan."""

    HELD = "held", _("Waits to be checked")
    OFFERED = "offered", _("Offered")
    SOLD = "sold", _("Sold")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Hidden")


HELD, OFFERED, SOLD, ENDED, WITHDRAWN, HIDDEN = OfferState.values
LIVE = (HELD, OFFERED)  # the seller may still change, sell and withdraw it

CLOCK_DAYS = {"accept": 2}  # working days: harvest does not wait

WORKFLOW = Workflow(
    states=(
        State(HELD, OfferState.HELD.label, is_open=True, clock="accept", mark="new"),
        State(OFFERED, OfferState.OFFERED.label, is_open=False, mark="in_progress"),
        State(SOLD, OfferState.SOLD.label, is_open=False, mark="resolved"),
        State(ENDED, OfferState.ENDED.label, is_open=False, mark="closed"),
        State(WITHDRAWN, OfferState.WITHDRAWN.label, is_open=False, mark="archived"),
        State(HIDDEN, OfferState.HIDDEN.label, is_open=False, mark="rejected"),
    ),
    moves=(
        Move("accept", _("Accept the offer"), (HELD, HIDDEN), OFFERED, key="a"),
        Move("change", _("Set price and amount"), LIVE, needs=("amount",), takes=("price",), key="c"),
        Move("take", _("Take"), (HELD,), key="i"),
        Move("assign", _("Assign"), (HELD,), needs=("assignee",), key="g"),
        Move("sell", _("Sold"), LIVE, SOLD, key="s"),
        Move("withdraw", _("Withdraw"), LIVE, WITHDRAWN, needs=("reason",), key="z"),
        Move("hide", _("Hide"), LIVE, HIDDEN, needs=("reason",), key="h"),
        Move("take_back", _("Withdraw"), LIVE, WITHDRAWN, by_reporter=True),
        Move("end", _("Ended"), LIVE, ENDED, by_system=True),
    ),
    clock_days=CLOCK_DAYS,
    field_labels={
        "price": _("Price per unit in rupiah"),
        "amount": _("Amount"),
        "reason": _("Reason"),
        "assignee": _("Officer"),
    },
)
OPEN_STATES = WORKFLOW.open_states
