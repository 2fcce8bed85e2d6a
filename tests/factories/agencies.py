"""Agencies, categories, and people with a role."""

from collections.abc import Sequence

import factory

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Category, Membership
from cityops.policy.lines import Role
from tests.factories.accounts import UserFactory


class AgencyFactory(factory.django.DjangoModelFactory):
    """A department of the city."""

    class Meta:
        model = Agency
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"dinas-{n}")
    name = factory.LazyAttribute(lambda agency: f"Dinas {agency.code}")
    short_name = factory.LazyAttribute(lambda agency: agency.code.upper())


class CategoryFactory(factory.django.DjangoModelFactory):
    """Potholes, answered for by DPUPR."""

    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = "jalan-rusak"
    kind = "complaint"
    name = "Jalan rusak"
    name_en = "Damaged road"
    agency = factory.SubFactory(AgencyFactory, code="dpupr")
    icon = "construction"
    colour = "#8a5a00"
    target_days = 7


def staff(role: Role, *, agency: str | None = None, areas: Sequence[str] = (), **user: object) -> User:
    """Return a person with one membership; `areas` are codes that exist already."""
    return with_role(UserFactory(**user), role, agency=agency, areas=areas)


def with_role(person: User, role: Role, *, agency: str | None = None, areas: Sequence[str] = ()) -> User:
    """Give somebody who is there one membership more."""
    membership = Membership.objects.create(
        user=person, role=role, agency=AgencyFactory(code=agency) if agency else None
    )
    membership.areas.set(areas)
    return person
