"""The one place that decides: may this person use this verb on this feature, and which features does that leave?"""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from cityops.errors import NotAllowed
from cityops.policy.lines import Grant, Portion, Reach
from cityops.policy.registry import grants_of, verb

M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING


def scope(queryset: QuerySet[M], user: Any, kind: str, name: str) -> QuerySet[M]:
    """Return the rows of `queryset` on which `user` may use the verb. Rows have `agency_id` and `area_id`."""
    return queryset.filter(condition(user, kind, name))


def condition(user: Any, kind: str, name: str) -> Q:
    """Return what `scope` filters by, to be combined with other conditions."""
    line = verb(kind, name)
    allowed = NOTHING
    for grant in grants_of(user):
        if reach := line.reach.get(grant.role):
            allowed |= _rows(grant, reach)
    return allowed


def portions(user: Any, kind: str, name: str) -> tuple[Portion, ...]:
    """Return the rows of `scope` as agencies and areas, which may overlap; nothing: no rows at all."""
    line = verb(kind, name)
    found = set()
    for grant in grants_of(user):
        reach = line.reach.get(grant.role)
        if reach == Reach.ANY:
            return (Portion(),)
        if reach is None or (reach != Reach.AREA and not grant.agency) or (reach == Reach.AREA and not grant.areas):
            continue
        areas = () if reach == Reach.AGENCY else tuple(sorted(grant.areas))
        found.add(Portion(None if reach == Reach.AREA else grant.agency, areas))
    return tuple(sorted(found, key=lambda portion: (portion.agency or "", portion.areas)))


def allowed(user: Any, kind: str, name: str, feature: Any) -> bool:
    """Whether `user` may use the verb on this feature: the same decision as `scope`, without a query."""
    line = verb(kind, name)
    return any(
        _covers(grant, reach, feature.agency_id, feature.area_id)
        for grant in grants_of(user)
        if (reach := line.reach.get(grant.role))
    )


def allowed_anywhere(user: Any, kind: str, name: str) -> bool:
    """Whether `user` may use the verb on any feature at all; decides what a menu shows, never what is done."""
    line = verb(kind, name)
    return any(grant.role in line.reach for grant in grants_of(user))


def reaches_several_agencies(user: Any, kind: str, name: str) -> bool:
    """Whether `user` may use the verb on features of more than one agency."""
    line = verb(kind, name)
    grants = [grant for grant in grants_of(user) if grant.role in line.reach]
    wide = {Reach.AREA, Reach.ANY}
    return any(line.reach[grant.role] in wide for grant in grants) or len({grant.agency for grant in grants}) > 1


def check(user: Any, kind: str, name: str, feature: Any) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed(user, kind, name, feature):
        raise NotAllowed


def _rows(grant: Grant, reach: Reach) -> Q:
    if reach == Reach.ANY:
        return EVERYTHING
    rows = EVERYTHING
    if reach in (Reach.AGENCY, Reach.AGENCY_AREA):
        rows &= Q(agency_id=grant.agency) if grant.agency else NOTHING
    if reach == Reach.AREA and not grant.areas:
        return NOTHING  # a camat or lurah without an area has none; only an agency's people may mean "everywhere"
    if reach in (Reach.AREA, Reach.AGENCY_AREA) and grant.areas:
        in_areas = NOTHING
        for code in grant.areas:
            in_areas |= Q(area__code=code) | Q(area__code__startswith=f"{code}.")
        rows &= in_areas
    return rows


def _covers(grant: Grant, reach: Reach, agency: str | None, area: str | None) -> bool:
    if reach == Reach.ANY:
        return True
    if reach in (Reach.AGENCY, Reach.AGENCY_AREA) and (not grant.agency or agency != grant.agency):
        return False
    if reach == Reach.AREA and not grant.areas:
        return False
    if reach in (Reach.AREA, Reach.AGENCY_AREA) and grant.areas:
        return lies_in(area, grant.areas)
    return True


def lies_in(area: str | None, areas: Collection[str]) -> bool:
    """Whether an area is one of some, or lies below one."""
    return any(area == code or (area or "").startswith(f"{code}.") for code in areas)
