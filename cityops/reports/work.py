"""Reports on the work map: their queues, the parts of their filter, and how a row and its detail are drawn."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cityops.agencies.colleagues import OVERSEERS
from cityops.agencies.leavers import work_is_laid_down_of
from cityops.agencies.models import Category, CategoryKind
from cityops.agencies.queries import all_categories
from cityops.agencies.work_keys import SAY_WHICH, WORK_CONTROLS, work_queues
from cityops.features.work import Control, Queue, WorkKind, register_work
from cityops.policy.decide import allowed_anywhere, reaches_several_agencies
from cityops.policy.lines import Role
from cityops.policy.registry import grants_of
from cityops.reports.bulk import BULK
from cityops.reports.layers import STAFF
from cityops.reports.models import Report
from cityops.reports.policy import KIND
from cityops.reports.queries import rows_shown
from cityops.reports.staff_detail import detail_of, report_for
from cityops.reports.story import TELLER
from cityops.reports.work_row import row_words
from cityops.reports.workflow import WORKFLOW
from layers.person_filter import ME


def sees_several_agencies(user: Any) -> bool:
    """Whether this person sees the reports of more than one agency: then routing and agencies concern them."""
    return reaches_several_agencies(user, KIND, "view")


def handles(user: Any) -> bool:
    """Whether reports can be this person's work."""
    return allowed_anywhere(user, KIND, "take")


def routes_for_all(user: Any) -> bool:
    """Whether this person finds an agency for what has none."""
    return reaches_several_agencies(user, KIND, "route")


def leads(user: Any) -> bool:
    """Whether late reports are brought before this person, as the head of their agency."""
    return any(grant.role == Role.HEAD for grant in grants_of(user))


def oversees(user: Any) -> bool:
    """Whether this person looks after what is very late for the Sekkota."""
    return any(grant.role in OVERSEERS for grant in grants_of(user))


def categories() -> Iterable[tuple[Any, Any]]:
    """Return the category tree as groups of choices; a group is no choice, reports lie in its leaves."""
    found = all_categories()
    leaves: dict[str, list[Category]] = {}
    for one in found:
        if one.parent_id:
            leaves.setdefault(one.parent_id, []).append(one)
    return [
        (one.label, [(leaf.pk, leaf.label) for leaf in leaves.get(one.pk, [one])]) for one in found if not one.parent_id
    ]


def _detail(request: HttpRequest, code: str) -> dict[str, Any]:
    user: Any = request.user
    return detail_of(user, report_for(user, code))


QUEUES = (
    Queue("open", _("All open"), "inbox", {}),
    *work_queues(KIND, by_hand="assignee", by_date="due"),
    Queue("unaccepted", _("To be accepted"), "badge-check", {"unaccepted": ("1",)}, led_by="queued"),
    Queue(
        "unrouted", _("To be routed"), "route", {"unrouted": ("1",)}, concerns=sees_several_agencies, led_by="agency"
    ),
    Queue("held", _("Held back"), "shield-alert", {"held": ("1",)}, led_by="held"),
    Queue("reopened", _("Reopened"), "rotate-ccw", {"reopened": ("1",)}, led_by="reopened"),
    Queue(
        "escalated", _("Brought to the head"), "megaphone", {"escalated": ("1",)}, concerns=leads, led_by="escalated"
    ),
    Queue(
        "sekkota", _("Brought to the Sekkota"), "landmark", {"sekkota": ("1",)}, concerns=oversees, led_by="escalated"
    ),
    Queue("routed", _("Forwarded"), "corner-up-right", {"status": ("routed",)}),
    Queue("in_progress", _("In progress"), "hammer", {"status": ("in_progress",)}),
    Queue("waiting", _("Waiting for the reporter"), "hourglass", {"status": ("waiting",)}),
    Queue("resolved", _("Done, may be reopened"), "circle-check", {"status": ("resolved",)}, is_counted=False),
)
_BY_NAME = {queue.name: queue for queue in QUEUES}
TOLD = (
    Queue(
        "mine_late",
        _("Mine, late"),
        "clock",
        {"assignee": (ME,), "overdue": ("1",)},
        concerns=handles,
        led_by="assignee",
        is_listed=True,
    ),
    Queue(
        "mine_soon",
        _("Mine, late soon"),
        "timer",
        {"assignee": (ME,), "soon": ("1",)},
        concerns=handles,
        led_by="due",
        is_listed=True,
    ),
    replace(_BY_NAME["escalated"], is_listed=True),
    replace(_BY_NAME["sekkota"], is_listed=True),
    replace(_BY_NAME["unassigned"], concerns=handles),
    replace(_BY_NAME["unrouted"], concerns=routes_for_all),
)
CONTROLS = (
    Control("kind", _("Kind"), lambda: CategoryKind.choices),
    Control("unaccepted", _("To be accepted")),
    Control("unrouted", _("To be routed"), concerns=sees_several_agencies),
    Control("held", _("Held back")),
    *WORK_CONTROLS,
    Control("reopened", _("Reopened")),
    Control("escalated", _("Brought to the head")),
    Control("sekkota", _("Brought to the Sekkota")),
    Control("category", _("Category"), categories, is_folded=True),
)
WORK = WorkKind(
    name="reports",
    label=_("Reports"),
    one=_("Report"),
    icon="message-square",
    layer=STAFF.name,
    address="reports:staff_detail",
    workflow=WORKFLOW,
    queues=QUEUES,
    controls=CONTROLS,
    told=TOLD,
    title=lambda row: row.category.label,
    says_which=SAY_WHICH | {"unaccepted", "reopened", "escalated", "sekkota"},
    row_words=row_words,
    shown=rows_shown,
    detail=_detail,
    detail_template="reports/staff_detail.html#detail",
    last_change=TELLER.last_change,
    sees=lambda user: allowed_anywhere(user, KIND, "view"),
    sees_agencies=sees_several_agencies,
    bulk=BULK,
)


def register_reports() -> None:
    """Add reports to the work map."""
    register_work(WORK)
    work_is_laid_down_of(Report, WORK.label)
