"""A resident asks for a service: once, however often the button is pressed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.city import this_city
from cityops.areas.places import OutsideCity
from cityops.errors import CityError, TooMany
from cityops.features.codes import make_code
from cityops.features.history import record
from cityops.features.turns import take_turn
from cityops.services.actions.notify import tell_resident
from cityops.services.life import begun
from cityops.services.models import RequestContact, RequestWords, Service, ServiceRequest
from cityops.services.queries import request_sent_under


class ServiceClosed(CityError):
    """The service takes no requests here."""

    code, status = "service_closed", 422
    text = _("“%(service)s” cannot be asked for here at the moment. Go to the office that its page names.")


class TooManyRequests(TooMany):
    """More came from one address than a household asks for."""

    code = "too_many_requests"
    text = _("Many requests came from your connection just now. What you typed is kept: send it again in an hour.")


@dataclass(frozen=True)
class Contact:
    """Who asks, and how to reach them."""

    name: str
    phone: str = ""
    email: str = ""
    language: str = "id"


@dataclass(frozen=True)
class Sent:
    """What came of pressing "send". `is_new` is False where the same press had arrived before."""

    request: ServiceRequest
    is_new: bool


@transaction.atomic
def send_request(
    *,
    key: UUID,
    service: Service,
    place: Point,
    note: str,
    contact: Contact,
    address_hash: str,
    is_only_desa: bool = False,
    plot_code: str = "",
) -> Sent:
    """Take in a request under an idempotency key; a second call with it returns the first one's and changes nothing.

    place: EPSG:4326; with `is_only_desa` it stands for the whole desa. Raises ServiceClosed, TooManyRequests,
    OutsideCity.
    """
    take_turn("requests of an address", address_hash)
    take_turn("request under a key", key)  # of fifty parallel posts one writes, the others then read what it wrote
    if (first := request_sent_under(key)) is not None:
        return Sent(first, is_new=False)
    if not service.is_open:
        raise ServiceClosed(service=service.label)
    _refuse_flood(address_hash)
    now = timezone.now()
    clock = begun(now, WorkingCalendar())
    request = ServiceRequest.objects.create(
        code=make_code(this_city().public_code_prefix),
        geom=place,
        is_only_desa=is_only_desa,
        service=service,
        agency_id=service.agency_id,
        plot_code=plot_code,
        state=clock.state,
        due_at=clock.due_at,
        created_at=now,
        submission_key=key,
        address_hash=address_hash,
    )
    request.refresh_from_db(fields=["area", "lost_area"])  # filled by the database
    if request.area_id is None:
        raise OutsideCity
    if note.strip():
        RequestWords.objects.create(request=request, note=note.strip())
    RequestContact.objects.create(
        request=request, name=contact.name, phone=contact.phone, email=contact.email, language=contact.language
    )
    record(request, "send", to_state=request.state, service=service.pk, area=request.area_id)
    tell_resident(request, "received")
    return Sent(request, is_new=True)


def _refuse_flood(address_hash: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    sent = ServiceRequest.objects.filter(address_hash=address_hash, created_at__gte=since).count()
    if sent >= int(settings.REQUESTS_PER_HOUR_FROM_ONE_ADDRESS):
        raise TooManyRequests
