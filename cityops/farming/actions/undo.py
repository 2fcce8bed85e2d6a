"""Taking back what was just done with a plot. Where it lies is nobody's move: that stays as the farmer drew it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.farming.actions.move import CHANGED_BY_MOVES, StalePlot, stale
from cityops.farming.actions.overlaps import mark_overlaps, take_turn_on_the_ground
from cityops.farming.models import FarmPlot, PlotNote
from cityops.farming.policy import KIND
from cityops.features.models import HistoryEvent, UndoStep


def _rows() -> QuerySet[FarmPlot]:
    return FarmPlot.objects.all()


def _stale(plot: FarmPlot, actor: User) -> StalePlot:
    return stale(plot, actor, has_words=False)


def _beside(plot: FarmPlot, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw what was said; what came off the map is on it again, and may overlap what was drawn since."""
    PlotNote.objects.filter(pk=event.data.get("note")).update(withdrawn_at=timezone.now())
    mark_overlaps(plot, set())


UNDO = Undo(kind=KIND, rows=_rows, changed=CHANGED_BY_MOVES, stale=_stale, beside=_beside)


@transaction.atomic
def undo_plot_move(*, actor: User, code: str) -> FarmPlot:
    """Take back the last move of the actor's on a plot. Raises NotFound, NothingToUndo, StalePlot."""
    take_turn_on_the_ground()
    return UNDO.take_back(actor=actor, code=code)
