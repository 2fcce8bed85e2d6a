"""One move of many farm plots."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.bulk import Aside, Bulk
from cityops.errors import CityError
from cityops.farming.models import FarmPlot
from cityops.farming.move_form import BulkMoveForm
from cityops.farming.moves import MOVES
from cityops.farming.queries import plots_visible_to
from cityops.features.models import GEOMETRIES


class OverlapsAnother(CityError):
    """A plot that lies over another is verified with many only if the officer says so: somebody must look at both."""

    code, status = "overlaps_another", 409
    text = _("Overlaps another plot. Look at both on the ground before you verify.")


# What comes off the map, and what grows where, is decided of each by itself. None of these changes where plots lie, so
# nobody waits for a turn on the ground; taking them back does (`undo.py`).
VERBS = ("verify", "take", "assign", "return")


def _rows(user: User) -> QuerySet[FarmPlot]:
    return plots_visible_to(user).defer(*GEOMETRIES)


OVERLAPPING = Aside[FarmPlot](
    name="also_overlapping",
    label=_("Also those that overlap another plot"),
    heading=_("Will change, though they overlap another plot"),
    verbs=frozenset({"verify"}),
    is_so=lambda plot: plot.has_overlap,
    fault=OverlapsAnother,
)
BULK = Bulk(moves=MOVES, verbs=VERBS, rows=_rows, form=BulkMoveForm, aside=OVERLAPPING)
