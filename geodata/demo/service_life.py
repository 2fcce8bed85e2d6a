"""The life of one demo request: moves that the workflow allows, when officers work, until the demo ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cityops.services.life import Clock, after, begun
from cityops.services.workflow import WORKFLOW
from geodata.demo.clock import WorkClock

KEPT_DAYS = 30  # that something can be collected


@dataclass(frozen=True)
class Step:
    """One move: who made it (staff or resident), when, and what was said."""

    verb: str
    at: datetime
    by_staff: bool
    before: str
    after: str
    text: str = ""
    until: date | None = None


@dataclass
class RequestLife:
    """A request between two moves; `steps` is what has happened so far."""

    sent_at: datetime
    days: int
    calendar: WorkClock
    end: datetime
    pick: Random
    words: Mapping[str, Any]
    shared: Mapping[str, Any]
    clock: Clock = field(init=False)
    steps: list[Step] = field(default_factory=list)
    bring: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        """Start the first clock."""
        self.clock = begun(self.sent_at, self.calendar)

    @property
    def last_at(self) -> datetime:
        """When something happened last."""
        return self.steps[-1].at if self.steps else self.sent_at

    def live(self) -> None:
        """Do all that has happened by the end of the demo."""
        if self._chance(0.03) or not self._do("check", self._later(0, 1, 1, 2, 3, 4)):
            return  # overlooked
        if self._chance(0.28) and not self._ask():
            return
        if self._chance(0.1):
            self._do("note", self._later(0, 1), text=self.pick.choice(self.shared["note"]))
        work = round(self.days * self.pick.lognormvariate(-0.5, 0.5))
        decided = self.calendar.moment_after(self.last_at, max(1, work), self.pick)
        if self._chance(0.07):
            self._do("reject", decided, text=self.pick.choice(self.words["reject"]))
        elif self.pick.random() >= self.words["collected"]:
            self._do("finish", decided, text=self.pick.choice(self.words["done"]))
        elif self._make_ready(decided) and not self._chance(0.06):
            self._do("finish", self._later(1, 1, 2, 3, 4, 6, 9, 14))

    def _ask(self) -> bool:
        """Ask for what is missing; returns whether it goes on."""
        question, answer = self.pick.choice(self.words["missing"])
        if not self._do("ask", self._later(0, 1, 2), text=question):
            return False
        if self._chance(0.15):
            return False  # never answered
        at = self.last_at + timedelta(seconds=self.pick.randrange(2 * 3600, 150 * 3600))
        return self._do("reply", at, text=answer)

    def _make_ready(self, at: datetime) -> bool:
        until = at.date() + timedelta(days=KEPT_DAYS)
        if not self._do("ready", at, text=self.pick.choice(self.shared["ready"]), until=until):
            return False
        self.bring, self.until = self.pick.choice(self.shared["bring"]), until
        return True

    def _chance(self, share: float) -> bool:
        return self.pick.random() < share

    def _later(self, *days: int) -> datetime:
        index = min(int(self.pick.expovariate(0.75)), len(days) - 1)
        return self.calendar.moment_after(self.last_at, days[index], self.pick)

    def _do(self, verb: str, at: datetime, *, text: str = "", until: date | None = None) -> bool:
        """Make the move as `cityops.services.actions` would, if its time has come."""
        if at >= self.end:
            return False
        before = self.clock.state
        WORKFLOW.check(verb, before, ["text", "reason", "office", "bring", "until"])
        self.clock = after(verb, self.clock, at=at, days=self.days, calendar=self.calendar)
        self.steps.append(Step(verb, at, verb != "reply", before, self.clock.state, text, until))
        return True
