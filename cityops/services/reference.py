"""Writing the catalogue from the city folder."""

from collections.abc import Sequence

from django.db import transaction

from cityops.services.models import Document, Service
from geodata.city.entries import ServiceEntry


@transaction.atomic
def upsert_services(entries: Sequence[ServiceEntry]) -> int:
    """Write services and what to bring; returns how many. One that left the folder is closed: requests name it."""
    rows = [
        Service(
            code=entry.code,
            name=entry.name,
            name_en=entry.name_en,
            icon=entry.icon,
            agency_id=entry.agency,
            what=entry.what,
            what_en=entry.what_en,
            who=entry.who,
            who_en=entry.who_en,
            days=entry.days,
            fee=entry.fee,
            fee_en=entry.fee_en,
            office_name=entry.office_name,
            office_address=entry.office_address,
            office_kind=entry.office_kind,
            hours=entry.hours,
            hours_en=entry.hours_en,
            is_open=entry.is_open,
            is_verified=entry.verified,
            source=entry.source,
            sort=entry.sort,
        )
        for entry in entries
    ]
    fields = [field.attname.removesuffix("_id") for field in Service._meta.concrete_fields if field.name != "code"]
    Service.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    Service.objects.exclude(code__in=[row.code for row in rows]).update(is_open=False)
    Document.objects.filter(service__in=[row.code for row in rows]).delete()
    Document.objects.bulk_create(
        Document(service_id=entry.code, name=one.name, name_en=one.name_en, is_optional=one.is_optional, sort=number)
        for entry in entries
        for number, one in enumerate(entry.bring)
    )
    return len(rows)
