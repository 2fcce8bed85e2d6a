"""The history of a feature as staff read it: who did what, from where to where, and whose work it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cityops.accounts.models import User
from cityops.agencies.hands import handed, people_in
from cityops.features.history import history_of, last_event_of
from cityops.features.models import HistoryEvent
from cityops.features.worked import Worked


@dataclass(frozen=True)
class Step:
    """One event in words. `before` is empty where the state stayed; `status` names the sign beside it.

    taken_back_by: who took it back; empty while it holds.
    """

    what: str
    who: str
    when: datetime
    status: str
    before: str
    after: str
    detail: str
    taken_back_by: str = ""


@dataclass(frozen=True)
class Told:
    """The history, newest first; and those whose work it was before, the last one first."""

    story: list[Step]
    handled_before: list[str]


def _nothing(_event: HistoryEvent) -> str:
    return ""


@dataclass(frozen=True)
class Teller:
    """How a kind tells of its events. done: verb → what was done. unnamed: who it was where no member of staff was.

    detail: what is told of an event besides.
    """

    done: Mapping[str, Promise]
    unnamed: Callable[[HistoryEvent], Promise | str]
    detail: Callable[[HistoryEvent], str] = _nothing

    def tell(self, feature: Worked) -> Told:
        """Return all that happened, in two statements however much it is."""
        events = list(history_of(feature).select_related("actor"))
        people = people_in(events)
        by_whom = {event.data["undoes"]: self.who(event) for event in events if event.verb == "undo"}
        steps = [self._step(feature, event, people, by_whom.get(event.pk, "")) for event in reversed(events)]
        held = [event for event in events if event.pk not in by_whom]
        return Told(steps, _handled_before(held, people, feature.assignee_id))

    def who(self, event: HistoryEvent) -> str:
        """Return who it was."""
        return event.actor.get_full_name() if event.actor else str(self.unnamed(event))

    def last_change(self, feature: Worked, actor: User | None) -> dict[str, Any]:
        """Return who did what last, for telling `actor` of it."""
        last = last_event_of(feature)
        what = self.done.get(last.verb, last.verb) if last else self.done["send"]
        if last is None:
            return {"who": str(self.unnamed(HistoryEvent(verb="send"))), "what": what}
        is_own = actor is not None and last.actor_id == actor.pk
        return {"who": _("You yourself, in another window,") if is_own else self.who(last), "what": what}

    def _step(self, feature: Worked, event: HistoryEvent, people: dict[int, str], taken_back_by: str) -> Step:
        moved = bool(event.from_state) and event.from_state != event.to_state
        state = feature.workflow.state
        return Step(
            what=str(self.done.get(event.verb, event.verb)),
            who=self.who(event),
            when=event.at,
            status=state(event.to_state or event.from_state or feature.workflow.states[0].name).sign,
            before=str(state(event.from_state).label) if moved else "",
            after=str(state(event.to_state).label) if moved else "",
            detail=self.detail(event) or handed(event, people),
            taken_back_by=taken_back_by,
        )


def _handled_before(events: list[HistoryEvent], people: dict[int, str], now: int | None) -> list[str]:
    """Return whose work it was, without whose it is."""
    had = [event.data.get("assignee") for event in events]
    found = dict.fromkeys(pk for pk in reversed(had) if pk is not None and pk != now)
    return [people[pk] for pk in found if pk in people]
