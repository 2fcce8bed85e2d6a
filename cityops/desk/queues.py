"""The queues of the work map: each kind's ready-made filters as links, with how much lies in each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cityops.desk.queue_counts import count_in, counted, open_within
from cityops.desk.work_filter import FIRST, Asked, all_of
from cityops.features.work import Queue, WorkKind, work_kinds
from layers.counts import Counts


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


def queues_by_kind(user: Any, asked: Asked, marks: Mapping[str, str], known: Mapping[str, Counts]) -> list[KindLinks]:
    """Return the queues of all kinds that a person sees, with counts of what is open in each.

    Within the chosen area, the drawn outline and the window of time, so that a press on a queue keeps them; a cluster
    that was opened (bbox) is one look, and let go.

    marks: see `queue_counts.marks_of_work`. known: what of this kind was `counted` before, by what it is meant by: most
    of the time that is one of them.
    """
    kinds = sorted(work_kinds(user), key=lambda kind: kind.name != FIRST)
    within = [open_within(kind, asked, user) for kind in kinds]
    found = [
        (one, (one.kind == asked.kind and known.get(one.meant.query)) or counted(user, one, marks)) for one in within
    ]
    return [_of_kind(user, asked, one, its) for one, its in found]


def told_of(user: Any, kind: WorkKind, marks: Mapping[str, str]) -> tuple[QueueLink, ...]:
    """Return what waits for a person in what a kind tells them of, without what is empty.

    marks: see `queue_counts.marks_of_work`.
    """
    if not kind.told:
        return ()
    asked = all_of(replace(kind, queues=kind.told), user)
    return tuple(link for link in _links(user, asked, asked, counted(user, asked, marks)) if link.count)


def _of_kind(user: Any, asked: Asked, within: Asked, found: Counts) -> KindLinks:
    is_current = within.kind == asked.kind
    head, *others = _links(user, asked, within, found)
    return KindLinks(within.kind, head, tuple(one for one in others if is_current or one.count), is_current)


def _links(user: Any, asked: Asked, within: Asked, found: Counts) -> tuple[QueueLink, ...]:
    shown = [queue for queue in within.kind.queues if queue.concerns(user)]
    links = [(queue, within.with_values(**queue.values)) for queue in shown]
    return tuple(
        QueueLink(queue=queue, url=link.url(), count=count_in(within, queue, found), is_current=link == asked)
        for queue, link in links
    )
