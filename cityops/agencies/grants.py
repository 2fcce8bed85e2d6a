"""Memberships as the policy reads them."""

from collections.abc import Iterator

from cityops.accounts.models import User
from cityops.policy.lines import Grant, Role


def grants_from_memberships(user: User) -> Iterator[Grant]:
    """Yield a grant for each membership of a person."""
    for membership in user.memberships.prefetch_related("areas"):
        areas = tuple(area.pk for area in membership.areas.all())
        yield Grant(Role(membership.role), membership.agency_id, areas)
