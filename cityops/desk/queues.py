"""The queues of the work map: each kind's ready-made filters with how much lies in each, in one statement a kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cityops.desk.work_filter import FIRST, Asked, all_of
from cityops.features.work import Queue, WorkKind, work_kinds


@dataclass(frozen=True)
class QueueLink:
    """A queue as it stands on the screen; `count` None: not counted."""

    queue: Queue
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class KindLinks:
    """A kind's heading, which is the queue of all that is open, and its other queues.

    Of a kind that is not looked at now only the queues in which something waits.
    """

    kind: WorkKind
    head: QueueLink
    queues: tuple[QueueLink, ...]
    is_current: bool


def queues_by_kind(user: Any, asked: Asked) -> list[KindLinks]:
    """Return the queues of all kinds that a person sees within the chosen area, with counts of what is open in each."""
    area = asked.values.get("area", ())
    kinds = sorted(work_kinds(user), key=lambda kind: kind.name != FIRST)
    return [_of_kind(user, asked, all_of(kind, user).with_values(area=area)) for kind in kinds]


def _of_kind(user: Any, asked: Asked, within: Asked) -> KindLinks:
    is_current = within.kind == asked.kind
    head, *others = _links(user, asked, within)
    return KindLinks(within.kind, head, tuple(one for one in others if is_current or one.count), is_current)


def _links(user: Any, asked: Asked, within: Asked) -> tuple[QueueLink, ...]:
    kind, fields = within.kind, within.layer.filters
    shown = [queue for queue in kind.queues if queue.concerns(user)]
    wanted = {
        f"in_{queue.name}": Count("pk", filter=within.cleared().with_values(**queue.values).meant.condition(fields))
        for queue in shown
        if queue.is_counted
    }
    rows = within.layer.scope(user).filter(within.filter.condition(fields), state__in=kind.workflow.open_states)
    counted = rows.order_by().aggregate(**wanted)
    links = [(queue, within.with_values(**queue.values)) for queue in shown]
    return tuple(
        QueueLink(queue=queue, url=link.url(), count=counted.get(f"in_{queue.name}"), is_current=link == asked)
        for queue, link in links
    )
