"""Appointing people at the machine, where no administrator is: the same changes as on the pages, told the same way."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.actions.locked_person import one_change_at_a_time
from cityops.administration.actions.memberships import give_role
from cityops.administration.actions.names import must_be_free, person_called
from cityops.administration.actions.people import change_person
from cityops.administration.changes import record_change
from cityops.administration.models import Thing
from cityops.agencies.models import Agency, Membership
from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.policy.lines import Role


class WeakPassword(CityError):
    """The password is too short or too common."""

    code, status = "weak_password", 422
    text = _("Choose another password: %(reasons)s")


class NoSuchCode(CityError):
    """An agency or an area that the city does not have."""

    code, status = "no_such_code", 422
    text = _("The city has no %(kind)s with the code %(codes)s.")


@transaction.atomic
def appoint(
    *, name: str, role: Role, agency: str | None, areas: Sequence[str], full_name: str = "", password: str = ""
) -> Membership:
    """Give a role to the person who signs in as `name`; nobody there: make the account with `password`.

    Raises NoSuchCode, SeveralCalled, NameInUse, WeakPassword, and what `give_role` raises.
    """
    one_change_at_a_time()
    _must_be_there(agency, areas)
    user = person_called(name)
    if user is None:
        user = _make_account(User(username=name, name=full_name or name), password)
    elif full_name:
        called = {"name": full_name, "username": user.username, "email": user.email}
        change_person(actor=None, person_id=user.pk, **called, seen=None)
    return give_role(actor=None, person_id=user.pk, role=role, agency=agency, areas=areas)


@transaction.atomic
def make_administrator(*, name: str, password: str) -> User:
    """Make the first person who may appoint others. Raises NameInUse, WeakPassword."""
    one_change_at_a_time()
    user = _make_account(User(username=name, name=name, is_staff=True, is_superuser=True), password)
    give_role(actor=None, person_id=user.pk, role=Role.ADMIN)
    return user


def _must_be_there(agency: str | None, areas: Sequence[str]) -> None:
    if agency and not Agency.objects.filter(pk=agency).exists():
        raise NoSuchCode(kind=_("agency"), codes=agency)
    unknown = sorted(set(areas) - set(Area.objects.filter(pk__in=areas).values_list("pk", flat=True)))
    if unknown:
        raise NoSuchCode(kind=_("area"), codes=", ".join(unknown))


def _make_account(user: User, password: str) -> User:
    must_be_free(user.username)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(reasons=" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save()
    record_change(Thing.PERSON, user.pk, "make", actor=None)
    return user
