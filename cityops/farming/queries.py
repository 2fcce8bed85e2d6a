"""Reading plots and their totals: every query starts from who asks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cityops.farming.models import FarmerGroup, FarmPlot, PlotTotal
from cityops.farming.policy import KIND
from cityops.policy.decide import scope


def plots_visible_to(user: Any) -> QuerySet[FarmPlot]:
    """Return what a member of staff may see: the policy's line "view". Strangers see none."""
    return scope(FarmPlot.objects.all(), user, KIND, "view")


def with_what_is_shown(plots: QuerySet[FarmPlot]) -> QuerySet[FarmPlot]:
    """Add what a row or a page shows, so that it takes the same number of statements for 2 rows and for 200."""
    return plots.select_related("area", "area__parent", "group", "agency").defer("area__geom", "area__parent__geom")


def plots_with_codes(codes: Sequence[str]) -> list[FarmPlot]:
    """Return the farmer's own plots, newest first. The codes are proof: only a phone that may see them has them."""
    found = {plot.code: plot for plot in with_what_is_shown(FarmPlot.objects.filter(code__in=codes))}
    return [found[code] for code in codes if code in found]


def plot_sent_under(key: UUID) -> FarmPlot | None:
    """Return the plot that an idempotency key has made already."""
    return FarmPlot.objects.filter(submission_key=key).first()


def plots_sent_under(keys: Sequence[UUID]) -> dict[UUID, str]:
    """Return the codes of the plots that some keys have made already."""
    sent = FarmPlot.objects.filter(submission_key__in=keys).values_list("submission_key", "code")
    return {key: code for key, code in sent if key is not None}


def overlapped_codes(user: Any, ids: Sequence[int]) -> list[str]:
    """Return the codes of those of the plots that this person may see."""
    return list(plots_visible_to(user).filter(pk__in=ids).order_by("code").values_list("code", flat=True))


def group_called(name: str, area: str | None) -> FarmerGroup | None:
    """Return the farmer group that a farmer of this desa means, however it was spelt; None where none is so called."""
    plain = " ".join(name.split())
    return FarmerGroup.objects.filter(area_id=area, name__iexact=plain).first() if plain and area else None


def totals_by_desa(_user: Any = None) -> QuerySet[PlotTotal]:
    """Return one row a desa: all that strangers may know of it."""
    return PlotTotal.objects.filter(level="desa")


def totals_by_commodity(_user: Any = None) -> QuerySet[PlotTotal]:
    """Return one row for each crop of a desa."""
    return PlotTotal.objects.filter(level="commodity")
