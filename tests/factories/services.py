"""Services, and requests for them as the application makes them: the database fills the area."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cityops.facilities.models import FacilityKind
from cityops.features.codes import make_code
from cityops.services.models import Document, RequestContact, RequestWords, Service, ServiceRequest
from tests.factories.agencies import AgencyFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.places import IN_SISIR, IN_TEMAS


class ServiceFactory(factory.django.DjangoModelFactory):
    """ID cards, from the registry office, in five working days."""

    class Meta:
        model = Service
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "ktp"
    name = "KTP elektronik"
    name_en = "ID card"
    icon = "id-card"
    agency = factory.SubFactory(AgencyFactory, code="dukcapil", name="Dinas Kependudukan", short_name="Dukcapil")
    what = "KTP baru atau pengganti."
    what_en = "A new ID card."
    who = "Warga dengan KK Kota Batu."
    who_en = "Residents."
    days = 5
    fee = "Gratis"
    fee_en = "Free"
    office_name = "Loket Dukcapil"
    office_address = "Balai Kota"
    hours = "Senin–Jumat 08.00–15.00"
    hours_en = "Monday to Friday 08.00–15.00"
    source = "made up for a test"

    @factory.post_generation
    def documents(service: Service, create: bool, names: Any, **_: Any) -> None:
        for number, name in enumerate(names or ("Kartu keluarga",)):
            Document.objects.get_or_create(service=service, name=name, name_en=name, sort=number)


class OfficeFactory(FacilityFactory):
    """The registry office, in Temas."""

    kind = FacilityKind.OFFICE
    name = "Kantor Dukcapil"
    agency = factory.SubFactory(AgencyFactory, code="dukcapil", name="Dinas Kependudukan", short_name="Dukcapil")
    address = "Jalan Panglima Sudirman 507"
    geom = IN_TEMAS


class RequestFactory(factory.django.DjangoModelFactory):
    """A new request for an ID card from Sisir. Needs a city (`city` fixture) to lie in."""

    class Meta:
        model = ServiceRequest
        skip_postgeneration_save = True

    class Params:
        overdue = factory.Trait(due_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)))

    code = factory.LazyFunction(lambda: make_code("BTU"))
    geom = IN_SISIR
    service = factory.SubFactory(ServiceFactory)
    agency = factory.LazyAttribute(lambda request: request.service.agency)
    due_at = factory.LazyAttribute(
        lambda request: timezone.now() + timedelta(days=3) if request.state in ("submitted", "checking") else None
    )
    closed_at = factory.LazyAttribute(lambda request: timezone.now() if request.state in ("done", "rejected") else None)
    state = "submitted"
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def note(request: ServiceRequest, create: bool, note: str | None, **_: Any) -> None:
        RequestWords.objects.create(request=request, note=note or "KTP hilang di pasar.")
        RequestContact.objects.create(
            request=request, name="Siti Rahayu", phone="0812 3456 7890", email="siti@example.com"
        )
        request.refresh_from_db()
