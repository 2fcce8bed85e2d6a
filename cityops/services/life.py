"""What a move makes of a request: one pure rule, for the actions and for the demo city that lives months of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cityops.services.workflow import CHECKING, CLOCK_DAYS, INCOMPLETE, OPEN_STATES, SUBMITTED, WORKFLOW


class Calendar(Protocol):
    """Working time, as `cityops.agencies.working_time` has it."""

    def due_after(self, start: datetime, working_days: int) -> datetime:
        """Return the end of the n-th working day after `start`."""

    def days_left(self, start: datetime, due: datetime) -> int:
        """Return how many working days there are after `start` up to `due`."""


@dataclass(frozen=True)
class Clock:
    """Where a request stands in time. days_left: what its clock had left when it was stopped (None: it runs anew)."""

    state: str
    due_at: datetime | None
    days_left: int | None = None
    closed_at: datetime | None = None


def begun(at: datetime, calendar: Calendar) -> Clock:
    """Return the clock of a request that has just come in."""
    return Clock(SUBMITTED, calendar.due_after(at, CLOCK_DAYS["look"] or 0))


def after(verb: str, now: Clock, *, at: datetime, days: int, calendar: Calendar) -> Clock:
    """Return what `verb`, made at `at`, makes of a request. days: the working days that its service takes.

    An answer to what was missing takes the request on to the check. A clock that stood still goes on with the days
    that it had left, at least one; where the check had not begun, it has all of them.
    """
    target = WORKFLOW.move(verb).target or now.state
    if verb == "reply" and now.state == INCOMPLETE:
        target = CHECKING
    closed_at = None if target in OPEN_STATES else now.closed_at or at
    if target == now.state:
        return Clock(target, now.due_at, now.days_left, closed_at)
    if target == INCOMPLETE:
        has_begun = now.state == CHECKING and now.due_at is not None
        return Clock(target, None, max(1, calendar.days_left(at, now.due_at)) if has_begun and now.due_at else None)
    if target == CHECKING:
        left = days if now.state != INCOMPLETE or now.days_left is None else now.days_left
        return Clock(target, calendar.due_after(at, left))
    return Clock(target, None, None, closed_at)
