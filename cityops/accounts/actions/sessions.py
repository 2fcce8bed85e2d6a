"""Ending sessions: their rows go, and with the next request whoever had one is a stranger."""

from uuid import UUID

from django.db import transaction

from cityops.accounts.faults import NotThereAnyMore
from cityops.accounts.log import record
from cityops.accounts.models import Session, User
from cityops.accounts.policy import check_may_secure


@transaction.atomic
def end_session(*, actor: User, public_id: UUID) -> None:
    """End one of one's own. Raises NotThereAnyMore, since somebody else's is none."""
    count, _each = Session.objects.filter(user=actor, public_id=public_id).delete()
    if not count:
        raise NotThereAnyMore
    record(actor, "session_ended", actor=actor, session=public_id)


@transaction.atomic
def end_other_sessions(*, actor: User, keep: UUID | None) -> int:
    """End all of one's own but the present one; returns how many."""
    count = drop_sessions(actor, keep=keep)
    if count:
        record(actor, "sessions_ended", actor=actor, count=count)
    return count


@transaction.atomic
def end_all_sessions(*, actor: User | None, user: User) -> int:
    """End all of a person's sessions; returns how many. actor None: an operator at the machine. Raises NotAllowed."""
    check_may_secure(actor)
    count = drop_sessions(user)
    record(user, "sessions_ended", actor=actor, count=count)
    return count


@transaction.atomic
def change_password(*, actor: User, password: str, keep: UUID | None) -> None:
    """Set one's own password, which the caller has validated, and end the other sessions."""
    actor.set_password(password)
    actor.save(update_fields=["password"])
    record(actor, "password_changed", actor=actor, sessions=drop_sessions(actor, keep=keep))


def drop_sessions(user: User, *, keep: UUID | None = None) -> int:
    """Delete a person's sessions but one, within an action; returns how many."""
    others = Session.objects.filter(user=user)
    if keep is not None:
        others = others.exclude(public_id=keep)
    count, _each = others.delete()
    return count
