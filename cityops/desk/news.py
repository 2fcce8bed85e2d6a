"""What is new for one member of the staff: what was told to them alone, and what waits for them in queues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cityops.desk.queue_counts import marks_of_work
from cityops.desk.queues import QueueLink, told_of
from cityops.desk.work_filter import FIRST, all_of
from cityops.errors import NotFound
from cityops.features.work import WorkKind, work_kinds
from cityops.notifications.models import Notice, What
from cityops.notifications.notices import notices_of

ICONS = {
    What.ASSIGNED: "user-check",
    What.REPLY: "reply",
    What.REOPENED: "rotate-ccw",
    What.ESCALATED: "megaphone",
    What.SEKKOTA: "landmark",
}
# Where those are that are told of several at once: the name of the kind's queue.
QUEUES = {
    What.ASSIGNED: "mine",
    What.REPLY: "mine",
    What.REOPENED: "mine",
    What.ESCALATED: "escalated",
    What.SEKKOTA: "sekkota",
}


@dataclass(frozen=True)
class Told:
    """A notice as it stands on the screen. row: the feature as it is now; None: not, or no longer, the reader's to see,
    or several at once.
    """

    notice: Notice
    kind: WorkKind
    icon: str
    row: Any


@dataclass(frozen=True)
class Waiting:
    """What waits in the queues that one kind tells of. is_named: whether the kind must be said for them to be clear."""

    kind: WorkKind
    queues: tuple[QueueLink, ...]
    is_named: bool


def told_to(user: Any, limit: int) -> list[Told]:
    """Return the newest notices, in as many statements for a hundred as for one; none of lost kinds."""
    notices = list(notices_of(user)[:limit])
    kinds = {kind.name: kind for kind in work_kinds(user)}
    rows = {
        (name, row.code): row
        for name, kind in kinds.items()
        for row in _rows(user, kind, [one.code for one in notices if one.kind == name and one.code])
    }
    return [
        Told(one, kinds[one.kind], ICONS[What(one.what)], rows.get((one.kind, one.code)))
        for one in notices
        if one.kind in kinds
    ]


def waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for somebody, kind by kind, without what is empty."""
    marks = marks_of_work(user)
    found = [(kind, links) for kind in work_kinds(user) if (links := told_of(user, kind, marks))]
    return [Waiting(kind, links, is_named=len(found) > 1 or kind.name != FIRST) for kind, links in found]


def address_of(notice: Notice, user: Any) -> str:
    """Return where a notice leads: to its feature on the work map, or to the queue that has them all.

    Raises NotFound where the kind is no longer the reader's.
    """
    kind = next((one for one in work_kinds(user) if one.name == notice.kind), None)
    if kind is None:
        raise NotFound
    if notice.code:
        return all_of(kind, user).url(item=notice.code)
    name = QUEUES[What(notice.what)]
    values = next((queue.values for queue in kind.queues if queue.name == name), {})
    return all_of(kind, user).with_values(**values).url()


def _rows(user: Any, kind: WorkKind, codes: Sequence[str]) -> Sequence[Any]:
    return list(kind.shown(all_of(kind, user).layer.scope(user).filter(code__in=codes))) if codes else ()
