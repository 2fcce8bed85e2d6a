"""A plot is registered: once, however often the button is pressed; by its farmer, or by a helper in their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.areas.city import this_city
from cityops.errors import NotAllowed, TooMany
from cityops.farming.actions.move import due_of
from cityops.farming.actions.overlaps import (
    OverlapNotConfirmed,
    mark_overlaps,
    overlapped_by,
    take_turn_on_the_ground,
    unless_told,
)
from cityops.farming.models import FarmPlot, PlotFarmer
from cityops.farming.policy import KIND
from cityops.farming.queries import group_called, plot_sent_under
from cityops.farming.questions import Asker
from cityops.farming.shape import PlotOutside, check_look, look_at, plots_under, shape_of
from cityops.farming.workflow import SUBMITTED
from cityops.features.codes import make_code
from cityops.features.history import record
from cityops.features.turns import take_turn
from cityops.policy.decide import allowed


class TooManyPlots(TooMany):
    """More plots from one connection than one person draws in an hour."""

    code = "too_many_plots"
    text = _("Many plots came from your connection. What you typed is kept: send it in an hour, or ask your penyuluh.")


@dataclass(frozen=True)
class Farmer:
    """Who works the plot. consent: how they agreed, where a helper types for them."""

    name: str
    phone: str = ""
    group_name: str = ""
    consent: str = ""


@dataclass(frozen=True)
class Sent:
    """What came of pressing "send". `is_new` is False where the same press had arrived before."""

    plot: FarmPlot
    is_new: bool


def farming_agency() -> Agency | None:
    """Return the agency whose extension workers check plots."""
    return Agency.objects.filter(pk=this_city().farming_agency).first()


def send_plot(
    *,
    key: UUID,
    ring: Sequence[Sequence[float]],
    commodity: str,
    season: str,
    farmer: Farmer,
    is_overlap_confirmed: bool = False,
    address_hash: str = "",
    actor: User | None = None,
) -> Sent:
    """Take in a plot under an idempotency key.

    ring: longitude and latitude in degrees. actor: the helper who types in the farmer's name; None: the farmer.
    A second call with the same key returns the first one's plot and changes nothing.
    An overlap is asked about while the sender may be told of it, then only marked (`questions.py`).
    Raises the faults of `shape.py`, OverlapNotConfirmed, NotAllowed, TooManyPlots.
    """

    def take_in(*, is_confirmed: bool) -> Sent:
        return _take_in(
            key=key,
            ring=ring,
            commodity=commodity,
            season=season,
            farmer=farmer,
            is_overlap_confirmed=is_confirmed,
            address_hash=address_hash,
            actor=actor,
        )

    return unless_told(Asker(address_hash, is_staff=actor is not None), take_in, is_confirmed=is_overlap_confirmed)


@transaction.atomic
def _take_in(
    *,
    key: UUID,
    ring: Sequence[Sequence[float]],
    commodity: str,
    season: str,
    farmer: Farmer,
    is_overlap_confirmed: bool,
    address_hash: str,
    actor: User | None,
) -> Sent:
    take_turn("plots of an address", address_hash)
    take_turn("plot under a key", key)
    if (first := plot_sent_under(key)) is not None:
        return Sent(first, is_new=False)
    if actor is None and _is_above_limit(address_hash):
        raise TooManyPlots
    take_turn_on_the_ground()
    look = look_at(shape_of(ring))
    check_look(look)
    if not is_overlap_confirmed and plots_under(look.geom):
        raise OverlapNotConfirmed
    plot = FarmPlot(
        code=make_code(this_city().public_code_prefix),
        geom=look.geom,
        commodity=commodity,
        season=season,
        agency=farming_agency(),
        due_at=due_of(SUBMITTED),
        entered_by=actor,
        submission_key=key,
        address_hash="" if actor else address_hash,
        created_at=timezone.now(),
    )
    plot.save()
    plot.refresh_from_db(fields=["area", "area_ha", "lost_area"])  # filled by the database
    if plot.area_id is None:
        raise PlotOutside(PlotOutside.text_all)
    if actor is not None and not allowed(actor, KIND, "enter", plot):
        raise NotAllowed  # a helper registers in their own areas; the row is not kept
    link_group(plot, farmer.group_name)
    keep_farmer(plot, farmer)
    mark_overlaps(plot, overlapped_by(plot))
    record(plot, "send", actor=actor, to_state=plot.state, commodity=commodity, season=season, area=plot.area_id)
    return Sent(plot, is_new=True)


def keep_farmer(plot: FarmPlot, farmer: Farmer) -> None:
    """Write who works the plot."""
    PlotFarmer.objects.update_or_create(
        plot=plot,
        defaults={
            "name": farmer.name.strip(),
            "phone": farmer.phone.strip(),
            "group_name": " ".join(farmer.group_name.split()),
            "consent": farmer.consent.strip(),
        },
    )


def link_group(plot: FarmPlot, name: str) -> None:
    """Link the plot to the farmer group of its desa that is so called; what matches none stays words."""
    group = group_called(name, plot.area_id)
    if group != plot.group:
        plot.group = group
        plot.save(update_fields=["group"])


def _is_above_limit(address_hash: str) -> bool:
    since = timezone.now() - timedelta(hours=1)
    sent = FarmPlot.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    return bool(address_hash) and sent >= int(settings.PLOTS_PER_HOUR_FROM_ONE_ADDRESS)
