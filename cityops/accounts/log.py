"""What happens with an account, in the append-only history: verbs and ids, no words, no address in clear."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.features.history import history_of
from cityops.features.history import record as record_event

SHOWN = 15

VERBS: dict[str, Promise] = {
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "second_step_failed": _("Second step failed after the right password"),
    "proof_failed": _("Failed to show that it is you"),
    "factor_added": _("Added"),
    "factor_removed": _("Removed"),
    "recovery_made": _("Made new recovery codes"),
    "factors_reset": _("Two-step sign-in was reset"),
    "session_ended": _("Ended a session"),
    "sessions_ended": _("Ended sessions"),
    "password_changed": _("Changed the password"),
}
ALARMS = {"second_step_failed", "proof_failed"}
WAYS: dict[str, Promise] = {
    "password": _("password"),
    "code_app": _("authenticator app"),
    "passkey": _("passkey"),
    "passkey_alone": _("passkey without password"),
    "recovery": _("recovery code"),
}


@dataclass(frozen=True)
class Activity:
    """One line for the person: what, by which way, when, and who if it was somebody else. actor empty: themselves."""

    what: Promise
    way: Promise | str
    at: datetime
    actor: str
    is_alarm: bool


def record(user: User, verb: str, *, actor: User | None, way: str = "", **data: str | int | UUID) -> None:
    """Append one event about `user`, in the transaction of its write. actor None: an operator at the machine."""
    said: dict[str, Any] = {name: str(value) if isinstance(value, UUID) else value for name, value in data.items()}
    if way:
        said["way"] = way
    record_event(user, verb, actor=actor, **said)


def last_activities(user: User) -> list[Activity]:
    """Return the newest, for the person themselves."""
    events = history_of(user).filter(verb__in=VERBS).select_related("actor").order_by("-id")[:SHOWN]
    return [
        Activity(
            what=VERBS[event.verb],
            way=WAYS.get(event.data.get("way", ""), ""),
            at=event.at,
            actor=_other(event.actor, user),
            is_alarm=event.verb in ALARMS,
        )
        for event in events
    ]


def _other(actor: User | None, user: User) -> str:
    if actor is None:
        return str(_("the operator"))
    return "" if actor.pk == user.pk else actor.get_full_name()
