"""Service requests on the work map: their queues, the parts of their filter, and how a row and its detail are drawn."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cityops.agencies.leavers import work_is_laid_down_of
from cityops.agencies.work_keys import SAY_WHICH, WORK_CONTROLS, work_queues
from cityops.features.work import Control, Queue, WorkKind, register_work
from cityops.policy.decide import allowed_anywhere, reaches_several_agencies
from cityops.services.bulk import BULK
from cityops.services.layers import LAYER
from cityops.services.models import Service, ServiceRequest
from cityops.services.policy import KIND
from cityops.services.queries import with_what_is_shown
from cityops.services.staff_detail import detail_of, request_for
from cityops.services.story import TELLER
from cityops.services.work_row import row_words
from cityops.services.workflow import WORKFLOW


def _services() -> Iterable[tuple[Any, Any]]:
    return [(service.pk, service.label) for service in Service.objects.all()]


def _detail(request: HttpRequest, code: str) -> dict[str, Any]:
    user: Any = request.user
    return detail_of(user, request_for(user, code))


WORK = WorkKind(
    name="requests",
    label=_("Service requests"),
    one=_("Service request"),
    icon="file-text",
    layer=LAYER.name,
    address="services:staff_detail",
    workflow=WORKFLOW,
    bulk=BULK,
    queues=(
        Queue("open", _("All open"), "inbox", {}),
        *work_queues(KIND),
        Queue("submitted", _("To be checked"), "badge-check", {"status": ("submitted",)}),
        Queue("checking", _("Being checked"), "file-check", {"status": ("checking",)}),
        Queue("incomplete", _("Waiting for the resident"), "hourglass", {"status": ("incomplete",)}),
        Queue("ready", _("Ready to collect"), "package", {"status": ("ready",)}),
        Queue("done", _("Done"), "circle-check", {"status": ("done",)}, is_counted=False),
    ),
    told=(
        Queue("overdue", _("Overdue"), "clock", {"overdue": ("1",)}),
        Queue("submitted", _("To be checked"), "badge-check", {"status": ("submitted",)}),
    ),
    controls=(*WORK_CONTROLS, Control("service", _("Service"), _services, is_folded=True)),
    title=lambda row: row.service.label,
    says_which=SAY_WHICH,
    row_words=row_words,
    shown=with_what_is_shown,
    detail=_detail,
    detail_template="services/staff_detail.html#detail",
    last_change=TELLER.last_change,
    sees=lambda user: allowed_anywhere(user, KIND, "view"),
    sees_agencies=lambda user: reaches_several_agencies(user, KIND, "view"),
)


def register_requests() -> None:
    """Add service requests to the work map."""
    register_work(WORK)
    work_is_laid_down_of(ServiceRequest, WORK.label)
