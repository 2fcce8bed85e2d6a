"""People of the staff by name: who is there, and who may be given work of an agency in an area."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from cityops.accounts.models import User
from cityops.agencies.models import Membership
from cityops.policy.decide import lies_in
from cityops.policy.lines import Role
from cityops.web.once import once_a_request

WORKERS = (Role.OFFICER, Role.EXTENSION, Role.HEAD)
OVERSEERS = (Role.DISPATCHER, Role.PLANNER, Role.ADMIN)  # look after what is very late, for the Sekkota


@once_a_request
def staff_names() -> frozenset[str]:
    """Return the sign-in names of all who have a role."""
    people = User.objects.filter(Exists(Membership.objects.filter(user=OuterRef("pk"))))
    return frozenset(people.values_list("username", flat=True))


@once_a_request
def workers_of(agency: str | None, area: str | None) -> tuple[User, ...]:
    """Return who works for an agency in an area, by name: of those with areas of their own, who has it; the head."""
    return _workers(agency, area)


def _workers(agency: str | None, area: str | None) -> tuple[User, ...]:
    if agency is None:
        return ()
    memberships = (
        Membership.objects.filter(agency=agency, role__in=WORKERS, user__is_active=True)
        .select_related("user")
        .prefetch_related("areas")
    )
    codes = {one: [its.pk for its in one.areas.all()] for one in memberships}
    people = {one.user for one, areas in codes.items() if one.role == Role.HEAD or not areas or lies_in(area, areas)}
    return tuple(sorted(people, key=lambda person: person.get_full_name().casefold()))


def workers_for(agencies: Collection[str]) -> list[User]:
    """Return who works for one of some agencies, anywhere, by name."""
    working = Membership.objects.filter(agency__in=agencies, role__in=WORKERS, user=OuterRef("pk"))
    people = User.objects.filter(Exists(working), is_active=True)
    return sorted(people, key=lambda person: person.get_full_name().casefold())


def heads_of(agencies: Collection[str]) -> dict[int, list[str]]:
    """Return who leads some agencies: ids of people, in order, each with the agencies of these that they lead."""
    heads = Membership.objects.filter(role=Role.HEAD, agency__in=agencies, user__is_active=True).order_by("user_id")
    found: dict[int, list[str]] = {}
    for person, agency in heads.values_list("user_id", "agency_id"):
        found.setdefault(person, []).append(str(agency))
    return found


def overseers() -> list[int]:
    """Return the ids of those who look after what is very late."""
    people = Membership.objects.filter(role__in=OVERSEERS, user__is_active=True).order_by("user_id")
    return list(people.values_list("user_id", flat=True).distinct())


@once_a_request
def number_of(name: str) -> int:
    """Return the number of whoever signs in by a name; 0 where nobody does."""
    return User.objects.filter(username=name).values_list("pk", flat=True).first() or 0


def hold_people(names: Collection[str]) -> None:
    """Let nobody change the roles of people before we are done, in one order for all who hold several."""
    list(User.objects.select_for_update(no_key=True).filter(username__in=names).order_by("pk").values_list("pk"))


@once_a_request
def worker_named(name: str, agency: str | None, area: str | None) -> User | None:
    """Return the one of `workers_of` who signs in by that name, and let nobody change their roles before we are done.

    Whoever disables them at the same moment waits for us, and then finds what they were given; or we for them: who
    works there is asked behind the lock, not known from before.
    """
    hold_people([name])
    return next((person for person in _workers(agency, area) if person.username == name), None)


@once_a_request
def is_worker(number: int, agency: str | None, area: str | None) -> bool:
    """Whether a person is one of `workers_of`, held like `worker_named`."""
    list(User.objects.select_for_update(no_key=True).filter(pk=number).values_list("pk"))
    return any(person.pk == number for person in _workers(agency, area))
