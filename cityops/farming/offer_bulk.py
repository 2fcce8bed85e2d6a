"""One move of many harvest offers."""

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_move_form import BulkOfferForm
from cityops.farming.offer_moves import MOVES
from cityops.farming.offer_queries import offers_visible_to
from cityops.features.models import GEOMETRIES

# Price and amount, and what its farmer sold or withdrew, are of each by itself.
VERBS = ("accept", "take", "assign", "hide")


def _rows(user: User) -> QuerySet[HarvestOffer]:
    return offers_visible_to(user).defer(*GEOMETRIES)


BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkOfferForm)
