"""Changes as people read them: who did what, and what was before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.administration.reference import Deviation
from cityops.agencies.models import Agency, AnswerTemplate, Category, Holiday, WorkingWeek
from cityops.areas.queries import all_areas
from cityops.features.dates import day_in_words
from cityops.features.work import registered_kinds
from cityops.policy.lines import Role

DONE: dict[str, Promise] = {
    "invite": _("Invited"),
    "make": _("Account made"),
    "change": _("Changed"),
    "disable": _("Disabled"),
    "enable": _("Enabled"),
    "send_link": _("Link for a password sent"),
    "show_link": _("Link for a password shown to the administrator"),
    "choose_password": _("Password chosen"),
    "add_role": _("Role given"),
    "change_role": _("Role changed"),
    "end_role": _("Role ended"),
    "take_back": _("Value of the reference data taken back"),
    "add": _("Added"),
    "remove": _("Removed"),
    "restore": _("Day of the reference data taken back"),
}
ADDS = frozenset({"add", "add_role"})
FIELDS: dict[str, Promise] = {
    "name": _("name"),
    "username": _("sign-in name"),
    "email": _("e-mail"),
    "short_name": _("short name"),
    "remit": _("remit"),
    "phone": _("telephone"),
    "address": _("address"),
    "week": _("working week"),
    "is_verified": _("confirmed"),
    "agency_id": _("agency"),
    "target_days": _("target in working days"),
    "guidance": _("advice in Indonesian"),
    "guidance_en": _("advice in English"),
    "is_open": _("takes reports"),
    "is_public": _("on the public map"),
    "kind": _("kind of work"),
    "verb": _("move"),
    "state": _("state"),
    "language": _("language"),
    "title": _("title"),
    "text": _("text"),
    "date": _("day"),
    "is_working": _("working day"),
    "source": _("source"),
    "role": _("role"),
    "areas": _("areas"),
}


@dataclass(frozen=True)
class Line:
    """One field of a change: its name, and its values in words where they are told."""

    field: str
    before: str = ""
    after: str = ""
    has_values: bool = False


@dataclass(frozen=True)
class Entry:
    """One change in words.

    about: the thing by its name, as it is called now; url: its page, if it has one. is_new: nothing was before.
    """

    what: str
    who: str
    when: datetime
    thing: str
    about: str
    url: str
    is_new: bool
    lines: tuple[Line, ...]


def operator() -> str:
    """Return who it is where nobody was signed in: a command."""
    return str(_("The operator"))


def words_of(change: Change) -> str:
    """Return what was done, with the names of the fields: "Changed: telephone, address"."""
    fields = [str(FIELDS.get(name, name)) for name in (*change.data.get("changed", ()), *change.data.get("fields", ()))]
    done = str(DONE.get(change.verb, change.verb))
    return f"{done}: {', '.join(fields)}" if fields else done


def work_in_words(laid_down: int) -> str:
    """Return how much work became nobody's, as a sentence."""
    words = ngettext("%(n)s piece of work is nobody’s now.", "%(n)s pieces of work are nobody’s now.", laid_down)
    return words % {"n": laid_down}


def story_of(changes: Iterable[Change]) -> list[Entry]:
    """Return changes, given with their actors, in words: the same number of statements however many there are."""
    given = list(changes)
    names = _Names(given)
    return [_entry(change, names) for change in given]


class _Names:
    """What the codes and numbers of some changes are called today."""

    def __init__(self, changes: list[Change]) -> None:
        keys: dict[str, set[str]] = {thing: set() for thing in Thing.values}
        for change in changes:
            keys[change.thing].add(change.key)
        people = User.objects.in_bulk([int(key) for key in keys[Thing.PERSON]])
        templates = AnswerTemplate.objects.in_bulk([int(key) for key in keys[Thing.TEMPLATE]])
        days = Holiday.objects.in_bulk([date.fromisoformat(key) for key in keys[Thing.HOLIDAY]])
        self.agencies = {one.pk: one.short_name for one in Agency.objects.all()}
        self.areas = {one.pk: str(one) for one in all_areas()}
        kinds = registered_kinds()
        self.words: dict[str, dict[str, Any]] = {
            "agency_id": self.agencies,
            "role": dict(Role.choices),
            "week": dict(WorkingWeek.choices),
            "language": dict(settings.LANGUAGES),
            "kind": {kind.name: kind.label for kind in kinds},
            "verb": {move.verb: move.label for kind in kinds for move in kind.workflow.moves},
            "state": {state.name: state.label for kind in kinds for state in kind.workflow.states},
        }
        self.of: dict[str, dict[str, str]] = {
            Thing.PERSON: {str(pk): one.get_full_name() for pk, one in people.items()},
            Thing.AGENCY: self.agencies,
            Thing.CATEGORY: {one.pk: one.label for one in Category.objects.filter(pk__in=keys[Thing.CATEGORY])},
            Thing.TEMPLATE: {str(pk): one.title for pk, one in templates.items()},
            Thing.HOLIDAY: {day.isoformat(): f"{day_in_words(day)} · {one.name}" for day, one in days.items()},
        }

    def value(self, column: str, value: Any) -> str:
        """Return a value in words."""
        if value is None or value in ("", []):
            return "–"
        if isinstance(value, bool):
            return str(_("yes")) if value else str(_("no"))
        if column == "areas":
            return ", ".join(self.areas.get(code, code) for code in value)
        return str(self.words.get(column, {}).get(value, value))


ADDRESSES = {
    Thing.PERSON: "administration:person",
    Thing.AGENCY: "administration:agency",
    Thing.CATEGORY: "administration:category",
    Thing.TEMPLATE: "administration:template",
    Thing.HOLIDAY: "administration:holiday",
}


def _entry(change: Change, names: _Names) -> Entry:
    called = names.of[change.thing].get(change.key)
    values = tuple(
        Line(str(FIELDS.get(column, column)), names.value(column, before), names.value(column, after), has_values=True)
        for column, (before, after) in change.data.get("changed", {}).items()
        if change.verb not in ADDS or after not in (None, "", [])
    )
    bare = [Line(str(FIELDS.get(name, name))) for name in change.data.get("fields", ())]
    if laid_down := change.data.get("laid_down"):
        bare.append(Line(work_in_words(laid_down)))
    return Entry(
        what=str(DONE.get(change.verb, change.verb)),
        who=change.actor.get_full_name() if change.actor else operator(),
        when=change.at,
        thing=str(Thing(change.thing).label),
        about=called or str(change.data.get("called", change.key)),
        url=reverse(ADDRESSES[Thing(change.thing)], args=[change.key]) if called else "",
        is_new=change.verb in ADDS,
        lines=(*values, *bare),
    )


@dataclass(frozen=True)
class Difference:
    """A column in words: what an administrator has made of it, and what the reference data says."""

    column: str
    field: str
    ours: str
    theirs: str


def deviations_in_words(deviations: Iterable[Deviation]) -> list[Difference]:
    """Return in words where something differs from the reference data."""
    given = list(deviations)
    names = _Names([]) if given else None
    return [
        Difference(
            one.column,
            str(FIELDS.get(one.column, one.column)),
            names.value(one.column, one.ours),
            names.value(one.column, one.theirs),
        )
        for one in given
        if names
    ]
