"""The demo's service requests: the same again, and such as the real actions would have made them."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cityops.features.history import history_of
from cityops.services.models import Message, Pickup, RequestContact, RequestWords, ServiceRequest
from cityops.services.workflow import OPEN_STATES, WORKFLOW, RequestState
from geodata.city.folder import read_reference
from geodata.demo.load import load_demo
from geodata.demo.requests import demo_requests, told
from geodata.demo.size import DemoSize
from geodata.models import DemoLoad

UNTIL = date(2026, 11, 24)
BATU = read_reference("batu")
FULL = DemoSize(BATU, UNTIL, 1.0)


def test_the_same_day_gives_the_same_rows() -> None:
    one, other = (
        [(r.code, r.lng, r.service.code, r.note, [(s.verb, s.at, s.text) for s in r.life.steps]) for r in made]
        for made in (demo_requests(FULL), demo_requests(FULL))
    )
    assert one == other
    assert len(one) == 250


def test_all_states_and_services_are_there_and_none_is_from_the_future() -> None:
    made = demo_requests(FULL)
    states = Counter(request.life.clock.state for request in made)
    assert states.keys() == set(RequestState.values)
    assert all(count >= 5 for count in states.values())
    assert {request.service.code for request in made} == {service.code for service in BATU.services}
    assert all(step.at < request.life.end for request in made for step in request.life.steps)
    assert all(a.at <= b.at for r in made for a, b in zip(r.life.steps, r.life.steps[1:], strict=False))


def test_every_open_service_has_words() -> None:
    assert {service.code for service in BATU.services if service.is_open} == set(told()["services"])


@pytest.mark.django_db
def test_rows_are_what_the_actions_would_have_written() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())
    load_demo(BATU, UNTIL, 1500)
    requests = list(ServiceRequest.objects.select_related("area"))
    assert len(requests) == DemoLoad.objects.get().others["services.ServiceRequest"].__len__() == 75
    for request in requests:
        events = list(history_of(request))
        assert events[0].verb == "send"
        assert request.version == len(events)
        assert events[-1].to_state == request.state
        for event in events[1:]:
            assert event.from_state in WORKFLOW.move(event.verb).sources
        assert (request.closed_at is None) == (request.state in OPEN_STATES)
        assert request.area is not None
        assert not request.is_public
    assert RequestWords.objects.count() == RequestContact.objects.count() == 75
    assert not RequestContact.objects.exclude(phone="", email="").exists()  # nobody real is ever written to
    assert not Pickup.objects.filter(office=None).exists()
    assert Pickup.objects.filter(request__state="ready").count() == ServiceRequest.objects.filter(state="ready").count()
    load_demo(BATU, UNTIL, 300, replace=True)
    assert ServiceRequest.objects.count() == 15
    assert not Message.objects.exclude(request__in=ServiceRequest.objects.all()).exists()
