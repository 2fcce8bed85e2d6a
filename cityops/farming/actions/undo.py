"""Taking back what was just done with a plot. Where it lies is nobody's move: that stays as the farmer drew it."""

from django.db.models import QuerySet
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import Undo
from cityops.farming.actions.move import CHANGED_BY_MOVES, StalePlot, stale
from cityops.farming.actions.overlaps import mark_again, take_turn_on_the_ground
from cityops.farming.models import FarmPlot, PlotNote
from cityops.farming.policy import KIND
from cityops.features.gathering import later
from cityops.features.models import HistoryEvent, UndoStep
from cityops.notifications.hands import take_back_what_was_told


def _rows() -> QuerySet[FarmPlot]:
    return FarmPlot.objects.all()


def _stale(plot: FarmPlot, actor: User) -> StalePlot:
    return stale(plot, actor, has_words=False)


def _beside(plot: FarmPlot, event: HistoryEvent, step: UndoStep) -> None:
    """Withdraw what was said; what came off the map is on it again, and may overlap what was drawn since."""
    if note := event.data.get("note"):
        later(_withdraw, note)
    take_back_what_was_told(plot, event, kind=KIND)
    later(mark_again, plot)


def _withdraw(notes: list[int]) -> None:
    PlotNote.objects.filter(pk__in=notes).update(withdrawn_at=timezone.now())


UNDO = Undo(
    kind=KIND,
    rows=_rows,
    changed=CHANGED_BY_MOVES,
    stale=_stale,
    beside=_beside,
    take_turn=take_turn_on_the_ground,
)


def undo_plot_move(*, actor: User, code: str) -> FarmPlot:
    """Take back the last move of the actor's on a plot. Raises NotFound, NothingToUndo, StalePlot."""
    return UNDO.take_back(actor=actor, code=code)
