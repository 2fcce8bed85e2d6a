"""Facilities made, changed, moved, closed: who may, what is kept, what is refused."""

from collections.abc import Callable
from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cityops.agencies.models import Agency
from cityops.areas.places import OutsideCity
from cityops.errors import CityError, NotAllowed
from cityops.facilities import actions
from cityops.facilities.actions import Details, FacilityClosed, StaleFacility
from cityops.facilities.hours import Opening
from cityops.facilities.layers import LAYER
from cityops.facilities.models import Facility
from cityops.facilities.policy import KIND
from cityops.facilities.queries import facilities_public
from cityops.features.history import history_of
from cityops.policy.decide import allowed
from cityops.policy.lines import Role
from layers.search import hits
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.facilities import FacilityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

EVERYBODY = ("officer", "head", "extension", "dispatcher", "admin", "planner", "camat", "lurah", "other", "elsewhere")


@pytest.fixture
def people() -> dict[str, Any]:
    """One of each role; the agency is Dinkes, the area Kecamatan Junrejo, where Beji lies."""
    area = ["35.79.03"]
    return {
        "officer": staff(Role.OFFICER, agency="dinkes", areas=area),
        "head": staff(Role.HEAD, agency="dinkes"),
        "extension": staff(Role.EXTENSION, agency="dinkes"),
        "dispatcher": staff(Role.DISPATCHER),
        "admin": staff(Role.ADMIN),
        "planner": staff(Role.PLANNER),
        "camat": staff(Role.CAMAT, areas=area),
        "lurah": staff(Role.LURAH, areas=["35.79.03.2002"]),
        "other": staff(Role.OFFICER, agency="disdik"),
        "elsewhere": staff(Role.OFFICER, agency="dinkes", areas=["35.79.02"]),
    }


def puskesmas(**given: Any) -> Facility:
    facility = FacilityFactory(agency=AgencyFactory(code="dinkes"), is_plausible=True, **given)
    facility.refresh_from_db()
    return facility


def said(facility: Facility, **changed: Any) -> Details:
    given = {"kind": facility.kind, "name": facility.name, "agency": facility.agency}
    return Details(**(given | changed))


ACTS: dict[str, Callable[[Any, Facility], Any]] = {
    "add": lambda actor, facility: actions.add_facility(
        actor=actor, place=places.IN_BEJI, details=said(facility, name="Pustu Beji")
    ),
    "change": lambda actor, facility: actions.change_facility(
        actor=actor, facility_id=facility.pk, details=said(facility, phone="0341 000"), seen=1
    ),
    "move": lambda actor, facility: actions.move_facility(
        actor=actor, facility_id=facility.pk, place=places.place(112.531, -7.891), seen=1
    ),
    "retire": lambda actor, facility: actions.retire_facility(
        actor=actor, facility_id=facility.pk, reason="Pindah", seen=1
    ),
}
MAY = {
    "add": {"officer", "head", "extension", "dispatcher", "admin"},
    "change": {"officer", "head", "extension", "dispatcher", "admin"},
    "move": {"officer", "head", "extension", "dispatcher", "admin"},
    "retire": {"officer", "head", "dispatcher", "admin"},
}


@pytest.mark.parametrize("verb", ACTS)
def test_each_cell_of_the_policy(people: dict[str, Any], verb: str) -> None:
    did = set()
    for name in EVERYBODY:
        facility = puskesmas()
        assert allowed(people[name], KIND, verb, facility) == (name in MAY[verb]), name
        try:
            with transaction.atomic():
                ACTS[verb](people[name], facility)
            did.add(name)
        except NotAllowed:
            assert not history_of(facility).exists()
    assert did == MAY[verb]


def test_a_facility_is_made_with_its_hours_and_is_no_guess(people: dict[str, Any]) -> None:
    hours = (Opening(0, time(8), time(12)),)
    made = actions.add_facility(
        actor=people["head"],
        place=places.IN_TEMAS,
        details=Details(kind="puskesmas", name=" Pustu Temas ", agency=Agency.objects.get(pk="dinkes"), openings=hours),
    )
    made = Facility.objects.get(pk=made.pk)
    assert (made.name, made.area_id, made.is_plausible, made.version) == ("Pustu Temas", "35.79.01.1001", False, 1)
    assert [(one.weekday, one.opens) for one in made.openings.all()] == [(0, time(8))]
    assert history_of(made).get().verb == "add"


def test_pressed_twice_it_is_made_once(people: dict[str, Any]) -> None:
    key = uuid4()
    details = Details(kind="market", name="Pasar Pagi")
    made = [
        actions.add_facility(actor=people["admin"], place=places.IN_TEMAS, details=details, key=key) for _n in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Facility.objects.count() == 1


def test_nobody_hands_a_facility_to_an_agency_that_is_not_theirs(people: dict[str, Any]) -> None:
    facility = puskesmas()
    details = said(facility, agency=Agency.objects.get(pk="disdik"))
    with pytest.raises(NotAllowed):
        actions.change_facility(actor=people["head"], facility_id=facility.pk, details=details, seen=1)
    actions.change_facility(actor=people["dispatcher"], facility_id=facility.pk, details=details, seen=1)
    facility.refresh_from_db()
    assert facility.agency_id == "disdik"


def test_nobody_moves_it_out_of_their_areas(people: dict[str, Any]) -> None:
    facility = puskesmas()
    with pytest.raises(NotAllowed), transaction.atomic():
        actions.move_facility(actor=people["officer"], facility_id=facility.pk, place=places.IN_TEMAS, seen=1)
    actions.move_facility(actor=people["head"], facility_id=facility.pk, place=places.IN_TEMAS, seen=1)
    facility.refresh_from_db()
    assert (facility.area_id, facility.is_plausible, facility.version) == ("35.79.01.1001", False, 2)
    assert history_of(facility).get().data["before"] == [112.53, -7.89]


@pytest.mark.parametrize("place", [places.A_KILOMETRE_OUTSIDE, places.IN_JAKARTA])
def test_nothing_is_moved_or_made_outside_the_city(people: dict[str, Any], place: Any) -> None:
    facility = puskesmas()
    with pytest.raises(OutsideCity), transaction.atomic():
        actions.move_facility(actor=people["admin"], facility_id=facility.pk, place=place, seen=1)
    with pytest.raises(OutsideCity), transaction.atomic():
        actions.add_facility(actor=people["admin"], place=place, details=said(facility))
    facility.refresh_from_db()
    assert (facility.area_id, facility.version) == ("35.79.03.2002", 1)


def test_who_comes_second_is_told_who_was_first(people: dict[str, Any]) -> None:
    facility = puskesmas()
    people["head"].name = "Bu Ani"
    people["head"].save()
    ACTS["change"](people["head"], facility)
    for verb in ("change", "move", "retire"):
        with pytest.raises(StaleFacility) as fault:
            ACTS[verb](people["dispatcher"], facility)
        assert (fault.value.status, fault.value.data["who"]) == (409, "Bu Ani")


def test_place_and_words_are_saved_at_once_and_told_apart(people: dict[str, Any]) -> None:
    facility = puskesmas()
    given = {"actor": people["head"], "facility_id": facility.pk, "details": said(facility, name="Puskesmas Baru")}
    actions.change_facility(**given, place=places.IN_SISIR, seen=1)
    assert [event.verb for event in history_of(facility)] == ["move", "change"]
    assert history_of(facility).last().data["fields"] == ["name"]
    facility.refresh_from_db()
    assert (facility.version, facility.name) == (2, "Puskesmas Baru")
    again = actions.change_facility(**given, place=places.IN_SISIR, seen=2)
    assert again.version == 2, "nothing changed, nothing is written"
    assert history_of(facility).count() == 2


def test_a_place_that_is_right_is_confirmed(people: dict[str, Any]) -> None:
    facility = puskesmas()
    actions.change_facility(actor=people["head"], facility_id=facility.pk, details=said(facility), is_sure=True, seen=1)
    facility.refresh_from_db()
    assert not facility.is_plausible
    assert history_of(facility).get().verb == "move"


def test_what_is_closed_leaves_the_map_and_comes_back(people: dict[str, Any]) -> None:
    facility = puskesmas()
    ACTS["retire"](people["head"], facility)
    assert not facilities_public().exists()
    assert not hits(None, "Puskesmas")
    assert not LAYER.scope(people["admin"]).exists()
    facility.refresh_from_db()
    assert (facility.public_m, facility.closed_reason) == (None, "Pindah")
    with pytest.raises(FacilityClosed):
        actions.change_facility(actor=people["head"], facility_id=facility.pk, details=said(facility), seen=2)
    actions.reopen_facility(actor=people["head"], facility_id=facility.pk, seen=2)
    assert facilities_public().get() == facility
    assert [event.verb for event in history_of(facility)] == ["retire", "reopen"]


def test_the_database_keeps_closing_and_its_reason_together() -> None:
    facility = puskesmas()
    with pytest.raises(IntegrityError), transaction.atomic():
        Facility.objects.filter(pk=facility.pk).update(is_public=False)


def test_faults_are_the_city_s_own() -> None:
    assert issubclass(StaleFacility, CityError)
