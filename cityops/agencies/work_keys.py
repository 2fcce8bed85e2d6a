"""What all work is asked alike on the work map: whose it is, and whether it is late, or soon will be."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.colleagues import staff_names
from cityops.agencies.working_time import late_soon_until
from cityops.features.work import Control, Queue
from cityops.policy.decide import allowed_anywhere
from layers.filters import FilterField, Flag
from layers.person_filter import ME, NOBODY, Person

# The keys that say by themselves that only what is open is meant.
SAY_WHICH = frozenset({"status", "overdue", "soon", "assigned"})


def work_filters(open_states: tuple[str, ...]) -> dict[str, FilterField]:
    """Return the keys of a staff layer whose rows are open in these states."""

    def overdue() -> Q:
        """Open and past the date, at this moment."""
        return Q(due_at__lt=timezone.now(), state__in=open_states)

    def soon() -> Q:
        """Open, not late yet, and due before the end of the next working day."""
        return Q(due_at__gte=timezone.now(), due_at__lte=late_soon_until(), state__in=open_states)

    return {
        "overdue": Flag(overdue, is_volatile=True),
        "soon": Flag(soon, is_volatile=True),
        "assignee": Person("assignee", staff_names),
        "assigned": Flag(lambda: Q(assignee__isnull=False, state__in=open_states)),
    }


def people() -> Iterable[tuple[Any, Any]]:
    """Return whose work can be asked for."""
    return [(ME, _("My work")), (NOBODY, _("Nobody’s yet"))]


WORK_CONTROLS = (
    Control("soon", _("Late soon")),
    Control("assigned", _("Somebody’s work")),
    Control("assignee", _("Officer"), people, is_folded=True),
)


def work_queues(kind: str, *, by_hand: str = "open", by_date: str = "open") -> tuple[Queue, ...]:
    """Return the queues that every kind has after that of all that is open. kind: of the policy.

    by_hand, by_date: the indexes that lead to what is somebody's, and to what is due; of a kind of which little is open
    both are found in one pass over that.
    """

    def handles(user: Any) -> bool:
        """Whether it can be this person's work."""
        return allowed_anywhere(user, kind, "take")

    return (
        Queue("mine", _("My work"), "user-check", {"assignee": (ME,)}, concerns=handles, led_by=by_hand),
        Queue(
            "unassigned",
            _("Nobody’s yet"),
            "user-x",
            {"assignee": (NOBODY,)},
            led_by=by_hand,
            others={"assigned": ("1",)},
        ),
        Queue("overdue", _("Overdue"), "clock", {"overdue": ("1",)}),
        Queue("soon", _("Late soon"), "timer", {"soon": ("1",)}, led_by=by_date),
    )
