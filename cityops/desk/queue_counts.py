"""How much lies in each queue of the work map, counted once for all of them, and kept until something is written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q

from cityops.agencies.working_time import late_soon_until
from cityops.desk.work_filter import Asked, all_of
from cityops.features.work import Queue, WorkKind, work_kinds
from layers.counts import Counts, counts
from layers.kept import kept_counts, marks_of
from layers.registry import layer_named

WITHIN = ("area", "polygon", "from", "to")
# What of the keys that change without a write the counts of queues are kept by: what is late, until when late soon
# reaches, and who asks.
TOLD = frozenset({"overdue", "soon", "assignee"})


def marks_of_work(user: Any) -> dict[str, str]:
    """Return the marks of all kinds' layers: asked before anything is counted, so that what is counted is as new."""
    return marks_of([layer_named(kind.layer, user) for kind in work_kinds(user)])


def counted(user: Any, asked: Asked, marks: Mapping[str, str]) -> Counts:
    """Count what is asked for; and what lies in each queue, where the queues are parts of that.

    The latter is on every page, and kept. marks: see `marks_of_work`.
    """
    all_open = open_within(asked.kind, asked, user)
    if all_open.meant != asked.meant:
        if others := _others(all_open, asked):
            rest = counts(asked.layer, user, others.meant, with_late=True)
            return counted(user, all_open, marks).without(rest)
        return counts(asked.layer, user, asked.meant, with_late=True)

    def count() -> Counts:
        groups = _looked_into(user, asked)
        return counts(asked.layer, user, asked.meant, groups, flags=_flags(asked), with_late=True)

    queues = {queue.name: queue.values for queue in asked.kind.queues if queue.concerns(user)}
    mark = marks.get(asked.layer.name)
    if mark is None or not _are_told(asked, queues.values()):
        return count()
    told_by = (asked.meant.query, queues, user.pk, late_soon_until())
    return kept_counts(asked.layer, user, mark, told_by, count)


def open_within(kind: WorkKind, asked: Asked, user: Any) -> Asked:
    """Return all that is open of a kind in the chosen area, the drawn outline and the window of time."""
    within = {name: asked.values.get(name, ()) for name in WITHIN}
    return replace(all_of(kind, user), others=asked.others).with_values(**within)


def count_in(all_open: Asked, queue: Queue, found: Counts) -> int | None:
    """Return how much of what was `counted` of all that is open lies in a queue; None where that is not counted."""
    if not queue.is_counted:
        return None
    if not queue.values:
        return found.total
    if set(queue.values) == {"status"}:
        return sum(found.by_value.get(state, 0) for state in queue.values["status"])
    if _is_late(all_open, queue):
        return found.late
    met = found.by_condition[queue.name]
    return found.total - met if queue.others is not None else met


def _others(all_open: Asked, asked: Asked) -> Asked | None:
    """Return what is open and not asked for, where that is fewer and led to by an index."""
    for queue in asked.kind.queues:
        if queue.others is not None and asked == all_open.with_values(**queue.values):
            return all_open.with_values(**queue.others)
    return None


def _are_told(asked: Asked, queues: Iterable[Mapping[str, tuple[str, ...]]]) -> bool:
    """Whether whatever queues hang on beside the rows is part of what their counts are kept by."""
    names = {name for values in queues for name in values} | set(asked.values)
    return not any(asked.layer.filters[name].is_volatile for name in names - TOLD)


def _is_late(all_open: Asked, queue: Queue) -> bool:
    return set(queue.values) == {"overdue"} and set(all_open.layer.due_states) == set(
        all_open.kind.workflow.open_states
    )


def _flags(all_open: Asked) -> dict[str, str]:
    """Return those queues that one flag asks for, or for its lack, by name: its key."""
    found = {queue.name: tuple(queue.others or queue.values) for queue in all_open.kind.queues}
    return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


def _looked_into(user: Any, all_open: Asked) -> list[dict[str, Q]]:
    """Return the conditions of those queues of which the layer's counts do not tell by themselves, by what leads."""
    groups: dict[str, dict[str, Q]] = {}
    is_open = Q(state__in=all_open.kind.workflow.open_states)
    for queue in all_open.kind.queues:
        if not (queue.is_counted and queue.values and queue.concerns(user)):
            continue
        if set(queue.values) == {"status"} or _is_late(all_open, queue):
            continue
        values = queue.values if queue.others is None else queue.others
        meant = all_open.cleared().with_values(**values).meant.condition(all_open.layer.filters, user)
        groups.setdefault(queue.led_by, {})[queue.name] = meant & is_open
    return list(groups.values())
