"""Asking for a service: once, however often the button is pressed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.places import OutsideCity
from cityops.features.history import history_of
from cityops.services.actions import Contact, Sent, send_request
from cityops.services.actions.send import ServiceClosed, TooManyRequests
from cityops.services.models import Message, RequestContact, RequestWords, ServiceRequest
from cityops.services.retention import forget_addresses, forget_words
from tests.factories import places
from tests.factories.services import RequestFactory, ServiceFactory
from tests.factories.threads import at_once

SITI = Contact(name="Siti", phone="081234567890")


def sending(**given: object) -> Callable[[], Sent]:
    usual = {
        "key": uuid4(),
        "service": given.get("service") or ServiceFactory(),
        "place": places.IN_SISIR,
        "note": "KTP hilang",
        "contact": SITI,
        "address_hash": "a" * 32,
    }
    return partial(send_request, **{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestSending:
    def test_what_is_kept(self) -> None:
        sent = sending(plot_code="BTU-2222-2222", is_only_desa=True)()
        request = ServiceRequest.objects.get()
        assert sent.is_new
        assert (request.area_id, request.agency_id, request.state) == ("35.79.01.1004", "dukcapil", "submitted")
        assert request.due_at == WorkingCalendar().due_after(timezone.now(), 3)
        assert (request.is_public, request.is_only_desa, request.plot_code) == (False, True, "BTU-2222-2222")
        assert request.words.note == "KTP hilang"
        assert request.contact.name == "Siti"
        event = history_of(request).get()
        assert (event.verb, event.is_public) == ("send", False)
        assert "Siti" not in str(event.data)

    def test_the_same_key_is_the_same_request(self) -> None:
        send = sending()
        first, second = send(), send()
        assert first.request.pk == second.request.pk
        assert not second.is_new
        assert ServiceRequest.objects.count() == 1

    def test_outside_the_city_nothing_is_kept(self) -> None:
        with pytest.raises(OutsideCity):
            sending(place=places.A_KILOMETRE_OUTSIDE)()
        assert not ServiceRequest.objects.exists()

    def test_a_service_that_is_closed_takes_none(self) -> None:
        with pytest.raises(ServiceClosed):
            sending(service=ServiceFactory(is_open=False))()

    def test_a_flood_is_refused(self, settings: "object") -> None:
        settings.REQUESTS_PER_HOUR_FROM_ONE_ADDRESS = 2  # type: ignore[attr-defined]
        sending()()
        sending()()
        with pytest.raises(TooManyRequests):
            sending()()
        sending(address_hash="b" * 32)()


@pytest.mark.usefixtures("city_in_earnest")
def test_of_many_presses_at_once_one_counts() -> None:
    send = sending()
    found = at_once(*[send] * 6)
    assert len({sent.request.pk for sent in found}) == 1
    assert sum(sent.is_new for sent in found) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_what_is_no_longer_needed_is_forgotten() -> None:
    long_ago = timezone.now() - timedelta(days=91)
    old = RequestFactory(state="done", closed_at=long_ago, created_at=long_ago, address_hash="a" * 32)
    Message.objects.create(request=old, side="resident", verb="reply", text="rahasia")
    new = RequestFactory(state="done", address_hash="b" * 32)
    assert forget_addresses() == 1
    assert forget_words() == 3
    assert not RequestContact.objects.filter(request=old).exists()
    assert not RequestWords.objects.filter(request=old).exists()
    assert not Message.objects.exists()
    assert RequestContact.objects.filter(request=new).exists()
    new.refresh_from_db()
    assert new.address_hash
