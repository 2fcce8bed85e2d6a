"""People of the staff: invited, called otherwise, disabled and enabled. Nobody is deleted: history names them."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from cityops.accounts.actions.sessions import drop_sessions
from cityops.accounts.models import User
from cityops.administration.actions.locked_person import an_administrator_must_remain, locked, one_change_at_a_time
from cityops.administration.actions.memberships import add_role
from cityops.administration.actions.names import must_be_free
from cityops.administration.changes import record_change
from cityops.administration.links import (
    Link,
    link_subject,
    make_link,
    may_choose_password,
    people_called,
    was_just_sent,
)
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.agencies.leavers import let_go
from cityops.errors import NotFound
from cityops.notifications.mailing import mail_subject
from cityops.notifications.outbox import forget_messages
from cityops.policy.lines import Role

MOST_WITH_AN_ADDRESS = 5  # people who share a mail address; more are no people


@transaction.atomic
def invite(
    *,
    actor: User,
    name: str,
    username: str,
    email: str,
    role: Role,
    agency: str | None = None,
    areas: Sequence[str] = (),
) -> tuple[User, Link]:
    """Make an account without a password, with its first role, and the link by which the person chooses one.

    Raises NotFound, NameInUse, and what `add_role` raises.
    """
    must_be_allowed(actor, "people")
    one_change_at_a_time()
    must_be_free(username)
    person = User(username=username, name=name, email=email)
    person.set_unusable_password()
    person.save()
    record_change(Thing.PERSON, person.pk, "invite", actor=actor)
    add_role(actor=actor, person_id=person.pk, role=role, agency=agency, areas=areas)
    return person, make_link(person, is_invitation=True)


@transaction.atomic
def change_person(
    *, actor: User | None, person_id: int, name: str, username: str, email: str, seen: int | None
) -> User:
    """Call a person otherwise, or set the mail address. actor None: the operator at the machine.

    Raises NotFound, ChangedMeanwhile, NameInUse.
    """
    person = locked(actor, person_id, seen)
    given = {"name": name, "username": username, "email": email}
    fields = [field for field, value in given.items() if getattr(person, field) != value]
    if not fields:
        return person
    if username != person.username:
        must_be_free(username, but=person)
    if "email" in fields:
        _forget_mail(person)  # what waits must not go to the former address
    for field in fields:
        setattr(person, field, given[field])
    person.save(update_fields=fields)
    record_change(Thing.PERSON, person.pk, "change", actor=actor, fields=fields)
    return person


@transaction.atomic
def disable_person(*, actor: User, person_id: int, seen: int) -> int:
    """Shut an account: sessions and links end at once, the person's work becomes nobody's; return how much that was.

    The password stays, so that whoever knows it is told why it opens nothing. Raises NotFound, ChangedMeanwhile,
    LastAdministrator.
    """
    person = locked(actor, person_id, seen)
    if not person.is_active:
        return 0
    person.is_active = False
    person.save(update_fields=["is_active"])
    an_administrator_must_remain()
    drop_sessions(person)
    _forget_mail(person)
    laid_down = let_go(person, actor=actor)
    record_change(Thing.PERSON, person.pk, "disable", actor=actor, laid_down=laid_down)
    return laid_down


@transaction.atomic
def enable_person(*, actor: User, person_id: int, seen: int) -> tuple[User, Link | None]:
    """Open an account again; the person chooses a new password by the link. Raises NotFound, ChangedMeanwhile.

    The former password goes: nothing of before is good any more.
    """
    person = locked(actor, person_id, seen)
    if person.is_active:
        return person, None
    person.is_active = True
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    record_change(Thing.PERSON, person.pk, "enable", actor=actor)
    return person, make_link(person)


@transaction.atomic
def send_password_link(*, actor: User, person_id: int) -> tuple[User, Link]:
    """Make a link by which a person chooses a new password; the present one stays good until then. Raises NotFound."""
    person = locked(actor, person_id, None)
    if not may_choose_password(person):
        raise NotFound
    link = make_link(person, is_invitation=not person.has_usable_password() and person.last_login is None)
    record_change(Thing.PERSON, person.pk, "send_link" if link.mailed_to else "show_link", actor=actor)
    return person, link


@transaction.atomic
def ask_for_password_link(name: str) -> int:
    """Mail a link to whoever goes by a sign-in name or a mail address; return to how many. Nobody is told that."""
    if not settings.HAS_MAIL:
        return 0
    people = [one for one in people_called(name)[:MOST_WITH_AN_ADDRESS] if may_choose_password(one)]
    told = [one for one in people if not was_just_sent(one)]
    for person in told:
        make_link(person)
        record_change(Thing.PERSON, person.pk, "send_link", actor=person)
    return len(told)


def _forget_mail(person: User) -> None:
    """Keep back what waits for a person: links and mail about the work."""
    forget_messages([link_subject(person), mail_subject(person)])
