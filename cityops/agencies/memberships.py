"""Giving people their roles."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.leavers import let_go
from cityops.agencies.models import Agency, Membership
from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.policy.lines import Role

NEED_AGENCY = {Role.OFFICER, Role.HEAD, Role.EXTENSION}  # what they may do is all of their agency
RESERVED_NAMES = {"me", "nobody"}  # mean somebody else in a filter
NEED_AREA = {Role.CAMAT, Role.LURAH}


class NameTaken(CityError):
    """Somebody signs in by that name already."""

    code, status = "name_taken", 409
    text = _("“%(name)s” exists already. Choose another name, or set its password by changepassword.")


class WeakPassword(CityError):
    """The password is too short or too common."""

    code, status = "weak_password", 422
    text = _("Choose another password: %(reasons)s")


class NoSuchCode(CityError):
    """An agency or an area that the city does not have."""

    code, status = "no_such_code", 422
    text = _("The city has no %(kind)s with the code %(codes)s.")


class NeedsAgency(CityError):
    """A role that is nothing without an agency, or without an area."""

    code, status = "needs_more", 422
    text = _("The role %(role)s needs %(option)s.")


def give_role(user: User, role: Role, *, agency: str | None = None, areas: Sequence[str] = ()) -> Membership:
    """Give a person a role in an agency (or in none) and in some areas (none named: the whole city).

    Where they had it in more areas, their work in the others becomes nobody's.
    """
    membership, created = Membership.objects.get_or_create(user=user, role=role, agency_id=agency)
    membership.areas.set(Area.objects.filter(pk__in=areas))
    if not created:
        let_go(user, actor=None)
    return membership


@transaction.atomic
def appoint(
    *, name: str, role: Role, agency: str | None, areas: Sequence[str], full_name: str = "", password: str = ""
) -> Membership:
    """Give a role to the person who signs in as `name`; nobody there: make the account with `password`.

    Raises NoSuchCode, NeedsAgency, NameTaken, WeakPassword.
    """
    if agency and not Agency.objects.filter(pk=agency).exists():
        raise NoSuchCode(kind=_("agency"), codes=agency)
    unknown = sorted(set(areas) - set(Area.objects.filter(pk__in=areas).values_list("pk", flat=True)))
    if unknown:
        raise NoSuchCode(kind=_("area"), codes=", ".join(unknown))
    if role in NEED_AGENCY and not agency:
        raise NeedsAgency(role=role.value, option="--agency")
    if role in NEED_AREA and not areas:
        raise NeedsAgency(role=role.value, option="--area")
    user = User.objects.filter(username=name).first()
    if user is None and name in RESERVED_NAMES:
        raise NameTaken(name=name)
    if user is None:
        user = _save_with(User(username=name, name=full_name or name), password)
    elif full_name:
        user.name = full_name
        user.save(update_fields=["name"])
    return give_role(user, role, agency=agency, areas=areas)


@transaction.atomic
def make_administrator(*, name: str, password: str) -> User:
    """Make the first person who may appoint others. Raises NameTaken, WeakPassword."""
    if User.objects.filter(username=name).exists():
        raise NameTaken(name=name)
    user = _save_with(User(username=name, name=name, is_staff=True, is_superuser=True), password)
    give_role(user, Role.ADMIN)
    return user


def _save_with(user: User, password: str) -> User:
    """Save a new account. Raises WeakPassword."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(reasons=" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save()
    return user
