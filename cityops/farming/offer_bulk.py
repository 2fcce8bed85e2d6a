"""One move of many harvest offers."""

from typing import Any

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.farming.actions.offer_moves import make_offer_move
from cityops.farming.actions.offer_undo import UNDO
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_forms import BulkOfferForm
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import offers_visible_to
from cityops.features.models import GEOMETRIES

# Price and amount, and what its farmer sold or withdrew, are of each by itself.
VERBS = ("accept", "take", "assign", "hide")


def _rows(user: User) -> QuerySet[HarvestOffer]:
    return offers_visible_to(user).defer(*GEOMETRIES)


def _make(verb: str, actor: User, offer_id: int, seen: int, **given: Any) -> HarvestOffer:
    return make_offer_move(verb, actor=actor, pk=offer_id, seen=seen, **given)


BULK = Bulk(kind=KIND, verbs=VERBS, rows=_rows, make_move=_make, form=BulkOfferForm, undo=UNDO)
