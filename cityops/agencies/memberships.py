"""Giving people their roles."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Membership
from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.policy.lines import Role


class NameTaken(CityError):
    """Somebody signs in by that name already."""

    code, status = "name_taken", 409
    text = _("“%(name)s” exists already. Choose another name, or set its password by changepassword.")


class WeakPassword(CityError):
    """The password is too short or too common."""

    code, status = "weak_password", 422
    text = _("Choose another password: %(reasons)s")


def give_role(user: User, role: Role, *, agency: str | None = None, areas: Sequence[str] = ()) -> Membership:
    """Give a person a role in an agency (or in none) and in some areas (none named: the whole city)."""
    membership, _created = Membership.objects.get_or_create(user=user, role=role, agency_id=agency)
    membership.areas.set(Area.objects.filter(pk__in=areas))
    return membership


@transaction.atomic
def make_administrator(*, name: str, password: str) -> User:
    """Make the first person who may appoint others. Raises NameTaken, WeakPassword."""
    if User.objects.filter(username=name).exists():
        raise NameTaken(name=name)
    user = User(username=name, name=name, is_staff=True, is_superuser=True)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(reasons=" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save()
    give_role(user, Role.ADMIN)
    return user
