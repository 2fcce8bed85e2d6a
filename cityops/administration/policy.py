"""Who administers what: the lines of this kind. What somebody may not administer is not there for them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cityops.errors import NotFound
from cityops.policy.decide import allowed, allowed_anywhere
from cityops.policy.lines import Reach, Role, Verb
from cityops.policy.registry import register

KIND = "administration"

_ADMIN = {Role.ADMIN: Reach.ANY}
_AND_HEAD = {Role.ADMIN: Reach.ANY, Role.HEAD: Reach.AGENCY}

LINES = {
    "see-people": (_("See who works there"), _AND_HEAD),
    "people": (_("Invite, disable, give and end roles"), _ADMIN),
    "agencies": (_("Change agencies"), _ADMIN),
    "categories": (_("Change categories and targets"), _ADMIN),
    "templates": (_("Write ready texts"), _AND_HEAD),
    "holidays": (_("Set days off"), _ADMIN),
    "history": (_("Read the history of administration"), _ADMIN),
}


@dataclass(frozen=True)
class Subject:
    """What the policy is asked about: whose it is. Places play no part in administration."""

    agency_id: str | None = None
    area_id: None = None


def may(user: Any, verb: str, agency: str | None = None) -> bool:
    """Whether a person may use the verb on what is an agency's, or (none) on what is everyone's."""
    return allowed(user, KIND, verb, Subject(agency))


def must_be_allowed(user: Any, verb: str, agency: str | None = None) -> None:
    """Raise NotFound where `may` says no: who does not administer it is not told of it."""
    if not may(user, verb, agency):
        raise NotFound


def administers_anything(user: Any) -> bool:
    """Whether a menu leads here."""
    return any(allowed_anywhere(user, KIND, verb) for verb in LINES)


def register_lines() -> None:
    """Add the lines of administration to the policy."""
    for name, (label, reach) in LINES.items():
        register(Verb(KIND, name, label, dict(reach)))
