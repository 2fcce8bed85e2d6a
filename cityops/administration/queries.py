"""Reading what is administered: every query starts from who asks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.administration.policy import KIND, may
from cityops.agencies.models import Agency, AnswerTemplate, Category, Membership
from cityops.areas.models import Area
from cityops.errors import NotFound
from cityops.policy.decide import scope


def memberships_seen_by(user: Any) -> QuerySet[Membership]:
    """Return the roles that a person may know of here: a head those in the own agency."""
    return scope(Membership.objects.all(), user, KIND, "see-people")


def people_seen_by(user: Any) -> QuerySet[User]:
    """Return the accounts that a person may see here: administrators all, a head those of the own agency's people."""
    if may(user, "people"):
        return User.objects.all()
    return User.objects.filter(Exists(memberships_seen_by(user).filter(user=OuterRef("pk"))))


def with_roles(people: QuerySet[User], user: Any) -> QuerySet[User]:
    """Add the roles that the reader may know of, in three statements however many people there are."""
    areas = Prefetch("areas", Area.objects.defer("geom").order_by("code"))
    shown = memberships_seen_by(user).select_related("agency").prefetch_related(areas).order_by("pk")
    return people.prefetch_related(Prefetch("memberships", shown, to_attr="roles"))


def person_seen_by(user: Any, person_id: int) -> User:
    """Return a person with the roles. Raises NotFound for those that the reader may not see, be they there or not."""
    person = with_roles(people_seen_by(user), user).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def templates_seen_by(user: Any) -> QuerySet[AnswerTemplate]:
    """Return the ready texts that a person keeps; a head also reads those of all agencies."""
    own = scope(AnswerTemplate.objects.all(), user, KIND, "templates")
    return AnswerTemplate.objects.filter(Q(pk__in=own.values("pk")) | Q(agency=None)).select_related("agency")


def agencies_kept_by(user: Any, verb: str) -> list[Agency]:
    """Return the agencies for which a person may use the verb, by short name."""
    return [one for one in Agency.objects.order_by("short_name") if may(user, verb, one.pk)]


@dataclass(frozen=True)
class CategoryGroup:
    """A group of the category tree with its leaves; a leaf without a group is its own."""

    category: Category
    leaves: list[Category]


def category_groups() -> list[CategoryGroup]:
    """Return the category tree in its order, with the agencies, in one statement."""
    leaves: dict[str, list[Category]] = {}
    tops: list[Category] = []
    for one in Category.objects.select_related("agency"):
        if one.parent_id is None:
            tops.append(one)
        else:
            leaves.setdefault(one.parent_id, []).append(one)
    return [CategoryGroup(top, leaves.get(top.pk, [top])) for top in tops]


def agency_of(code: str) -> Agency:
    """Return an agency. Raises NotFound."""
    found = Agency.objects.select_related("parent").filter(pk=code).first()
    if found is None:
        raise NotFound
    return found


def leaf_category(code: str) -> Category:
    """Return a category that reports can have. Raises NotFound for groups and for what is not there."""
    found = Category.objects.select_related("agency", "parent").filter(pk=code, children=None).first()
    if found is None:
        raise NotFound
    return found


def agencies_with_people() -> QuerySet[Agency]:
    """Return the agencies with how many people have a role there."""
    at_work = Count("memberships__user", filter=Q(memberships__user__is_active=True), distinct=True)
    return Agency.objects.annotate(people=at_work).order_by("-is_ours", "short_name")


def changes_of(thing: Thing, key: object) -> QuerySet[Change]:
    """Return the history of one thing, newest first."""
    return Change.objects.filter(thing=thing, key=str(key)).select_related("actor")
