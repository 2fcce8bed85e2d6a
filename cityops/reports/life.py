"""What a move makes of a report: one pure rule, for the actions and for the demo city that lives a year of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cityops.reports.workflow import (
    CLOCK_DAYS,
    CLOCKS_OF_REPORTERS,
    NEW,
    OPEN_STATES,
    REPLY_DAYS,
    ROUTED,
    WAITING,
    WORKFLOW,
)

# Verbs after which the reporter's words and photos are public: an officer has read them and taken the report on.
PUBLISHES = frozenset({"accept", "start", "resolve"})
_GOES_ON = frozenset({"reply", "resume"})


class Calendar(Protocol):
    """Working time, as `cityops.agencies.working_time` has it."""

    def due_after(self, start: datetime, working_days: int) -> datetime:
        """Return the end of the n-th working day after `start`."""

    def days_left(self, start: datetime, due: datetime) -> int:
        """Return how many working days there are after `start` up to `due`."""

    @property
    def of_the_city(self) -> "Calendar":
        """The city's own week, by which the time of those is counted who do not work for the agency."""


@dataclass(frozen=True)
class Clock:
    """Where a report stands in time.

    due_at: the end of the clock of its state; None while none runs. days_left: the working days that a clock had left
    when a question to the reporter stopped it, which was asked in the state `asked_from`; reply_by: until when they may
    reply. closed_at: when it ended.
    """

    state: str
    due_at: datetime | None = None
    closed_at: datetime | None = None
    days_left: int | None = None
    asked_from: str = ""
    reply_by: datetime | None = None


def begun(state: str, *, at: datetime, target_days: int, calendar: Calendar) -> Clock:
    """Return the clock of a report that comes into an open state at `at`. target_days: of its category."""
    name = WORKFLOW.state(state).clock
    if name is None:
        return Clock(state)
    days = CLOCK_DAYS[name]
    whose = calendar.of_the_city if name in CLOCKS_OF_REPORTERS else calendar
    return Clock(state, whose.due_after(at, target_days if days is None else days))


def after(verb: str, now: Clock, *, at: datetime, target_days: int, has_agency: bool, calendar: Calendar) -> Clock:
    """Return what `verb`, made at `at`, makes of a report. target_days: the working days of its category.

    A reply takes a waiting report back to where it was asked from, and so does the end of the time for it; its clock
    goes on with the days that it had left, at least one, whoever takes it back there. What is forwarded to nobody,
    since no agency has the report (a rejected one that is reopened), is new again and the dispatcher's.
    """
    target = WORKFLOW.move(verb).leads_to(now.state)
    if verb in _GOES_ON and now.state == WAITING:
        target = now.asked_from or ROUTED
    if target == ROUTED and not has_agency:
        target = NEW
    closed_at = None
    if target not in OPEN_STATES:  # the days to reopen count from the closing
        closed_at = at if now.closed_at is None or verb == "close" else now.closed_at
    if target == WAITING:
        return _stopped(now, at, calendar) if verb == "ask" else now
    if target == now.state and verb != "route":
        return Clock(target, now.due_at, closed_at, now.days_left, now.asked_from, now.reply_by)
    if now.state == WAITING and target == now.asked_from and now.days_left is not None:
        return Clock(target, calendar.due_after(at, now.days_left))
    clock = begun(target, at=at, target_days=target_days, calendar=calendar)
    return Clock(target, clock.due_at, closed_at)


def _stopped(now: Clock, at: datetime, calendar: Calendar) -> Clock:
    """Return the clock of a report that waits for its reporter. Asked again, it has what it had left before."""
    reply_by = calendar.of_the_city.due_after(at, REPLY_DAYS)
    if now.state == WAITING:
        return Clock(WAITING, None, None, now.days_left, now.asked_from, reply_by)
    left = max(1, calendar.days_left(at, now.due_at)) if now.due_at else None
    return Clock(WAITING, None, None, left, now.state, reply_by)
