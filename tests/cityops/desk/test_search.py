import pytest
from django.test import Client

from cityops.policy.lines import Role
from tests.factories.accounts import UserFactory
from tests.factories.agencies import staff
from tests.factories.facilities import FacilityFactory
from tests.factories.farming import FarmPlotFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def hits(client: Client, text: str, path: str = "/cari/") -> list[tuple[str, str]]:
    return [(hit["kind"], hit["label"]) for hit in client.get(path, {"q": text}).json()["results"]]


def test_areas_come_first_then_facilities(client: Client) -> None:
    FacilityFactory()
    assert hits(client, "beji") == [("area", "Desa Beji"), ("facility", "Puskesmas Beji")]


def test_a_service_is_found_and_leads_to_its_page(client: Client) -> None:
    service = ServiceFactory(code="ktp-elektronik", name="KTP elektronik", name_en="Electronic ID card (KTP)")
    ServiceFactory(code="lama", name="KTP lama", is_open=False)
    (hit,) = client.get("/cari/", {"q": "ktp"}).json()["results"]
    assert (hit["kind"], hit["label"], hit["detail"]) == ("service", "KTP elektronik", "Layanan")
    assert client.get(hit["url"]).status_code == 200
    for typed in ("KTP", "elektronik ktp", "id card", "elektonik"):
        assert hits(client, typed) == [("service", service.name)], typed
    assert hits(client, "ktp", "/areas/search/") == []
    client.cookies["django_language"] = "en"
    assert hits(client, "id card") == [("service", service.name_en)]


def test_a_form_that_wants_a_place_is_given_no_codes(client: Client) -> None:
    FacilityFactory()
    code = ReportFactory().code
    assert hits(client, code) == [("report", code)]
    assert hits(client, code, "/areas/search/") == []
    assert ("facility", "Puskesmas Beji") in hits(client, "beji", "/areas/search/")


def test_what_is_found_hangs_on_who_asks(client: Client) -> None:
    hidden = ReportFactory(hidden=True)
    assert not hits(client, hidden.code)
    client.force_login(staff(Role.DISPATCHER))
    assert hits(client, hidden.code) == [("work-reports", hidden.code)]
    assert "private" in client.get("/cari/?q=temas")["Cache-Control"]


def test_requests_and_plots_are_found_by_staff_who_may_see_them_and_by_nobody_else(client: Client) -> None:
    request, plot = RequestFactory(), FarmPlotFactory()
    people = [None, UserFactory(), staff(Role.OFFICER, agency="dlh"), staff(Role.LURAH, areas=["35.79.03.2002"])]
    for person in people:
        if person:
            client.force_login(person)
        assert not hits(client, request.code) + hits(client, plot.code), person
    client.force_login(staff(Role.PLANNER))
    assert hits(client, request.code) + hits(client, plot.code) == [
        ("work-requests", request.code),
        ("work-plots", plot.code),
    ]


@pytest.mark.parametrize("text", ["", "a", "%%", "\x00", "x" * 400])
def test_anything_may_be_typed(client: Client, text: str) -> None:
    assert hits(client, text) == []
