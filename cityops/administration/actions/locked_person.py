"""What every change of a person begins and ends with: the lock, and that somebody is left who administers."""

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.changes import must_be_seen
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.agencies.models import Membership
from cityops.errors import CityError, NotFound
from cityops.features.turns import take_turn
from cityops.policy.lines import Role


class LastAdministrator(CityError):
    """Nobody would be left who can administer."""

    code, status = "last_administrator", 409
    text = _("This is the last administrator who can sign in. Make somebody else administrator first.")


def locked(actor: User | None, person_id: int, seen: int | None) -> User:
    """Return a person, locked. seen: the version on the screen (None: not asked). Raises NotFound, ChangedMeanwhile.

    actor None: the operator at the machine, who may do everything anyway.

    Moves that only name the person go on meanwhile: `let_go` then waits for theirs, and must not be waited for by them.
    """
    if actor is not None:
        must_be_allowed(actor, "people")
    one_change_at_a_time()
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    if actor is not None and seen is not None:
        must_be_seen(Thing.PERSON, person.pk, seen, actor)
    return person


def one_change_at_a_time() -> None:
    """Let one transaction at a time change people, before it takes any other turn.

    Two administrators who disable each other cannot both succeed.
    """
    take_turn("administration", "people")


def an_administrator_must_remain() -> None:
    """Raise LastAdministrator where nobody is left who is one and can sign in here."""
    left = Membership.objects.filter(role=Role.ADMIN, user__is_active=True)
    left = left.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if settings.IS_PRODUCTION:
        left = left.exclude(user__is_demo=True)
    if not left.exists():
        raise LastAdministrator
