"""What the farmer may do with an own plot. Views prove who that is (`cityops.farming.secrets`)."""

from collections.abc import Sequence

from django.db import transaction

from cityops.errors import NotFound
from cityops.farming.actions.move import carry_out, stale
from cityops.farming.actions.overlaps import (
    OverlapNotConfirmed,
    mark_overlaps,
    overlapped_by,
    take_turn_on_the_ground,
    unless_told,
)
from cityops.farming.actions.send import Farmer, keep_farmer, link_group
from cityops.farming.models import FarmPlot, PlotFarmer
from cityops.farming.policy import KIND
from cityops.farming.questions import Asker
from cityops.farming.shape import PlotOutside, check_look, look_at, plots_under, shape_of
from cityops.farming.workflow import WORKFLOW
from cityops.features.history import record
from cityops.notifications.hands import tell_whose_work_it_is
from cityops.notifications.models import What


def edit_plot(
    *,
    pk: int,
    ring: Sequence[Sequence[float]],
    commodity: str,
    season: str,
    farmer: Farmer,
    is_overlap_confirmed: bool = False,
    address_hash: str = "",
    seen: int | None = None,
) -> FarmPlot:
    """Change a plot that is not verified yet, and hand it in (again).

    An overlap is asked about while the farmer may be told of it, then only marked (`questions.py`).
    Raises NotFound, StalePlot, MoveNotAllowed, the faults of `shape.py`, OverlapNotConfirmed.
    """

    def change(*, is_confirmed: bool) -> FarmPlot:
        return _change(
            pk=pk,
            ring=ring,
            commodity=commodity,
            season=season,
            farmer=farmer,
            is_overlap_confirmed=is_confirmed,
            seen=seen,
        )

    return unless_told(Asker(address_hash, pk), change, is_confirmed=is_overlap_confirmed)


@transaction.atomic
def _change(
    *,
    pk: int,
    ring: Sequence[Sequence[float]],
    commodity: str,
    season: str,
    farmer: Farmer,
    is_overlap_confirmed: bool,
    seen: int | None,
) -> FarmPlot:
    take_turn_on_the_ground()
    plot = _locked(pk)
    if seen is not None and seen != plot.version:
        raise stale(plot, None, is_kept=True)
    move = WORKFLOW.check("edit", plot.state, ())
    shape = shape_of(ring)
    check_look(look_at(shape))
    if not is_overlap_confirmed and plots_under(shape, except_id=plot.pk):
        raise OverlapNotConfirmed
    before = overlapped_by(plot)
    plot.geom, plot.commodity, plot.season = shape, commodity, season
    carry_out(plot, move, actor=None, also=("geom",), commodity=commodity, season=season)
    plot.refresh_from_db(fields=["area", "area_ha", "lost_area"])
    if plot.lost_area:
        raise PlotOutside(PlotOutside.text_all)
    link_group(plot, farmer.group_name)
    keep_farmer(plot, farmer)
    mark_overlaps(plot, before)
    tell_whose_work_it_is(plot, What.REPLY, kind=KIND)
    return plot


@transaction.atomic
def take_back_plot(*, pk: int) -> FarmPlot:
    """Withdraw a plot at its farmer's wish, and forget who that is. Raises NotFound, MoveNotAllowed."""
    take_turn_on_the_ground()
    plot = _locked(pk)
    move = WORKFLOW.check("take_back", plot.state, ())
    before = overlapped_by(plot)
    carry_out(plot, move, actor=None)
    PlotFarmer.objects.filter(plot=plot).delete()
    mark_overlaps(plot, before)
    return plot


@transaction.atomic
def forget_farmer(*, pk: int) -> FarmPlot:
    """Erase name, telephone and typed group at the farmer's wish; the plot stays. Raises NotFound."""
    plot = _locked(pk)
    count, _each = PlotFarmer.objects.filter(plot=plot).delete()
    if count:
        record(plot, "forget_farmer", from_state=plot.state, to_state=plot.state)
    return plot


def _locked(pk: int) -> FarmPlot:
    plot = FarmPlot.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if plot is None:
        raise NotFound
    return plot
