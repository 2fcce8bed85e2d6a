"""What staff see of requests, make of them, and what nobody else sees."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.features.history import history_of
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.models import ServiceRequest
from cityops.services.workflow import WORKFLOW
from tests.factories.accounts import UserFactory
from tests.factories.agencies import staff
from tests.factories.places import IN_BUMIAJI
from tests.factories.services import OfficeFactory, RequestFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true"}
SECRET = "Gandasturi"


@pytest.fixture
def officer(client: Client) -> Any:
    person = staff(Role.OFFICER, agency="dukcapil")
    client.force_login(person)
    return person


def address(request: ServiceRequest, *more: str) -> str:
    return f"/staff/requests/{request.code}/" + "".join(f"{one}/" for one in more)


class TestDetail:
    def test_the_officer_reads_who_asks_and_what(self, client: Client, officer: Any) -> None:
        page = client.get(address(RequestFactory(note=SECRET))).content.decode()
        for told in (SECRET, "Siti Rahayu", "0812 3456 7890", "Periksa", "Minta kelengkapan"):
            assert told in page

    @pytest.mark.parametrize("role", [Role.DISPATCHER, Role.PLANNER, Role.ADMIN])
    def test_others_see_that_where_and_how_it_stands(self, client: Client, role: Role) -> None:
        client.force_login(staff(role))
        request = RequestFactory(note=SECRET)
        request.messages.create(side="resident", verb="reply", text=f"{SECRET} lagi")
        page = client.get(address(request)).content.decode()
        assert request.code in page
        for hidden in (SECRET, "Siti Rahayu", "0812 3456 7890", "/check/"):
            assert hidden not in page

    def test_not_that_of_another_agency(self, client: Client) -> None:
        client.force_login(staff(Role.OFFICER, agency="dlh"))
        request = RequestFactory()
        assert client.get(address(request)).status_code == 404
        assert client.post(address(request, "check"), {"seen": 1}).status_code == 404
        assert not history_of(request).exists()

    @pytest.mark.parametrize("said", [0, 12])
    def test_it_takes_the_same_statements_however_much_was_said(
        self, client: Client, officer: Any, said: int, django_assert_max_num_queries: Any
    ) -> None:
        request = RequestFactory()
        for _ in range(said):
            actions.note_request(actor=officer, pk=request.pk, text="Catatan")
        know_reference()
        with django_assert_max_num_queries(15):
            client.get(address(request), **HTMX)


class TestMoves:
    @pytest.mark.parametrize(
        ("verb", "state", "given"),
        [
            ("check", "submitted", {}),
            ("ask", "checking", {"text": "KK?"}),
            ("finish", "ready", {"text": ""}),
            ("reject", "checking", {"reason": "Bukan warga"}),
            ("note", "done", {"text": "Catatan"}),
        ],
    )
    def test_by_htmx(self, client: Client, officer: Any, verb: str, state: str, given: dict[str, str]) -> None:
        request = RequestFactory(state=state)
        assert client.get(address(request, verb), **HTMX).status_code == 200
        answer = client.post(address(request, verb), {"seen": request.version, **given}, **HTMX)
        assert answer.status_code == 200
        assert json.loads(answer["HX-Trigger-After-Settle"])["work:changed"]["code"] == request.code
        assert ServiceRequest.objects.get().state == (WORKFLOW.move(verb).target or state)

    def test_ready_offers_the_offices_of_the_service(self, client: Client, officer: Any) -> None:
        office, request = OfficeFactory(), RequestFactory(state="checking")
        form = client.get(address(request, "ready"), **HTMX).content.decode()
        assert office.code in form
        given = {"seen": 1, "office": office.code, "bring": "KTP", "until": timezone.localdate() + timedelta(days=7)}
        answer = client.post(address(request, "ready"), given)
        assert answer["Location"] == address(request)
        assert ServiceRequest.objects.get().pickup.office == office

    def test_a_day_that_is_over_is_told_at_its_field(self, client: Client, officer: Any) -> None:
        office, request = OfficeFactory(), RequestFactory(state="checking")
        yesterday = timezone.localdate() - timedelta(days=1)
        given = {"seen": 1, "office": office.code, "bring": "KTP lama", "until": yesterday}
        answer = client.post(address(request, "ready"), given, **HTMX)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Hari itu sudah lewat" in page
        assert "KTP lama" in page

    def test_what_is_missing_is_told(self, client: Client, officer: Any) -> None:
        request = RequestFactory()
        assert client.post(address(request, "ask"), {"seen": 1, "text": ""}, **HTMX).status_code == 422

    def test_who_comes_second_is_told_and_keeps_the_words(self, client: Client, officer: Any) -> None:
        request = RequestFactory()
        actions.check_request(actor=staff(Role.OFFICER, agency="dukcapil", name="Agus"), pk=request.pk)
        answer = client.post(address(request, "ask"), {"seen": 1, "text": "Surat polisi?"}, **HTMX)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Agus" in page
        assert "Surat polisi?" in page
        assert 'name="seen" value="2"' in page

    @pytest.mark.parametrize("verb", ["reply", "send", "accept"])
    def test_no_move_of_staff(self, client: Client, officer: Any, verb: str) -> None:
        assert client.post(address(RequestFactory(), verb), {"seen": 1}).status_code == 404


class TestLayer:
    def counts(self, client: Client, query: str = "") -> Any:
        return client.get(f"/layers/requests/counts/?{query}").json()

    @pytest.mark.parametrize("path", ["counts/", "items/", "tiles/14/13313/8551.mvt", "tiles.json"])
    def test_strangers_are_not_told_of_it(self, client: Client, path: str) -> None:
        RequestFactory()
        assert client.get(f"/layers/requests/{path}").status_code == 404
        client.force_login(UserFactory())
        assert client.get(f"/layers/requests/{path}").status_code == 404

    @pytest.mark.parametrize(
        ("query", "n"),
        [
            ("", 3),
            ("status=checking", 1),
            ("open=1", 2),
            ("overdue=1", 1),
            ("area=35.79.02", 1),
            ("agency=dukcapil", 3),
            ("service=ktp", 3),
            ("q=ktp", 3),
            ("q=Bumiaji", 1),
            (f"q={SECRET}", 0),
            ("q=Siti", 0),
            ("from=2999-01-01", 0),
            ("to=2999-01-01", 3),
            ("bbox=112.52,-7.86,112.54,-7.84", 1),
            ("polygon=112.52,-7.86,112.54,-7.86,112.54,-7.84,112.52,-7.84", 1),
        ],
    )
    def test_filters(self, client: Client, officer: Any, query: str, n: int) -> None:
        RequestFactory(state="checking", overdue=True, note=SECRET)
        RequestFactory(geom=IN_BUMIAJI)
        RequestFactory(state="done")
        assert self.counts(client, query)["total"] == n

    def test_unknown_values_are_refused(self, client: Client, officer: Any) -> None:
        assert client.get("/layers/requests/counts/?status=new").status_code == 400
        assert client.get("/layers/requests/counts/?service=x").status_code == 400

    def test_only_those_of_ones_agency(self, client: Client) -> None:
        RequestFactory()
        client.force_login(staff(Role.OFFICER, agency="dlh"))
        assert self.counts(client)["total"] == 0

    def test_the_card_shows_nothing_that_was_written(self, client: Client, officer: Any) -> None:
        request = RequestFactory(note=SECRET)
        answer = client.get(f"/layers/requests/items/{request.code}/")
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
        client.force_login(staff(Role.OFFICER, agency="dlh"))
        assert client.get(f"/layers/requests/items/{request.code}/").status_code == 404


def test_it_is_on_the_work_map(client: Client, officer: Any) -> None:
    request = RequestFactory(note=SECRET)
    page = client.get("/staff/?of=requests").content.decode()
    assert request.code in page
    assert "KTP elektronik" in page


def test_a_private_word_is_nowhere_public(client: Client) -> None:
    request = RequestFactory(note=SECRET, state="incomplete")
    request.messages.create(side="resident", verb="reply", text=SECRET)
    request.messages.create(side="staff", verb="ask", text=SECRET)
    public = (
        *("/", "/laporan/", "/layanan/", f"/layanan/{request.service_id}/", "/permohonan/saya/", f"/p/{request.code}/"),
        *(f"/r/{request.code}/", f"/laporan/?q={SECRET}", f"/layers/reports/counts/?q={SECRET}", "/layers/"),
        *(f"/layers/reports/items/?q={SECRET}", f"/areas/search/?q={SECRET}", "/fasilitas/"),
        f"/areas/search/?q={request.code}",
    )
    for path in public:
        body = client.get(path).content
        for echo in (f"q={SECRET}", f'value="{SECRET}"'):  # what was typed comes back in the search box
            body = body.replace(echo.encode(), b"")
        assert SECRET.encode() not in body, path
        assert secret_of(request).encode() not in body, path
