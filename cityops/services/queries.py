"""Reading services and requests: every query for requests starts from who asks."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cityops.errors import NotFound
from cityops.policy.decide import scope
from cityops.services.models import Service, ServiceRequest
from cityops.services.policy import KIND


def services() -> QuerySet[Service]:
    """Return the catalogue with what its pages show."""
    return Service.objects.select_related("agency").prefetch_related("documents")


def service_named(code: str) -> Service:
    """Return a service. Raises NotFound."""
    service = services().filter(pk=code).first()
    if service is None:
        raise NotFound
    return service


def requests_visible_to(user: Any) -> QuerySet[ServiceRequest]:
    """Return what a member of staff may see: the policy's line "view". Strangers see none."""
    return scope(ServiceRequest.objects.all(), user, KIND, "view")


def request_sent_under(key: UUID) -> ServiceRequest | None:
    """Return the request that an idempotency key has made already."""
    return ServiceRequest.objects.select_related("words", "contact", "service").filter(submission_key=key).first()


def with_what_is_shown(requests: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Add what a row or a page shows, so that it takes the same number of statements for 2 rows and for 200."""
    shown = requests.select_related("service", "agency", "area", "area__parent", "pickup__office")
    return shown.defer("area__geom", "area__parent__geom")
