"""Where a service is had: facilities of the kind that it names, else the offices of its agency."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from cityops.facilities.models import Facility, FacilityKind
from cityops.facilities.offered import Offered
from cityops.facilities.queries import facilities_public
from cityops.services.models import Service


def offices_of(service: Service) -> QuerySet[Facility]:
    """Return the facilities where a service is had, by name; none where the map does not know them yet."""
    offices = facilities_public().select_related("area").prefetch_related("openings").order_by("name")
    if service.office_kind:
        return offices.filter(kind=service.office_kind)
    return offices.filter(agency=service.agency_id, kind__in=[FacilityKind.OFFICE, FacilityKind.VILLAGE_OFFICE])


def services_at(facility: Facility) -> Iterator[Offered]:
    """Yield the services that are had at a facility, for its page."""
    for service in Service.objects.all():
        is_of_kind = service.office_kind and service.office_kind == facility.kind
        is_its_office = not service.office_kind and facility.agency_id == service.agency_id
        if is_of_kind or (is_its_office and facility.kind in (FacilityKind.OFFICE, FacilityKind.VILLAGE_OFFICE)):
            yield Offered(service.label, reverse("services:service", args=[service.pk]))
