"""Memberships as the policy reads them."""

from collections.abc import Iterator

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from cityops.accounts.models import User
from cityops.policy.lines import Grant, Role


def grants_from_memberships(user: User) -> Iterator[Grant]:
    """Yield a grant for each membership of a person, in one statement."""
    areas = ArrayAgg("areas", filter=Q(areas__isnull=False), order_by="areas", default=[])
    found = user.memberships.annotate(codes=areas).order_by("id").values_list("role", "agency_id", "codes")
    for role, agency, codes in found:
        yield Grant(Role(role), agency, tuple(codes))
