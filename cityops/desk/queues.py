"""The queues of the work map: each kind's ready-made filters with how much lies in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from cityops.agencies.working_time import late_soon_until
from cityops.desk.work_filter import FIRST, Asked, all_of
from cityops.features.work import Queue, WorkKind, work_kinds
from layers.counts import Counts, counts
from layers.kept import kept_counts, marks_of
from layers.registry import layer_named

WITHIN = ("area", "polygon", "from", "to")
# What of the keys that change without a write the counts of queues are kept by: what is late, until when late soon
# reaches, and who asks.
TOLD = frozenset({"overdue", "soon", "assignee"})


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


def counted(user: Any, asked: Asked, marks: Mapping[str, str]) -> Counts:
    """Count what is asked for; and what lies in each queue, where the queues are parts of that.

    The latter is on every page, and kept. marks: see `marks_of_work`.
    """
    all_open = _within(asked.kind, asked, user)
    if all_open.meant != asked.meant:
        if others := _others(all_open, asked):
            rest = counts(asked.layer, user, others.meant, with_late=True)
            return counted(user, all_open, marks).without(rest)
        return counts(asked.layer, user, asked.meant, with_late=True)

    def count() -> Counts:
        return counts(asked.layer, user, asked.meant, _looked_into(user, asked), with_late=True)

    queues = {queue.name: queue.values for queue in asked.kind.queues if queue.concerns(user)}
    mark = marks.get(asked.layer.name)
    if mark is None or not _are_told(asked, queues.values()):
        return count()
    told_by = (asked.meant.query, queues, user.pk, late_soon_until())
    return kept_counts(asked.layer, user, mark, told_by, count)


def _others(all_open: Asked, asked: Asked) -> Asked | None:
    """Return what is open and not asked for, where that is fewer and led to by an index."""
    for queue in asked.kind.queues:
        if queue.others is not None and asked == all_open.with_values(**queue.values):
            return all_open.with_values(**queue.others)
    return None


def marks_of_work(user: Any) -> dict[str, str]:
    """Return the marks of all kinds' layers: asked before anything is counted, so that what is counted is as new."""
    return marks_of([layer_named(kind.layer, user) for kind in work_kinds(user)])


def _are_told(asked: Asked, queues: Iterable[Mapping[str, tuple[str, ...]]]) -> bool:
    """Whether whatever queues hang on beside the rows is part of what their counts are kept by."""
    names = {name for values in queues for name in values} | set(asked.values)
    return not any(asked.layer.filters[name].is_volatile for name in names - TOLD)


def queues_by_kind(user: Any, asked: Asked, marks: Mapping[str, str], known: Mapping[str, Counts]) -> list[KindLinks]:
    """Return the queues of all kinds that a person sees, with counts of what is open in each.

    Within the chosen area, the drawn outline and the window of time, so that a press on a queue keeps them; a cluster
    that was opened (bbox) is one look, and let go.

    marks: see `marks_of_work`. known: what of this kind was `counted` before, by what it is meant by: most of the time
    that is one of them.
    """
    kinds = sorted(work_kinds(user), key=lambda kind: kind.name != FIRST)
    within = [_within(kind, asked, user) for kind in kinds]
    found = [
        (one, (one.kind == asked.kind and known.get(one.meant.query)) or counted(user, one, marks)) for one in within
    ]
    return [_of_kind(user, asked, one, its) for one, its in found]


def told_of(user: Any, kind: WorkKind, marks: Mapping[str, str]) -> tuple[QueueLink, ...]:
    """Return what waits for a person in what a kind tells them of, without what is empty.

    marks: see `marks_of_work`.
    """
    if not kind.told:
        return ()
    asked = all_of(replace(kind, queues=kind.told), user)
    return tuple(link for link in _links(user, asked, asked, counted(user, asked, marks)) if link.count)


def _within(kind: WorkKind, asked: Asked, user: Any) -> Asked:
    return all_of(kind, user).with_values(**{name: asked.values.get(name, ()) for name in WITHIN})


def _of_kind(user: Any, asked: Asked, within: Asked, found: Counts) -> KindLinks:
    is_current = within.kind == asked.kind
    head, *others = _links(user, asked, within, found)
    return KindLinks(within.kind, head, tuple(one for one in others if is_current or one.count), is_current)


def _links(user: Any, asked: Asked, within: Asked, found: Counts) -> tuple[QueueLink, ...]:
    shown = [queue for queue in within.kind.queues if queue.concerns(user)]
    links = [(queue, within.with_values(**queue.values)) for queue in shown]
    return tuple(
        QueueLink(queue=queue, url=link.url(), count=_count(within, queue, found), is_current=link == asked)
        for queue, link in links
    )


def _count(within: Asked, queue: Queue, found: Counts) -> int | None:
    if not queue.is_counted:
        return None
    if not queue.values:
        return found.total
    if set(queue.values) == {"status"}:
        return sum(found.by_value.get(state, 0) for state in queue.values["status"])
    if _is_late(within, queue):
        return found.late
    met = found.by_condition[queue.name]
    return found.total - met if queue.others is not None else met


def _is_late(within: Asked, queue: Queue) -> bool:
    return set(queue.values) == {"overdue"} and set(within.layer.due_states) == set(within.kind.workflow.open_states)


def _looked_into(user: Any, within: Asked) -> list[dict[str, Q]]:
    """Return the conditions of those queues of which the layer's counts do not tell by themselves, by what leads."""
    groups: dict[str, dict[str, Q]] = {}
    is_open = Q(state__in=within.kind.workflow.open_states)
    for queue in within.kind.queues:
        if not (queue.is_counted and queue.values and queue.concerns(user)):
            continue
        if set(queue.values) == {"status"} or _is_late(within, queue):
            continue
        values = queue.values if queue.others is None else queue.others
        meant = within.cleared().with_values(**values).meant.condition(within.layer.filters, user)
        groups.setdefault(queue.led_by, {})[queue.name] = meant & is_open
    return list(groups.values())
