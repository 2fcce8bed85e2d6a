"""Writing the history of administration, and comparing what was on the screen with what is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.administration.story import operator, words_of
from cityops.errors import CityError

# What changes nothing that a page shows, and is therefore no news to whoever has it open.
_QUIET = ("send_link", "show_link", "choose_password")


class ChangedMeanwhile(CityError):
    """Somebody else changed the thing since the actor looked at it."""

    code, status = "changed_meanwhile", 409
    text = _("%(who)s changed this in the meantime (%(what)s). What you typed is kept: look, then save again.")


def seen_of(thing: Thing, key: object) -> int:
    """Return the version of a thing: the number of the last change of what its page shows; 0 where there was none."""
    last = _last(thing, key)
    return last.pk if last else 0


def must_be_seen(thing: Thing, key: object, seen: int, actor: User) -> None:
    """Raise ChangedMeanwhile where a thing, which is locked, was changed after what the actor has seen."""
    last = _last(thing, key)
    if last is None or last.pk == seen:
        return
    who = last.actor.get_full_name() if last.actor else operator()
    if last.actor_id == actor.pk:
        who = str(_("You yourself, in another window,"))
    raise ChangedMeanwhile(who=who, what=words_of(last))


def record_change(thing: Thing, key: object, verb: str, *, actor: User | None, **data: Any) -> Change:
    """Append one change, in the transaction of the write that it tells of."""
    return Change.objects.create(thing=thing, key=str(key), verb=verb, actor=actor, data=data)


def difference(row: Any, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what `given` would change in a row: column → [before, after], as JSON holds it."""
    pairs = {column: (getattr(row, column), value) for column, value in given.items()}
    differing = {column: pair for column, pair in pairs.items() if is_other(*pair)}
    return {column: [_spelled(one) for one in pair] for column, pair in differing.items()}


def is_other(one: Any, other: Any) -> bool:
    """Whether two values differ. Space around words is no difference: forms take it off, reference data may have it."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() != other.strip()
    return bool(one != other)


def _last(thing: Thing, key: object) -> Change | None:
    changes = Change.objects.filter(thing=thing, key=str(key)).exclude(verb__in=_QUIET)
    return changes.select_related("actor").first()


def _spelled(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
