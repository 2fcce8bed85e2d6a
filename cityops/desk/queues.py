"""The queues of the work map: ready-made filters with how much lies in each, in one statement."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.desk.work_filter import address, meant_by
from cityops.policy.lines import Reach
from cityops.policy.registry import grants_of, verb
from cityops.reports.layers import STAFF
from cityops.reports.policy import KIND
from cityops.reports.queries import reports_visible_to
from cityops.reports.workflow import OPEN_STATES
from layers.filters import Filter


@dataclass(frozen=True)
class Queue:
    """One queue: what it is called, the filter that it stands for, and a sign. Its filter is all there is to it."""

    name: str
    label: Promise
    icon: str
    values: dict[str, tuple[str, ...]]
    is_counted: bool = True


OPEN = Queue("open", _("All open"), "inbox", {})
QUEUES = (
    OPEN,
    Queue("overdue", _("Overdue"), "clock", {"overdue": ("1",)}),
    Queue("unaccepted", _("To be accepted"), "badge-check", {"unaccepted": ("1",)}),
    Queue("unrouted", _("To be routed"), "route", {"unrouted": ("1",)}),
    Queue("held", _("Held back"), "shield-alert", {"held": ("1",)}),
    Queue("routed", _("Forwarded"), "corner-up-right", {"status": ("routed",)}),
    Queue("in_progress", _("In progress"), "hammer", {"status": ("in_progress",)}),
    Queue("waiting", _("Waiting for the reporter"), "hourglass", {"status": ("waiting",)}),
    Queue("resolved", _("Done, may be reopened"), "circle-check", {"status": ("resolved",)}, is_counted=False),
)


@dataclass(frozen=True)
class QueueLink:
    """A queue as it stands on the screen; `count` None: not counted."""

    queue: Queue
    url: str
    count: int | None
    is_current: bool


def sees_all_agencies(user: Any) -> bool:
    """Whether this person sees the reports of more than one agency: then routing and agencies concern them."""
    reach = verb(KIND, "view").reach
    wide = {Reach.AREA, Reach.ANY}
    grants = grants_of(user)
    return any(reach.get(grant.role) in wide for grant in grants) or len({grant.agency for grant in grants}) > 1


def queue_links(user: Any, asked: Filter) -> list[QueueLink]:
    """Return the queues of a person within the chosen area, with counts of what is open in each."""
    area = {"area": asked.values["area"]} if "area" in asked else {}
    shown = [queue for queue in QUEUES if queue.name != "unrouted" or sees_all_agencies(user)]
    filters = {queue.name: Filter({**area, **queue.values}) for queue in shown}
    wanted = {
        queue.name: Count("pk", filter=meant_by(Filter(queue.values)).condition(STAFF.filters))
        for queue in shown
        if queue.is_counted
    }
    rows = reports_visible_to(user).filter(Filter(area).condition(STAFF.filters), state__in=OPEN_STATES)
    counted = rows.order_by().aggregate(**{f"in_{name}": count for name, count in wanted.items()})
    return [
        QueueLink(
            queue=queue,
            url=address(filters[queue.name]),
            count=counted.get(f"in_{queue.name}"),
            is_current=filters[queue.name] == asked,
        )
        for queue in shown
    ]
