"""The life of one demo report: the moves that the workflow allows, at times that officers work, until the demo ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cityops.reports.life import PUBLISHES, Clock, after, begun
from cityops.reports.workflow import NEW, WORKFLOW
from geodata.demo.clock import WorkClock
from geodata.demo.corpus import Deck, answer_text, fill, leaves, refusals, shared, spoken, staff_text

# How long an agency takes compared with others, made up.
PACE = {"dlh": 0.7, "dpupr": 1.25, "dispendukcapil": 0.7, "bapenda": 1.4, "bpbd": 0.5, "damkar": 0.5, "disperkim": 1.4}
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
CLOSES_AFTER = timedelta(minutes=7)  # the worker looks once an hour


@dataclass(frozen=True)
class Step:
    """One move: who made it (an agency; "" is the reporter, None the clock), when, and what was said."""

    verb: str
    at: datetime
    by: str | None
    agency: str | None
    """Whose the report was until then."""
    before: str
    after: str
    is_public: bool
    text: str = ""
    text_is_public: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Life:
    """A report between two moves; `steps` is what has happened so far."""

    created_at: datetime
    agency: str | None
    dispatcher: str
    target_days: int
    clock: WorkClock
    accepted_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_reason: str = ""
    outcome: str = ""
    outcome_date: date | None = None
    reopened_at: datetime | None = None
    steps: list[Step] = field(default_factory=list)
    now: Clock = field(init=False)

    def __post_init__(self) -> None:
        """Start the first clock."""
        self.now = begun(NEW, at=self.created_at, target_days=self.target_days, calendar=self.clock)

    @property
    def state(self) -> str:
        """The state it is in."""
        return self.now.state

    @property
    def due_at(self) -> datetime | None:
        """The end of the clock of that state."""
        return self.now.due_at

    @property
    def last_at(self) -> datetime:
        """When something happened last."""
        return self.steps[-1].at if self.steps else self.created_at

    def move(self, verb: str, at: datetime, by: str | None, *, text: str = "", **data: Any) -> None:
        """Make a move as `cityops.reports.actions` would. Raises MoveNotAllowed where the workflow has no such move."""
        given = ["text", "reason", "agency", "outcome"]  # all that a move may need is in `text` and `data`
        WORKFLOW.check(verb, self.state, given)
        before, agency_before = self.state, self.agency
        if verb == "route":
            self.agency = data["agency"]
        if verb == "return":
            self.agency = None
        self.now = after(
            verb,
            self.now,
            at=at,
            target_days=self.target_days,
            has_agency=self.agency is not None,
            calendar=self.clock,
        )
        if verb in PUBLISHES:
            self.accepted_at = self.accepted_at or at
        if verb in ("reopen", "reporter_reopen"):
            self.outcome, self.outcome_date, self.reopened_at = "", None, at
        self.steps.append(
            Step(
                verb=verb,
                at=at,
                by=by,
                agency=agency_before,
                before=before,
                after=self.state,
                is_public=verb not in ("note", "hide", "unhide"),
                text=text,
                text_is_public=verb in ("ask", "answer", "resolve", "reject", "archive"),
                data=data,
            )
        )


class Officer:
    """Lives a report's life on: decides by chance, in working time, never past the end of the demo."""

    def __init__(
        self, life: Life, code: str, matter: int, kind: str, until: datetime, deck: Deck, pick: Random
    ) -> None:
        """`code`, `kind`: the report's category, `matter` which of its matters; nothing happens from `until` on."""
        self.life, self.code, self.matter, self.kind = life, code, matter, kind
        self.until, self.deck, self.pick = until, deck, pick
        self.pace = PACE.get(life.agency or "", 1.0)
        self.overlooked = 0  # working days for which nobody looks, before the next thing is done

    def work(self, route_to: str | None, route_name: str) -> None:
        """Do all that has happened by now. route_to: the agency that the dispatcher chooses, if it comes to that."""
        if self._chance(0.002):
            return  # forgotten for good: every city has a few
        if self._chance(0.06):
            self.overlooked = self._long(18)
        if route_to and not self._route(route_to, route_name):
            return
        self._hide_perhaps()
        if self._chance(0.06):
            self._turn_down()
        elif self._accept():
            self._handle()

    def _chance(self, share: float) -> bool:
        return self.pick.random() < share

    def _later(self, *days: int) -> datetime:
        """Return a working moment after the last one, some of `days` later; the first ones are the likelier."""
        index = min(int(self.pick.expovariate(0.75)), len(days) - 1)
        waited, self.overlooked = self.overlooked, 0
        return self.life.clock.moment_after(self.life.last_at, days[index] + waited, self.pick)

    def _long(self, mean_days: float) -> int:
        """Return how long something lies about: mostly days, now and then months."""
        return round(self.pick.expovariate(1 / mean_days))

    def _do(self, verb: str, at: datetime, by: str | None, *, text: str = "", **data: Any) -> bool:
        """Make the move if its time has come."""
        if at >= self.until:
            return False
        self.life.move(verb, at, by, text=text, **data)
        return True

    def _say(self, part: str, **known: str) -> str:
        return staff_text(self.code, part, self.deck, self.pick, **known)

    def _shared(self, part: str, **known: str) -> str:
        return fill(self.deck.deal(part, shared()[part]), self.pick, **known)

    def _route(self, to: str, name: str) -> bool:
        before = self.life.agency
        reason = self._shared("route", dinas=name)
        return self._do(
            "route", self._later(0, 0, 1, 1, 2, 4), self.life.dispatcher, text=reason, agency=to, from_agency=before
        )

    def _hide_perhaps(self) -> None:
        if self._chance(0.006):
            at = self._later(0, 1, 2)
            if self._do("hide", at, self.life.dispatcher):
                self.life.hidden_at, self.life.hidden_reason = at, self._shared("hide")

    def _turn_down(self) -> None:
        by = self.life.agency or self.life.dispatcher
        at = self._later(1, 1, 2, 3, 4, 6)
        if self.kind == "complaint" and self._chance(0.7):
            refusal = self.pick.choice(refusals(self.code))
            self._do("reject", at, by, text=f"{refusal['text']}\n\nPenanggung jawab: {refusal['who']}")
        else:
            self._do("archive", at, by, text=self._shared("archive"))

    def _accept(self) -> bool:
        by = self.life.agency
        if by is None:
            return False  # the dispatcher's, until an agency is found for it
        return self._do("accept", self._later(0, 0, 1, 1, 2, 3, 6), by, agency=self.life.agency)

    def _handle(self) -> None:
        agency = self.life.agency
        if agency is None:
            return  # stays with the dispatcher
        if self.kind == "question":
            self._resolve(agency, self._later(0, 1, 1, 2, 3, 5, 8))
            return
        if not self._do("start", self._later(0, 1, 2, 2, 3, 5, 9), agency):
            return
        if self._chance(0.08) and not self._ask(agency):
            return
        if self._chance(0.3):
            self._do("answer", self._later(1, 2, 3, 5), agency, text=self._say("work"))
        if self._chance(0.14):
            self._do("note", self._later(0, 1, 3), agency, text=self._shared("note"))
        if self._chance(0.002):
            return  # stuck for good
        days = round(self.life.target_days * self.pace * self.pick.lognormvariate(-0.75, 0.65))
        if self._chance(0.05):
            days += self._long(22)  # stuck for a while: parts, money, weather
        self._resolve(agency, self.life.clock.moment_after(self.life.last_at, days, self.pick))

    def _ask(self, agency: str) -> bool:
        """Ask the reporter; returns whether the work goes on."""
        question, *replies = spoken(self.code, "ask", self.deck)
        if not self._do("ask", self._later(0, 1, 2), agency, text=question):
            return False
        if self._chance(0.7):
            at = self.life.last_at + timedelta(seconds=self.pick.randrange(3600, 90 * 3600))
            return self._do("reply", at, "", text=fill(self.pick.choice(replies), self.pick))
        until = self.life.now.reply_by
        if until is None or not self._do("resume", until + CLOSES_AFTER, None):
            return False
        self._do("archive", self._later(1, 2, 5), agency, text=self._shared("unanswered"))
        return False

    def _resolve(self, agency: str, at: datetime, *, is_first: bool = True) -> None:
        """Answer; then either the reporter says "not solved", or the clock closes the report."""
        outcome, text, planned_for = self._outcome(at)
        if not self._do("resolve", at, agency, text=text, outcome=outcome):
            return
        self.life.outcome, self.life.outcome_date = outcome, planned_for
        if is_first and self._chance(0.06):
            self._reopen(agency)
        elif self.life.due_at is not None:
            self._do("close", self.life.due_at + CLOSES_AFTER, None)

    def _outcome(self, at: datetime) -> tuple[str, str, date | None]:
        chance = self.pick.random()
        is_works = leaves()[self.code].is_works
        if self.kind == "question" or chance < (0.45 if self.kind == "need" else 0.77 if is_works else 0.93):
            return "done", answer_text(self.code, self.matter, self.deck, self.pick), None
        if chance < 0.97 and (self.kind == "need" or (is_works and chance < 0.9)):
            day = at.date() + timedelta(days=self.pick.randint(20, 150))
            return "planned", self._say("planned", tanggal=f"{day.day} {MONTHS[day.month - 1]} {day.year}"), day
        if chance < 0.98:
            return "partly", self._say("partly"), None
        return "not_possible", self._say("not_possible"), None

    def _reopen(self, agency: str) -> None:
        """Let the reporter say "not solved", and the agency do it again."""
        at = self.life.last_at + timedelta(seconds=self.pick.randrange(5 * 3600, 200 * 3600))
        if not self._do("reporter_reopen", at, "", text=fill(spoken(self.code, "reopen", self.deck), self.pick)):
            return
        if self._do("start", self._later(0, 1, 2, 4), agency):
            days = max(1, round(self.life.target_days * self.pace * self.pick.lognormvariate(-1.0, 0.5)))
            self._resolve(agency, self.life.clock.moment_after(self.life.last_at, days, self.pick), is_first=False)
