"""What every move of a plot shares, in this order: lock, policy, version, rule; then write, and history."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.typed import is_kept
from cityops.agencies.undo import undone_columns
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import CityError, NotFound
from cityops.farming.models import FarmPlot, PlotNote
from cityops.farming.policy import KIND
from cityops.farming.queries import plots_visible_to
from cityops.farming.story import TELLER
from cityops.farming.workflow import CLOCK_DAYS, WITHDRAWN, WORKFLOW
from cityops.features.gathering import held, insert, save
from cityops.features.history import record
from cityops.features.undo import columns_of, remember
from cityops.features.workflow import Move
from cityops.policy.decide import check

# Never the place: the database would measure it anew at each note.
CHANGED_BY_MOVES = (
    *("state", "assignee", "due_at", "closed_at", "commodity", "season", "group"),
    *("version", "updated_at"),
)
UNDONE = undone_columns(CHANGED_BY_MOVES)


class StalePlot(CityError):
    """Someone else changed the plot since the actor looked at it."""

    code, status = "stale_plot", 409
    text = _("%(who)s changed this plot in the meantime (%(what)s). Look at it as it is now, then decide again.")
    text_with_words = _(
        "%(who)s changed this plot in the meantime (%(what)s). What you typed is kept: look, then send again."
    )


def locked_for(actor: User, pk: int, verb: str, seen: int | None, given: dict[str, Any]) -> tuple[FarmPlot, Move]:
    """Return the plot, locked, and the move that `actor` may make on it with what is `given`.

    seen: the version the actor was looking at (None: not asked). Raises NotFound, NotAllowed, StalePlot,
    MoveNotAllowed, Missing.
    """
    if (plot := held(FarmPlot, pk)) is None:
        visible = plots_visible_to(actor).select_for_update(of=("self",))
        plot = visible.filter(pk=pk).first()
    if plot is None:
        raise NotFound
    check(actor, KIND, verb, plot)  # after the lock: agency and area may have changed while we waited
    if seen is not None and seen != plot.version:
        raise stale(plot, actor, is_kept=is_kept(given))
    move = WORKFLOW.check(verb, plot.state, [name for name, value in given.items() if value])
    plot.before_move = columns_of(plot, UNDONE)
    return plot, move


def stale(plot: FarmPlot, actor: User | None, *, is_kept: bool = False) -> StalePlot:
    """Return the fault that says who did what last. actor None: the farmer. is_kept: of `typed.py`."""
    text = StalePlot.text_with_words if is_kept else None
    return StalePlot(text, **TELLER.last_change(plot, actor), version=plot.version)


def due_of(state: str) -> datetime | None:
    """Return the end of the clock of a state that begins now, or None where no clock runs."""
    clock = WORKFLOW.state(state).clock
    return WorkingCalendar().due_after(timezone.now(), CLOCK_DAYS[clock]) if clock else None


def carry_out(plot: FarmPlot, move: Move, *, actor: User | None, also: tuple[str, ...] = (), **data: object) -> None:
    """Put the plot into the state the move leads to, start its clock, count its version, and write history.

    also: columns that were changed besides. data: codes and ids only.
    """
    before = plot.state
    plot.version += 1
    plot.state = move.target or before
    if move.target:
        plot.due_at = due_of(plot.state)
        plot.closed_at = timezone.now() if plot.state == WITHDRAWN else None
    save(plot, (*CHANGED_BY_MOVES, *also))
    event = record(plot, move.verb, actor=actor, from_state=before, to_state=plot.state, is_public=False, **data)
    if plot.before_move is not None:
        remember(plot, event, plot.before_move, version=plot.version)


def say(plot: FarmPlot, *, actor: User, verb: str, text: str, is_for_farmer: bool) -> PlotNote:
    """Keep what a member of staff wrote."""
    return insert(PlotNote(plot=plot, author=actor, verb=verb, text=text.strip(), is_for_farmer=is_for_farmer))
