"""One move of many farm plots."""

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.farming.models import FarmPlot
from cityops.farming.move_form import BulkMoveForm
from cityops.farming.moves import MOVES
from cityops.farming.queries import plots_visible_to
from cityops.features.models import GEOMETRIES

# What comes off the map, and what grows where, is decided of each by itself. None of these changes where plots lie, so
# nobody waits for a turn on the ground; taking them back does (`undo.py`).
VERBS = ("verify", "take", "assign", "return")


def _rows(user: User) -> QuerySet[FarmPlot]:
    return plots_visible_to(user).defer(*GEOMETRIES)


BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkMoveForm)
