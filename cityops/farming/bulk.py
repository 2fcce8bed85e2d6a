"""One move of many farm plots."""

from typing import Any

from django.db.models import QuerySet

from cityops.accounts.models import User
from cityops.agencies.bulk import Bulk
from cityops.farming.actions.staff import make_move
from cityops.farming.actions.undo import UNDO
from cityops.farming.models import FarmPlot
from cityops.farming.move_form import BulkMoveForm
from cityops.farming.policy import KIND
from cityops.farming.queries import plots_visible_to
from cityops.features.models import GEOMETRIES

# What comes off the map, and what grows where, is decided of each by itself. None of these changes where plots lie, so
# nobody waits for a turn on the ground; taking them back does (`undo.py`).
VERBS = ("verify", "take", "assign", "return")


def _rows(user: User) -> QuerySet[FarmPlot]:
    return plots_visible_to(user).defer(*GEOMETRIES)


def _make(verb: str, actor: User, plot_id: int, seen: int, **given: Any) -> FarmPlot:
    return make_move(verb, actor=actor, pk=plot_id, seen=seen, **given)


BULK = Bulk(kind=KIND, verbs=VERBS, rows=_rows, make_move=_make, form=BulkMoveForm, undo=UNDO)
