"""The pages of residents, as a browser without JavaScript sees them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from cityops.reports.models import Report
from cityops.services.actions import reject_request
from cityops.services.models import Pickup, RequestContact, Service, ServiceRequest
from tests.factories.agencies import staff
from tests.factories.places import IN_KARANGPLOSO, IN_SISIR
from tests.factories.reports import ReportFactory
from tests.factories.services import OfficeFactory, RequestFactory, ServiceFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def link(request: ServiceRequest, *more: str) -> str:
    return f"/p/{request.code}/k/{secret_of(request)}/" + "".join(f"{one}/" for one in more)


def typed(**given: str) -> dict[str, str]:
    usual = {
        "key": str(uuid4()),
        "lng": f"{IN_SISIR.x}",
        "lat": f"{IN_SISIR.y}",
        "note": "KTP hilang di pasar.",
        "name": "Siti Rahayu",
        "phone": "0812 3456 7890",
        "consent": "on",
    }
    return {**usual, **given}


class TestCatalogue:
    def test_a_service_says_who_what_where_and_that_it_is_not_sure(self, client: Client) -> None:
        service = ServiceFactory()
        office = OfficeFactory()
        assert service.name in client.get("/layanan/").content.decode()
        page = client.get(f"/layanan/{service.pk}/").content.decode()
        for told in (service.who, "Kartu keluarga", service.hours, office.name, "Belum dipastikan", "5 hari kerja"):
            assert told in page
        assert reverse("services:ask", args=[service.pk]) in page

    def test_a_closed_service_still_says_where_to_go(self, client: Client) -> None:
        service = ServiceFactory(is_open=False)
        page = client.get(f"/layanan/{service.pk}/").content.decode()
        assert service.office_name in page
        assert reverse("services:ask", args=[service.pk]) not in page
        assert client.get(f"/layanan/{service.pk}/minta/").status_code == 302

    @pytest.mark.parametrize("path", ["/layanan/apa/", "/layanan/apa/minta/"])
    def test_no_such_service(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_the_way_in_is_on_every_page(self, client: Client) -> None:
        assert 'href="/layanan/"' in client.get("/laporan/").content.decode()

    def test_the_page_of_an_office_names_its_services(self, client: Client) -> None:
        ServiceFactory()
        assert "KTP elektronik" in client.get(f"/fasilitas/{OfficeFactory().code}/").content.decode()


class TestAsking:
    def send(self, client: Client, **given: str) -> Any:
        return client.post(f"/layanan/{ServiceFactory().pk}/minta/", typed(**given))

    def test_sending_leads_to_the_page_that_follows_it(self, client: Client) -> None:
        answer = self.send(client)
        request = ServiceRequest.objects.get()
        assert answer["Location"] == link(request) + "?baru=1"
        page = client.get(answer["Location"]).content.decode()
        assert "Permohonan Anda sudah masuk" in page
        assert page.count(request.code) > 1
        assert f'value="http://testserver{link(request)}"' in page
        assert request.address_hash

    def test_a_desa_is_enough(self, client: Client) -> None:
        self.send(client, lng="", lat="", desa="35.79.01.1004")
        request = ServiceRequest.objects.get()
        assert (request.is_only_desa, request.area_id) == (True, "35.79.01.1004")

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"note": ""}, "Tulis singkat apa yang Anda perlukan."),
            ({"name": ""}, "Tulis nama Anda"),
            ({"phone": ""}, "Tulis nomor telepon atau surel"),
            ({"phone": "", "email": "siti@"}, "email"),
            ({"consent": ""}, "Tanpa persetujuan Anda"),
            ({"lng": "", "lat": ""}, "pilih desa"),
            ({"lng": f"{IN_KARANGPLOSO.x}"}, "Malang"),
            ({"plot_code": "ABC"}, "Ini bukan kode"),
        ],
    )
    def test_a_fault_is_told_and_keeps_what_was_typed(self, client: Client, wrong: dict[str, str], told: str) -> None:
        answer = self.send(client, **wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert told in page
        for name, value in typed().items():
            if name not in {"key", "consent", "lng", "lat", *wrong}:
                assert value in page
        assert not ServiceRequest.objects.exists()

    def test_the_same_press_twice_is_one_request(self, client: Client) -> None:
        key = str(uuid4())
        first, second = self.send(client, key=key), self.send(client, key=key)
        assert first["Location"] == second["Location"]
        assert ServiceRequest.objects.count() == 1

    def test_something_else_under_a_used_key_is_asked_about(self, client: Client) -> None:
        key = str(uuid4())
        self.send(client, key=key)
        answer = self.send(client, key=key, note="Sekarang KK.")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Sekarang KK." in page
        assert key not in page
        assert secret_of(ServiceRequest.objects.get()) not in page

    def test_a_flood_keeps_what_was_typed(self, client: Client, settings: Any) -> None:
        settings.REQUESTS_PER_HOUR_FROM_ONE_ADDRESS = 0
        answer = self.send(client)
        assert answer.status_code == 429
        assert "KTP hilang di pasar." in answer.content.decode()

    def test_only_services_of_the_farm_agency_ask_for_a_plot(self, client: Client) -> None:
        assert "plot_code" not in client.get(f"/layanan/{ServiceFactory().pk}/minta/").content.decode()
        farm = ServiceFactory(code="bibit", agency__code="distan")
        assert "plot_code" in client.get(f"/layanan/{farm.pk}/minta/").content.decode()


class TestFollowing:
    def test_without_the_link_a_code_tells_nothing(self, client: Client) -> None:
        request = RequestFactory(note="rahasia sekali")
        there, not_there = client.get(f"/p/{request.code}/"), client.get("/p/BTU-2222-2222/")
        assert there.status_code == not_there.status_code == 404
        differs = re.compile(r"BTU-\w{4}-\w{4}|csrf\w*\W+\w+|nonce=\S+|\w{64}")
        assert differs.sub("", there.content.decode()) == differs.sub("", not_there.content.decode())
        assert client.get(f"/p/{request.code}/k/{'0' * 20}/").status_code == 404
        report = ReportFactory()
        assert client.get(f"/p/{report.code}/k/{secret_of(report)}/").status_code == 404

    def test_a_report_with_the_same_words_is_no_way_in(self, client: Client) -> None:
        request = RequestFactory()
        Report.objects.all().delete()
        assert client.get(f"/r/{request.code}/").status_code == 404

    def test_the_phone_remembers(self, client: Client) -> None:
        request = RequestFactory()
        answer = client.get(link(request))
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
        assert "no-store" in answer["Cache-Control"]
        assert request.code in client.get("/permohonan/saya/").content.decode()
        assert client.get(f"/p/{request.code}/")["Location"] == link(request)
        assert request.code not in Client().get("/permohonan/saya/").content.decode()

    def test_what_is_missing_is_asked_and_answered(self, client: Client) -> None:
        request = RequestFactory(state="incomplete")
        request.messages.create(side="staff", verb="ask", text="Surat polisinya mana?")
        assert "Surat polisinya mana?" in client.get(link(request)).content.decode()
        assert client.post(link(request, "jawab"), {"text": ""}).status_code == 422
        answer = client.post(link(request, "jawab"), {"text": "Sudah saya bawa."})
        assert answer["Location"] == link(request) + "#langkah"
        request.refresh_from_db()
        assert request.state == "checking"
        swapped = client.post(link(request, "jawab"), {"text": "Lagi."}, HTTP_HX_REQUEST="true").content.decode()
        assert 'id="life"' in swapped
        assert "<html" not in swapped

    @pytest.mark.parametrize("htmx", [{}, {"HTTP_HX_REQUEST": "true"}])
    def test_an_answer_that_came_too_late_is_kept(self, client: Client, htmx: dict[str, str]) -> None:
        request = RequestFactory(state="incomplete")
        reject_request(actor=staff(Role.OFFICER, agency="dukcapil"), pk=request.pk, reason="Tidak ada kabar")
        answer = client.post(link(request, "jawab"), {"text": "Ini KK saya."}, **htmx)
        assert answer.status_code == 409
        assert answer["HX-Retarget"] == "#life"
        page = answer.content.decode()
        for told in ("Ini KK saya.", "Tidak ada kabar", "Ditolak"):
            assert told in page
        assert "Ini KK saya." not in client.get(link(request)).content.decode()
        assert 'id="reply"' not in client.get(link(request)).content.decode()

    def test_an_internal_note_is_not_shown(self, client: Client) -> None:
        request = RequestFactory()
        request.messages.create(side="staff", verb="note", text="jangan tampil", is_for_resident=False)
        assert "jangan tampil" not in client.get(link(request)).content.decode()

    def test_ready_names_office_hours_what_to_bring_and_until_when_on_a_map(self, client: Client) -> None:
        request = RequestFactory(state="ready")
        office = OfficeFactory()
        Pickup.objects.create(request=request, office=office, bring="KTP lama", until=timezone.localdate())
        page = client.get(link(request)).content.decode()
        for told in (office.name, office.address, request.service.hours, "KTP lama", "office-map"):
            assert told in page
        assert f'"lng": {office.geom.x}' in page

    def test_what_is_done_asks_for_nothing_more(self, client: Client) -> None:
        asked, done = RequestFactory(), RequestFactory(state="done")
        assert "Yang perlu disiapkan" in client.get(link(asked)).content.decode()
        assert "Yang perlu disiapkan" not in client.get(link(done)).content.decode()

    def test_contact_can_be_erased(self, client: Client) -> None:
        request = RequestFactory()
        client.post(link(request, "hapus-kontak"))
        assert not RequestContact.objects.exists()
        assert "Siti Rahayu" not in client.get(link(request)).content.decode()

    @pytest.mark.parametrize("what", ["jawab", "hapus-kontak"])
    def test_nothing_is_done_without_the_secret(self, client: Client, what: str) -> None:
        request = RequestFactory()
        assert client.post(f"/p/{request.code}/k/{'a' * 20}/{what}/", {"text": "x"}).status_code == 404
        assert RequestContact.objects.exists()


def test_the_number_of_statements_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        ServiceFactory(code=f"layanan-{number}")
    know_reference()
    with django_assert_max_num_queries(4):
        client.get("/layanan/")
    assert Service.objects.count() == 6
