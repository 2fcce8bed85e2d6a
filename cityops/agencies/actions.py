"""Writing agencies, categories and days off from the city folder. What an administrator has changed stays as it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from cityops.agencies.models import Agency, Category, Holiday
from geodata.city.entries import AgencyEntry, CategoryEntry, HolidayEntry


def agency_values(entry: AgencyEntry) -> dict[str, Any]:
    """Return what the folder says of a department, by column."""
    return {
        "name": entry.name,
        "short_name": entry.short_name,
        "remit": entry.remit,
        "phone": entry.phone,
        "address": entry.address,
        "parent_id": entry.parent or None,
        "is_ours": entry.is_ours,
        "is_verified": entry.verified,
        "source": entry.source,
    }


def category_values(entry: CategoryEntry) -> dict[str, Any]:
    """Return what the folder says of a category, by column."""
    return {
        "kind": entry.kind,
        "name": entry.name,
        "name_en": entry.name_en,
        "parent_id": entry.parent or None,
        "agency_id": entry.agency or None,
        "icon": entry.icon,
        "colour": entry.colour,
        "target_days": entry.target_days,
        "source": entry.target_source,
        "is_public": entry.is_public,
        "public_precision": entry.precision,
        "is_open": entry.is_open,
        "is_emergency": entry.emergency,
        "guidance": entry.guidance,
        "guidance_en": entry.guidance_en,
        "sort": entry.sort,
    }


@transaction.atomic
def upsert_agencies(entries: Iterable[AgencyEntry]) -> int:
    """Write the departments; returns how many. One that left the folder stays, since reports name it."""
    ordered = sorted(entries, key=lambda entry: (entry.parent, entry.code))
    rows = [Agency(code=entry.code, **agency_values(entry)) for entry in ordered]
    _keep_what_was_edited(rows, {one.pk: one for one in Agency.objects.select_for_update().exclude(edited=[])})
    fields = ["name", "short_name", "remit", "phone", "address", "parent", "is_ours", "is_verified", "source"]
    Agency.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(rows)


@transaction.atomic
def upsert_categories(entries: Iterable[CategoryEntry]) -> int:
    """Write the category tree, groups first; returns how many. One that left the folder is closed, not deleted."""
    ordered = sorted(entries, key=lambda entry: entry.sort)
    rows = [Category(code=entry.code, **category_values(entry)) for entry in ordered]
    _keep_what_was_edited(rows, {one.pk: one for one in Category.objects.select_for_update().exclude(edited=[])})
    fields = [field.name for field in Category._meta.concrete_fields if field.name not in {"code", "edited"}]
    Category.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    left = Category.objects.exclude(code__in=[row.code for row in rows]).exclude(edited__contains=["is_open"])
    left.update(is_open=False)
    return len(rows)


@transaction.atomic
def upsert_holidays(entries: Iterable[HolidayEntry]) -> int:
    """Write the days on which the city differs from the national calendar; returns how many."""
    kept = set(Holiday.objects.select_for_update().filter(is_edited=True).values_list("date", flat=True))
    rows = [
        Holiday(date=entry.on, name=entry.name, is_working=entry.is_working, source=entry.source)
        for entry in entries
        if entry.on not in kept
    ]
    Holiday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=["name", "is_working", "source"]
    )
    return len(rows)


def _keep_what_was_edited(rows: Sequence[Agency | Category], edited: dict[str, Any]) -> None:
    """Put into the rows to be written what an administrator has changed in those that are there, by column."""
    for row in rows:
        if before := edited.get(row.pk):
            for column in before.edited:
                setattr(row, column, getattr(before, column))
