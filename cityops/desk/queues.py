"""The queues of the work map: each kind's ready-made filters with how much lies in each."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from cityops.desk.work_filter import FIRST, Asked, all_of
from cityops.features.work import Queue, WorkKind, work_kinds
from layers.counts import Counts, counts, tally
from layers.filters import PLACES

WITHIN = ("area", "polygon", "from", "to")


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


def queues_by_kind(user: Any, asked: Asked, total: Counts) -> list[KindLinks]:
    """Return the queues of all kinds that a person sees, with counts of what is open in each.

    Within the chosen area, the drawn outline and the window of time, so that a press on a queue keeps them; a cluster
    that was opened (bbox) is one look, and let go.

    total: what was asked for, counted: most of the time that is one of them.
    """
    kept = {name: asked.values.get(name, ()) for name in WITHIN}
    kinds = sorted(work_kinds(user), key=lambda kind: kind.name != FIRST)
    return [_of_kind(user, asked, all_of(kind, user).with_values(**kept), total) for kind in kinds]


def _of_kind(user: Any, asked: Asked, within: Asked, total: Counts) -> KindLinks:
    is_current = within.kind == asked.kind
    meant = within.with_values(open=("1",)).filter
    is_counted = is_current and meant == asked.meant
    known = total if is_counted else counts(within.layer, user, meant)
    head, *others = _links(user, asked, within, known)
    return KindLinks(within.kind, head, tuple(one for one in others if is_current or one.count), is_current)


def _links(user: Any, asked: Asked, within: Asked, known: Counts) -> tuple[QueueLink, ...]:
    shown = [queue for queue in within.kind.queues if queue.concerns(user)]
    counted = _counted(user, within, known, [queue for queue in shown if queue.is_counted])
    links = [(queue, within.with_values(**queue.values)) for queue in shown]
    return tuple(
        QueueLink(queue=queue, url=link.url(), count=counted.get(queue.name), is_current=link == asked)
        for queue, link in links
    )


def _counted(user: Any, within: Asked, known: Counts, queues: list[Queue]) -> dict[str, int]:
    """Return how much is open in each queue: by state and date from the layer's counts, the rest in one statement."""
    layer = within.layer
    found: dict[str, int] = {}
    for queue in queues:
        if not queue.values:
            found[queue.name] = known.total
        elif set(queue.values) == {"status"}:
            found[queue.name] = sum(known.by_value.get(state, 0) for state in queue.values["status"])
        elif set(queue.values) == {"overdue"} and set(layer.due_states) == set(within.kind.workflow.open_states):
            found[queue.name] = known.late
    rest = {
        queue.name: within.cleared().with_values(**queue.values).meant.condition(layer.filters)
        for queue in queues
        if queue.name not in found
    }
    if not rest:
        return found
    rows = layer.scope(user).filter(
        within.filter.without(*PLACES).condition(layer.filters),
        reduce(or_, rest.values()),
        state__in=within.kind.workflow.open_states,
    )
    return found | tally(layer, rows, within.filter, rest)
