"""Sign-in names: nobody is to be taken for somebody else, in whatever letters."""

from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.errors import CityError
from cityops.features.turns import take_turn

RESERVED_NAMES = frozenset({"me", "nobody"})  # mean somebody else in a filter


class NameInUse(CityError):
    """Somebody signs in by that name already, or it means somebody else in a filter."""

    code, status = "name_in_use", 409
    text = _("“%(name)s” is taken. Choose another sign-in name.")


class SeveralCalled(CityError):
    """Names of before they were compared whatever their letters differ in capitals only."""

    code, status = "several_called", 409
    text = _("Several people sign in by “%(name)s” in other letters. Write the name exactly.")


def must_be_free(username: str, but: User | None = None) -> None:
    """Take the name's turn, to the end of the transaction. Raises NameInUse."""
    take_turn("sign-in names", username.casefold())
    others = User.objects.filter(username__iexact=username)
    if username.casefold() in RESERVED_NAMES or (others.exclude(pk=but.pk) if but else others).exists():
        raise NameInUse(name=username)


def person_called(username: str) -> User | None:
    """Return who signs in by a name, in whatever letters. Raises SeveralCalled."""
    found = list(User.objects.filter(username__iexact=username))
    exactly = [one for one in found if one.username == username]
    if len(found) > 1 and not exactly:
        raise SeveralCalled(name=username)
    return next(iter(exactly or found), None)
