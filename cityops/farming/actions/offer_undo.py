"""Taking back what was just done with an offer. Who sells is no move's to change, and stays."""

from django.db.models import QuerySet

from cityops.agencies.undo import Undo
from cityops.farming.actions.offer_moves import CHANGED_BY_MOVES, stale
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_policy import KIND
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told


def _rows() -> QuerySet[HarvestOffer]:
    return HarvestOffer.objects.all()


def _beside(offer: HarvestOffer, event: HistoryEvent, step: UndoStep) -> None:
    """Forget what was told to whose work it became; all else is in the offer's own columns, the reason too."""
    take_back_what_was_told(offer, event, kind=KIND)


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=stale, beside=_beside)
