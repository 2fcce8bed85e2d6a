"""Reading agencies and categories: reference data, kept while nobody changes it."""

from cityops.agencies.models import Agency, Category
from cityops.web.unchanged import while_unchanged


@while_unchanged(Agency)
def all_agencies() -> tuple[Agency, ...]:
    """Return all agencies by short name."""
    return tuple(Agency.objects.order_by("short_name"))


@while_unchanged(Category)
def all_categories() -> tuple[Category, ...]:
    """Return all categories in their order, each with its parent."""
    found = {category.pk: category for category in Category.objects.all()}
    for category in found.values():
        category.parent = found.get(category.parent_id or "")
    return tuple(found.values())


def agency_codes() -> frozenset[str]:
    """Return the codes of all agencies."""
    return frozenset(agency.pk for agency in all_agencies())


def category_codes() -> frozenset[str]:
    """Return the codes of all categories."""
    return frozenset(category.pk for category in all_categories())
