"""Who asks: people of the staff, with sessions that the running stack knows."""

from django.conf import settings
from django.test import Client

from cityops.accounts.models import User
from cityops.agencies.memberships import give_role
from cityops.policy.lines import Role


def officer() -> str:
    """Return the cookie of an officer of one agency in one kecamatan."""
    return _cookie("bench-officer", Role.OFFICER, "dpupr", ("35.79.01",))


def dispatcher() -> str:
    """Return the cookie of somebody who sees the whole city."""
    return _cookie("bench-dispatcher", Role.DISPATCHER, "diskominfo", ())


def _cookie(name: str, role: Role, agency: str, areas: tuple[str, ...]) -> str:
    user, is_new = User.objects.get_or_create(username=name, defaults={"name": name})
    if is_new:
        user.set_unusable_password()
        user.save()
        give_role(user, role, agency=agency, areas=areas)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
