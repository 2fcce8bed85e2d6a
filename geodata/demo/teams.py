"""The people in whose name the demo's work was done: one team an agency, and nobody can sign in as one."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from cityops.accounts.models import User
from cityops.agencies.models import Agency

TEAM = "tim-{agency}"
UNUSABLE = make_password(None)


def teams_of(agencies: Iterable[str]) -> dict[str, int]:
    """Return agency → user, made where missing."""
    wanted = sorted(set(agencies))
    short_names = dict(Agency.objects.filter(pk__in=wanted).values_list("pk", "short_name"))
    User.objects.bulk_create(
        [
            User(username=TEAM.format(agency=code), name=f"Tim {short_names[code]}", is_active=False, password=UNUSABLE)
            for code in wanted
        ],
        ignore_conflicts=True,
    )
    ids = dict(User.objects.filter(username__startswith="tim-").values_list("username", "pk"))
    return {code: ids[TEAM.format(agency=code)] for code in wanted}
