"""Writing agencies, categories and days off from the city folder."""

from collections.abc import Iterable

from django.db import transaction

from cityops.agencies.models import Agency, Category, Holiday
from geodata.city.entries import AgencyEntry, CategoryEntry, HolidayEntry


@transaction.atomic
def upsert_agencies(entries: Iterable[AgencyEntry]) -> int:
    """Write the departments; returns how many. One that left the folder stays, since reports name it."""
    rows = [
        Agency(
            code=entry.code,
            name=entry.name,
            short_name=entry.short_name,
            remit=entry.remit,
            phone=entry.phone,
            address=entry.address,
            parent_id=entry.parent or None,
            is_ours=entry.is_ours,
            is_verified=entry.verified,
            source=entry.source,
        )
        for entry in sorted(entries, key=lambda entry: (entry.parent, entry.code))
    ]
    fields = ["name", "short_name", "remit", "phone", "address", "parent", "is_ours", "is_verified", "source"]
    Agency.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(rows)


@transaction.atomic
def upsert_categories(entries: Iterable[CategoryEntry]) -> int:
    """Write the category tree, groups first; returns how many. One that left the folder is closed, not deleted."""
    rows = [
        Category(
            code=entry.code,
            kind=entry.kind,
            name=entry.name,
            name_en=entry.name_en,
            parent_id=entry.parent or None,
            agency_id=entry.agency or None,
            icon=entry.icon,
            colour=entry.colour,
            target_days=entry.target_days,
            source=entry.target_source,
            is_public=entry.is_public,
            public_precision=entry.precision,
            is_open=entry.is_open,
            is_emergency=entry.emergency,
            guidance=entry.guidance,
            guidance_en=entry.guidance_en,
            sort=entry.sort,
        )
        for entry in sorted(entries, key=lambda entry: entry.sort)
    ]
    fields = [field.attname.removesuffix("_id") for field in Category._meta.concrete_fields if field.name != "code"]
    Category.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    Category.objects.exclude(code__in=[row.code for row in rows]).update(is_open=False)
    return len(rows)


@transaction.atomic
def upsert_holidays(entries: Iterable[HolidayEntry]) -> int:
    """Write the days on which the city differs from the national calendar; returns how many."""
    rows = [
        Holiday(date=entry.on, name=entry.name, is_working=entry.is_working, source=entry.source) for entry in entries
    ]
    Holiday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=["name", "is_working", "source"]
    )
    return len(rows)
