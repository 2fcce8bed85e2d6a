"""What staff do with plots."""

from collections.abc import Callable

from django.db import transaction

from cityops.accounts.models import User
from cityops.agencies.hands import begun_by, hand_to
from cityops.errors import NotFound
from cityops.farming.actions.move import carry_out, locked_for, say
from cityops.farming.actions.overlaps import mark_overlaps, overlapped_by, take_turn_on_the_ground
from cityops.farming.models import FarmerGroup, FarmPlot
from cityops.farming.policy import KIND
from cityops.notifications.hands import tell_whose_work_it_is
from cityops.notifications.models import What


@transaction.atomic
def verify_plot(*, actor: User, pk: int, seen: int | None = None) -> FarmPlot:
    """Say that the plot is as it was drawn; from now on it counts in the totals."""
    plot, move = locked_for(actor, pk, "verify", seen, {})
    carry_out(plot, move, actor=actor)
    return plot


@transaction.atomic
def return_plot(*, actor: User, pk: int, reason: str, seen: int | None = None) -> FarmPlot:
    """Send a plot back to its farmer, who reads why; it waits for them, and counts in no total.

    Whoever sent it back has it: they look again once it is mended.
    """
    plot, move = locked_for(actor, pk, "return", seen, {"reason": reason.strip()})
    note = say(plot, actor=actor, verb="return", text=reason, is_for_farmer=True)
    carry_out(plot, move, actor=actor, note=note.pk, **begun_by(plot, actor))
    return plot


@transaction.atomic
def correct_plot(
    *,
    actor: User,
    pk: int,
    commodity: str,
    season: str,
    group: FarmerGroup | None = None,
    seen: int | None = None,
) -> FarmPlot:
    """Set what grows there and in which season, and the farmer group: a slip, or a new season. The state stays."""
    plot, move = locked_for(actor, pk, "correct", seen, {"commodity": commodity, "season": season})
    if group is not None and group.area_id != plot.area_id:
        raise NotFound
    was_commodity, was_season = plot.commodity, plot.season
    plot.commodity, plot.season, plot.group = commodity, season, group
    carry_out(
        plot,
        move,
        actor=actor,
        commodity=commodity,
        season=season,
        from_commodity=was_commodity,
        from_season=was_season,
    )
    return plot


@transaction.atomic
def take_plot(*, actor: User, pk: int, seen: int | None = None) -> FarmPlot:
    """Make a plot one's own to check. Raises NotAColleague as well."""
    plot, move = locked_for(actor, pk, "take", seen, {})
    carry_out(plot, move, actor=actor, **hand_to(plot, actor.username))
    return plot


@transaction.atomic
def assign_plot(*, actor: User, pk: int, assignee: str, seen: int | None = None) -> FarmPlot:
    """Give a plot to somebody of its agency to check, by sign-in name; to nobody. Raises NotAColleague as well."""
    plot, move = locked_for(actor, pk, "assign", seen, {"assignee": assignee})
    carry_out(plot, move, actor=actor, **hand_to(plot, assignee))
    tell_whose_work_it_is(plot, What.ASSIGNED, kind=KIND, actor=actor)
    return plot


@transaction.atomic
def note_plot(*, actor: User, pk: int, text: str, seen: int | None = None) -> FarmPlot:
    """Write a note that only staff can read."""
    plot, move = locked_for(actor, pk, "note", seen, {"text": text.strip()})
    note = say(plot, actor=actor, verb="note", text=text, is_for_farmer=False)
    carry_out(plot, move, actor=actor, note=note.pk)
    return plot


@transaction.atomic
def withdraw_plot(*, actor: User, pk: int, reason: str, seen: int | None = None) -> FarmPlot:
    """Take a plot that is none any more off the map; the farmer reads why."""
    take_turn_on_the_ground()
    plot, move = locked_for(actor, pk, "withdraw", seen, {"reason": reason.strip()})
    before = overlapped_by(plot)
    note = say(plot, actor=actor, verb="withdraw", text=reason, is_for_farmer=True)
    carry_out(plot, move, actor=actor, note=note.pk)
    mark_overlaps(plot, before)
    return plot


BY_VERB: dict[str, Callable[..., FarmPlot]] = {
    "verify": verify_plot,
    "take": take_plot,
    "assign": assign_plot,
    "return": return_plot,
    "correct": correct_plot,
    "note": note_plot,
    "withdraw": withdraw_plot,
}
