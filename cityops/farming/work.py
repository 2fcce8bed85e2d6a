"""Plots on the work map: their queues, the parts of their filter, and how a row and its detail are drawn."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cityops.agencies.leavers import work_is_laid_down_of
from cityops.agencies.work_keys import SAY_WHICH, WORK_CONTROLS, work_queues
from cityops.farming.bulk import BULK
from cityops.farming.commodities import Commodity
from cityops.farming.layers import STAFF, seasons
from cityops.farming.models import FarmerGroup, FarmPlot
from cityops.farming.policy import KIND
from cityops.farming.queries import with_what_is_shown
from cityops.farming.seasons import season_label
from cityops.farming.staff_detail import detail_of, plot_for
from cityops.farming.story import TELLER
from cityops.farming.work_row import row_words
from cityops.farming.workflow import WORKFLOW
from cityops.features.models import GEOMETRIES
from cityops.features.work import Control, Queue, WorkKind, register_work
from cityops.policy.decide import allowed_anywhere


def _seasons() -> Iterable[tuple[Any, Any]]:
    return [(season, season_label(season)) for season in sorted(seasons(), reverse=True)]


def _groups() -> Iterable[tuple[Any, Any]]:
    """Return the farmer groups by desa."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for group in FarmerGroup.objects.select_related("area").order_by("area__name", "name"):
        found.setdefault(str(group.area), []).append((str(group.pk), group.name))
    return list(found.items())


def _shown(rows: QuerySet[Any]) -> QuerySet[Any]:
    return with_what_is_shown(rows).defer(*GEOMETRIES)


def _detail(request: HttpRequest, code: str) -> dict[str, Any]:
    return detail_of(request.user, plot_for(request.user, code))


WORK = WorkKind(
    name="plots",
    label=_("Farm plots"),
    one=_("Farm plot"),
    icon="sprout",
    layer=STAFF.name,
    address="farming:staff_detail",
    workflow=WORKFLOW,
    bulk=BULK,
    queues=(
        Queue("open", _("All open"), "inbox", {}),
        *work_queues(KIND),
        Queue("submitted", _("To be verified"), "badge-check", {"status": ("submitted",)}),
        Queue("overlap", _("Overlapping"), "layers", {"overlap": ("1",)}, led_by="open"),
        Queue("returned", _("Waiting for the farmer"), "hourglass", {"status": ("returned",)}),
        Queue("verified", _("Verified"), "circle-check", {"status": ("verified",)}, is_counted=False),
    ),
    told=(
        Queue("overdue", _("Overdue"), "clock", {"overdue": ("1",)}),
        Queue("submitted", _("To be verified"), "badge-check", {"status": ("submitted",)}),
    ),
    controls=(
        *WORK_CONTROLS,
        Control("commodity", _("Crop"), lambda: Commodity.choices, is_folded=True),
        Control("season", _("Planting season"), _seasons, is_folded=True),
        Control("group", _("Farmer group"), _groups, is_folded=True),
        Control("overlap", _("Overlapping")),
    ),
    says_which=SAY_WHICH,
    row_words=row_words,
    shown=_shown,
    detail=_detail,
    detail_template="farming/staff_detail.html#detail",
    last_change=TELLER.last_change,
    sees=lambda user: allowed_anywhere(user, KIND, "view"),
    sees_agencies=lambda _user: False,
)


def register_plots() -> None:
    """Add plots to the work map."""
    register_work(WORK)
    work_is_laid_down_of(FarmPlot, WORK.label)
