"""Offers on the work map: their queues, the parts of their filter, and how a row and its detail are drawn."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.leavers import work_is_laid_down_of
from cityops.agencies.work_keys import SAY_WHICH, WORK_CONTROLS, work_queues
from cityops.farming.commodities import Commodity
from cityops.farming.models import HarvestOffer
from cityops.farming.offer_bulk import BULK
from cityops.farming.offer_detail import offer_detail_of, offer_for
from cityops.farming.offer_layers import STAFF
from cityops.farming.offer_policy import KIND
from cityops.farming.offer_queries import with_what_is_shown
from cityops.farming.offer_story import TELLER
from cityops.farming.offer_work_row import row_words
from cityops.farming.offer_workflow import WORKFLOW
from cityops.farming.weeks import week_in_words, week_name, weeks_from
from cityops.features.models import GEOMETRIES
from cityops.features.work import Control, Queue, WorkKind, register_work
from cityops.policy.decide import allowed_anywhere


def _shown(rows: QuerySet[Any]) -> QuerySet[Any]:
    return with_what_is_shown(rows).defer(*GEOMETRIES)


def _detail(request: HttpRequest, code: str) -> dict[str, Any]:
    return offer_detail_of(request.user, offer_for(request.user, code))


def _weeks() -> list[tuple[Any, Any]]:
    return [(week_name(monday), week_in_words(monday)) for monday in weeks_from(timezone.localdate(), 12)]


WORK = WorkKind(
    name="offers",
    label=_("Harvest offers"),
    one=_("Harvest offer"),
    icon="shopping-basket",
    layer=STAFF.name,
    address="farming:offer_staff",
    workflow=WORKFLOW,
    bulk=BULK,
    queues=(
        Queue("open", _("To be checked"), "badge-check", {}),
        *work_queues(KIND),
        Queue("offered", _("Offered now"), "shopping-basket", {"status": ("offered",)}, is_counted=False),
        Queue("hidden", _("Hidden"), "eye-off", {"status": ("hidden",)}, is_counted=False),
    ),
    told=(Queue("open", _("To be checked"), "badge-check", {}),),
    controls=(
        *WORK_CONTROLS,
        Control("commodity", _("Crop"), lambda: Commodity.choices, is_folded=True),
        Control("week", _("Ready in which week?"), _weeks, is_folded=True),
        Control("fresh", _("Fresh price")),
    ),
    says_which=SAY_WHICH,
    row_words=row_words,
    shown=_shown,
    detail=_detail,
    detail_template="farming/offers/staff_detail.html#detail",
    last_change=TELLER.last_change,
    sees=lambda user: allowed_anywhere(user, KIND, "view"),
    sees_agencies=lambda _user: False,
)


def register_offer_work() -> None:
    """Add offers to the work map."""
    register_work(WORK)
    work_is_laid_down_of(HarvestOffer, WORK.label)
