"""Whose work a feature is: taken, given to a colleague, laid down; and how that is told."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.colleagues import number_of, worker_named, workers_of
from cityops.errors import CityError
from cityops.features.models import HistoryEvent
from cityops.features.worked import Worked
from layers.person_filter import NOBODY


class NotAColleague(CityError):
    """A feature was given to somebody who does not work where it lies."""

    code, status = "not_a_colleague", 422
    text = _("Choose somebody who works for the agency that has this, in its area.")


class IsSoAlready(CityError):
    """A move would change nothing."""

    code, status = "is_so_already", 409
    text = _("There is nothing to change here: it is so already.")


def hand_to(feature: Worked, name: str) -> dict[str, Any]:
    """Make a feature the work of somebody of its agency, by sign-in name; of nobody. Saving it is the caller's.

    Returns what history keeps of it: whose it was and is, by number. Raises IsSoAlready, NotAColleague.
    """
    before = feature.assignee_id
    if before == (None if name == NOBODY else number_of(name)):
        raise IsSoAlready
    feature.assignee = None if name == NOBODY else _colleague(feature, name)
    return {"before": before, "assignee": feature.assignee_id}


def begun_by(feature: Worked, actor: User) -> dict[str, Any]:
    """Give what is nobody's to whoever begins the work on it; returns what history keeps of that."""
    if feature.assignee_id is not None or actor not in workers_of(feature.agency_id, feature.area_id):
        return {}
    return hand_to(feature, actor.username)


def _colleague(feature: Worked, name: str) -> User:
    person = worker_named(name, feature.agency_id, feature.area_id)
    if person is None:
        raise NotAColleague
    return person


def makes_sense(verb: str, feature: Worked) -> bool:
    """Whether a move would change whose work it is, where that is what it does: a colleague's is given, not taken."""
    return verb != "take" or feature.assignee_id is None


def colleague_choices(feature: Worked) -> list[tuple[str, Any]]:
    """Return who can have it: the people of its agency who work in its area; nobody, where somebody has it."""
    others = [person for person in workers_of(feature.agency_id, feature.area_id) if person.pk != feature.assignee_id]
    nobody = [(NOBODY, _("Nobody"))] if feature.assignee_id else []
    return [("", _("Choose…")), *((person.username, person.get_full_name()) for person in others), *nobody]


def people_in(events: Iterable[HistoryEvent]) -> dict[int, str]:
    """Return the names of those whose work it was made, or had been; no statement where nobody's is told of."""
    numbers = {event.data.get(key) for event in events for key in ("before", "assignee")} - {None}
    found = User.objects.filter(pk__in=numbers) if numbers else ()
    return {person.pk: person.get_full_name() for person in found}


def handed(event: HistoryEvent, people: dict[int, str]) -> str:
    """Return whose work it was and is after an event, in words; empty where it changed no hands."""
    if "assignee" not in event.data:
        return ""
    nobody = str(_("nobody"))
    before, now = event.data["before"], event.data["assignee"]
    return f"{people.get(before or 0, nobody)} → {people.get(now or 0, nobody)}"
