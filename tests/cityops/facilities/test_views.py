"""Pages of facilities: what everyone reads, what staff fill in, all of it without scripts."""

import re
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.errors import NotFound
from cityops.facilities.card import card
from cityops.facilities.models import Facility, FacilityHours
from cityops.facilities.offered import Offered, offered_come_from
from cityops.policy.lines import Role
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.facilities import FacilityFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def form(**given: str) -> dict[str, str]:
    """What a browser sends for a whole form."""
    whole = {"name": "Puskesmas Beji", "kind": "puskesmas", "lat": "-7.89", "lng": "112.53", "seen": "1"}
    return whole | given


@pytest.fixture
def officer(client: Client) -> Any:
    person = staff(Role.OFFICER, agency="dinkes", name="Rina")
    client.force_login(person)
    return person


@pytest.fixture
def facility() -> Facility:
    return FacilityFactory(agency=AgencyFactory(code="dinkes"), phone="0341 591 000", is_plausible=True)


class TestForEveryone:
    def test_the_page_says_what_where_and_when(self, client: Client, facility: Facility) -> None:
        FacilityHours.objects.create(facility=facility, weekday=0, opens=time(7, 30), closes=time(14))
        page = client.get(f"/fasilitas/{facility.code}/").content.decode()
        for words in ("Puskesmas Beji", "Desa Beji", "07.30–14.00", "tel:0341 591 000", "Dinas dinkes", "perkiraan"):
            assert words in page

    def test_what_services_offer_is_said(
        self, client: Client, facility: Facility, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cityops.facilities.offered._sources", [])
        offered_come_from(lambda one: [Offered("Daftar BPJS", "/layanan/")] if one.kind == "puskesmas" else [])
        assert "Daftar BPJS" in client.get(f"/fasilitas/{facility.code}/").content.decode()

    def test_what_is_closed_for_good_says_so(self, client: Client, facility: Facility) -> None:
        Facility.objects.filter(pk=facility.pk).update(
            closed_at="2026-11-01T00:00Z", closed_reason="Pindah ke Tlekung", is_public=False
        )
        answer = client.get(f"/fasilitas/{facility.code}/")
        assert answer.status_code == 410
        assert "Pindah ke Tlekung" in answer.content.decode()
        assert client.get("/fasilitas/").content.decode().count(facility.code) == 0

    def test_what_is_no_code_is_not_there(self, client: Client) -> None:
        assert client.get("/fasilitas/BTU-2222-2222/").status_code == 404
        assert client.get("/fasilitas/<script>/").status_code == 404

    def test_the_list_is_filtered_as_the_map_is(self, client: Client, facility: Facility) -> None:
        FacilityFactory(kind="market", name="Pasar Temas", geom=places.IN_TEMAS)
        page = client.get("/fasilitas/?kind=market&area=35.79.01").content.decode()
        assert "Pasar Temas" in page
        assert "Puskesmas Beji" not in page
        assert client.get("/fasilitas/?kind=castle").status_code == 400
        assert "Tidak ada fasilitas yang cocok" in client.get("/fasilitas/?q=zzz").content.decode()

    def test_it_costs_the_same_for_many(self, client: Client, facility: Facility) -> None:
        def statements() -> int:
            know_reference()
            with CaptureQueriesContext(connection) as counted:
                client.get("/fasilitas/")
            return len(counted)

        few = statements()
        for _n in range(20):
            FacilityFactory()
        assert statements() == few

    def test_the_card_is_for_what_is_on_the_map(self, client: Client, facility: Facility, rf: Any) -> None:
        request = rf.get("/")
        request.user = None
        assert "Puskesmas Beji" in card(request, facility.code).content.decode()
        Facility.objects.filter(pk=facility.pk).update(
            closed_at="2026-11-01T00:00Z", closed_reason="Pindah", is_public=False
        )
        with pytest.raises(NotFound):
            card(request, facility.code)


class TestForStaff:
    def test_an_officer_makes_one_by_typed_coordinates(self, client: Client, officer: Any) -> None:
        page = client.get("/staff/facilities/new/").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key
        assert '<option value="dinkes" selected>' in page
        given = form(key=key[1], agency="dinkes", lat="-7,8900", opens_0="07:30", closes_0="14:00", name="Pustu Beji")
        for _press in range(2):
            answer = client.post("/staff/facilities/new/", given)
            assert answer.status_code == 302
        made = Facility.objects.get(name="Pustu Beji")
        assert (made.area_id, made.openings.get().closes) == ("35.79.03.2002", time(14))
        assert answer["Location"] == f"/staff/facilities/{made.code}/"

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"lat": "-7.86", "lng": "112.62"}, "bukan di Kota Batu"),
            ({"lat": "-6.17", "lng": "106.83"}, "jauh dari Kota Batu"),
            ({"lat": "", "lng": ""}, "Pasang pin di peta"),
            ({"lat": "abc"}, "Tulis derajat"),
            ({"opens_2": "08:00"}, "Rabu: isi kedua jam"),
            ({"name": ""}, "Bidang ini"),
            ({"phone": "<script>"}, "Tulis angka saja"),
            ({"kind": "castle"}, "castle"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, client: Client, officer: Any, given: dict[str, str], words: str
    ) -> None:
        answer = client.post("/staff/facilities/new/", form(agency="dinkes", address="Jl. Raya Beji 1", **given))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "Jl. Raya Beji 1" in page
        assert not Facility.objects.exists()

    def test_an_officer_changes_and_moves_the_own_one(self, client: Client, officer: Any, facility: Facility) -> None:
        given = form(agency="dinkes", name="Puskesmas Beji Baru", lng="112.531", opens_4="07.30", closes_4="11.00")
        answer = client.post(f"/staff/facilities/{facility.code}/", given)
        assert answer.status_code == 302
        facility.refresh_from_db()
        assert (facility.name, facility.geom.x, facility.is_plausible) == ("Puskesmas Beji Baru", 112.531, False)
        page = client.get(f"/staff/facilities/{facility.code}/").content.decode()
        assert "Rina" in page
        assert "jam buka" in page

    def test_the_second_one_to_save_gets_a_409_and_keeps_what_was_typed(
        self, client: Client, officer: Any, facility: Facility
    ) -> None:
        assert client.post(f"/staff/facilities/{facility.code}/", form(agency="dinkes", name="Satu")).status_code == 302
        answer = client.post(f"/staff/facilities/{facility.code}/", form(agency="dinkes", name="Dua"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'value="Dua"' in page
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen
        again = client.post(f"/staff/facilities/{facility.code}/", form(agency="dinkes", name="Dua", seen=seen[1]))
        assert again.status_code == 302

    def test_another_s_facility_is_read_only(self, client: Client, officer: Any) -> None:
        other = FacilityFactory(agency=AgencyFactory(code="disdik"), kind="school")
        page = client.get(f"/staff/facilities/{other.code}/").content.decode()
        assert "disabled" in page
        assert client.post(f"/staff/facilities/{other.code}/", form(agency="disdik", name="X")).status_code == 403
        assert Facility.objects.get(pk=other.pk).name == "Puskesmas Beji"

    def test_closing_needs_a_reason_and_can_be_undone(self, client: Client, officer: Any, facility: Facility) -> None:
        address = f"/staff/facilities/{facility.code}"
        assert client.post(f"{address}/close/", {"seen": 1, "reason": ""}).status_code == 422
        assert client.post(f"{address}/close/", {"seen": 1, "reason": "Pindah"}).status_code == 302
        assert facility.code in client.get("/staff/facilities/?closed=1").content.decode()
        assert facility.code not in client.get("/staff/facilities/").content.decode()
        assert "Buka lagi" in client.get(f"{address}/").content.decode()
        assert client.post(f"{address}/open/", {"seen": 2}).status_code == 302
        assert Facility.objects.get(pk=facility.pk).is_public

    def test_a_planner_looks_and_adds_nothing(self, client: Client, facility: Facility) -> None:
        client.force_login(staff(Role.PLANNER))
        page = client.get("/staff/facilities/").content.decode()
        assert facility.code in page
        assert "/staff/facilities/new/" not in page
        assert client.get("/staff/facilities/new/").status_code == 403

    def test_the_menu_leads_here(self, client: Client, officer: Any) -> None:
        assert 'href="/staff/facilities/"' in client.get("/fasilitas/").content.decode()
