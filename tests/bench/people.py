"""Who asks: people of the staff, with sessions that the running stack knows."""

from django.conf import settings
from django.db.models import Count
from django.test import Client

from cityops.accounts.models import User
from cityops.administration.actions.memberships import give_role
from cityops.policy.lines import Role
from cityops.reports.models import Report
from cityops.reports.workflow import OPEN_STATES


def officer() -> str:
    """Return the cookie of an officer of one agency in one kecamatan."""
    return _cookie("bench-officer", Role.OFFICER, "dpupr", ("35.79.01",))


def dispatcher() -> str:
    """Return the cookie of somebody who sees the whole city."""
    return _cookie("bench-dispatcher", Role.DISPATCHER, "diskominfo", ())


def officers(count: int) -> list[str]:
    """Return the cookies of so many officers, each of the agencies with the most open reports in turn."""
    most = Report.objects.filter(state__in=OPEN_STATES, agency__is_ours=True).values("agency").annotate(n=Count("pk"))
    agencies = [row["agency"] for row in most.order_by("-n")[:8]]
    return [
        _cookie(f"bench-officer-{number}", Role.OFFICER, agencies[number % len(agencies)], ())
        for number in range(count)
    ]


def planner() -> User:
    """Return a planner, who may bring in files and show them to everyone."""
    return _person("bench-planner", Role.PLANNER, "bapelitbangda", ())


def _cookie(name: str, role: Role, agency: str, areas: tuple[str, ...]) -> str:
    client = Client()
    client.force_login(_person(name, role, agency, areas), backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _person(name: str, role: Role, agency: str, areas: tuple[str, ...]) -> User:
    user, is_new = User.objects.get_or_create(username=name, defaults={"name": name})
    if is_new:
        user.set_unusable_password()
        user.save()
        give_role(actor=None, person_id=user.pk, role=role, agency=agency, areas=areas)
    return user
