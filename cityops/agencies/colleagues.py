"""People of the staff by name: who is there, and who may be given work of an agency in an area."""

from django.db.models import Exists, OuterRef

from cityops.accounts.models import User
from cityops.agencies.models import Membership
from cityops.policy.decide import lies_in
from cityops.policy.lines import Role
from cityops.web.once import once_a_request

WORKERS = (Role.OFFICER, Role.EXTENSION, Role.HEAD)


@once_a_request
def staff_names() -> frozenset[str]:
    """Return the sign-in names of all who have a role."""
    people = User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"))))
    return frozenset(people.values_list("username", flat=True))


def workers_of(agency: str | None, area: str | None) -> list[User]:
    """Return who works for an agency in an area, by name: of those with areas of their own, who has it; the head."""
    if agency is None:
        return []
    memberships = (
        Membership.objects.filter(agency=agency, role__in=WORKERS, user__is_active=True)
        .select_related("user")
        .prefetch_related("areas")
    )
    codes = {one: [its.pk for its in one.areas.all()] for one in memberships}
    people = {one.user for one, areas in codes.items() if one.role == Role.HEAD or not areas or lies_in(area, areas)}
    return sorted(people, key=lambda person: person.get_full_name().casefold())
