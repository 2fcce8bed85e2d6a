"""Taking back what was just done with an offer. Who sells is no move's to change, and stays."""

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.farming.actions.offer_moves import CHANGED_BY_MOVES, StaleOffer, stale
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_policy import KIND
from cityops.features.models import HistoryEvent, UndoStep


def _rows() -> QuerySet[HarvestOffer]:
    return HarvestOffer.objects.all()


def _stale(offer: HarvestOffer, actor: User) -> StaleOffer:
    return stale(offer, actor, has_words=False)


def _nothing(offer: HarvestOffer, event: HistoryEvent, step: UndoStep) -> None:
    """All that a move says of an offer is in its own columns, the reason too."""


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=_stale, beside=_nothing)


def undo_offer_move(*, actor: User, code: str) -> HarvestOffer:
    """Take back the last move of the actor's on an offer. Raises NotFound, NothingToUndo, StaleOffer."""
    return UNDO.take_back(actor=actor, code=code)
