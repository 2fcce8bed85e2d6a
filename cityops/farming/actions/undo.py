"""Taking back what was just done with a plot. Where it lies is nobody's move: that stays as the farmer drew it."""

from django.db.models import QuerySet

from cityops.agencies.undo import Undo
from cityops.farming.actions.move import CHANGED_BY_MOVES, stale
from cityops.farming.actions.overlaps import mark_again, take_turn_on_the_ground
from cityops.farming.models import FarmPlot, PlotNote
from cityops.farming.policy import KIND
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told


def _rows() -> QuerySet[FarmPlot]:
    return FarmPlot.objects.all()


def _beside(plot: FarmPlot, event: HistoryEvent, step: UndoStep) -> None:
    """What came off the map is on it again, and may overlap what was drawn since."""
    take_back_what_was_told(plot, event, kind=KIND)
    later(mark_again, plot)


UNDO = Undo(
    kind=KIND,
    rows=_rows,
    changed=CHANGED_BY_MOVES,
    stale=stale,
    beside=_beside,
    said=("note", PlotNote),
    take_turn=take_turn_on_the_ground,
)
