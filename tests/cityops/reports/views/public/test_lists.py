"""`/laporan/` shows what the map shows, with the same totals; `/laporan/saya/` what this phone sent."""

import pytest
from django.test import Client
from django.urls import reverse

from cityops.reports.models import Report
from tests.factories.agencies import CategoryFactory
from tests.factories.places import IN_JUNREJO, IN_TEMAS
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
LIST = reverse("reports:list")


def codes(client: Client, query: str = "") -> set[str]:
    page = client.get(f"{LIST}{query}").context["page"]
    return {report.code for report in page}


@pytest.fixture
def some() -> dict[str, Report]:
    need = CategoryFactory(code="posyandu", kind="need", name="Posyandu")
    return {
        "temas": ReportFactory(geom=IN_TEMAS, accepted=True, text="Lubang besar"),
        "junrejo": ReportFactory(geom=IN_JUNREJO, overdue=True, text="KATA-RAHASIA"),
        "need": ReportFactory(category=need),
        "ended": ReportFactory(ended=True),
        "held": ReportFactory(held=True),
        "hidden": ReportFactory(hidden=True),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"temas", "junrejo", "need", "ended"}),
        ("?kind=need", {"need"}),
        ("?area=35.79.03", {"junrejo"}),
        ("?status=resolved", {"ended"}),
        ("?status=resolved&status=routed", {"ended", "temas"}),
        ("?overdue=1", {"junrejo"}),
        ("?q=lubang", {"temas"}),
        ("?q=KATA-RAHASIA", set()),
        ("?bbox=112.50,-7.88,112.52,-7.86", {"temas"}),
        ("?from=2999-01-01", set()),
        ("?kind=&area=&q=", {"temas", "junrejo", "need", "ended"}),
    ],
)
def test_the_list_the_totals_and_the_map_agree(
    client: Client, some: dict[str, Report], query: str, expected: set[str]
) -> None:
    shown = codes(client, query)
    assert shown == {some[name].code for name in expected}
    counted = client.get(reverse("layers:counts", args=["reports"]) + query).json()
    assert counted["total"] == len(shown) == client.get(f"{LIST}{query}").context["page"].paginator.count


def test_a_filter_that_does_not_exist_is_refused_by_name(client: Client) -> None:
    answer = client.get(f"{LIST}?warna=merah")
    assert answer.status_code == 400
    assert "warna" in answer.content.decode()


def test_nothing_found_says_how_to_widen(client: Client) -> None:
    body = client.get(f"{LIST}?q=tidakada").content.decode()
    assert "Tidak ada yang cocok" in body


def test_dates_the_wrong_way_round_are_told(client: Client, some: dict[str, Report]) -> None:
    words = "Tanggal “dari” sesudah tanggal “sampai”"
    page = client.get(f"{LIST}?from=2026-03-02&to=2026-03-01").content.decode()
    assert page.count(words) == 2  # beside the fields, and where reports would be
    assert 'aria-describedby="dates-fault"' in page
    assert words not in client.get(f"{LIST}?from=2026-03-01&to=2026-03-01").content.decode()


def test_words_wait_for_acceptance(client: Client, some: dict[str, Report]) -> None:
    body = client.get(LIST).content.decode()
    assert "Lubang besar" in body
    assert "KATA-RAHASIA" not in body


def test_fifty_a_page_in_as_many_statements_as_two(client: Client, django_assert_max_num_queries: object) -> None:
    for _ in range(53):
        ReportFactory()
    know_reference()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        first = client.get(LIST)
    assert len(first.context["page"]) == 50
    assert codes(client, "?page=2").isdisjoint({report.code for report in first.context["page"]})
    assert len(codes(client, "?page=2")) == 3


def test_this_phone_has_nothing_at_first(client: Client) -> None:
    body = client.get(reverse("reports:mine")).content.decode()
    assert reverse("reports:new") in body


def test_a_forged_cookie_lists_nothing(client: Client, some: dict[str, Report]) -> None:
    client.cookies["laporan"] = f'["{some["held"].code}"]'
    assert some["held"].code not in client.get(reverse("reports:mine")).content.decode()


def test_a_followed_report_is_listed_and_gives_no_rights(client: Client) -> None:
    report = ReportFactory(accepted=True)
    page = reverse("reports:detail", args=[report.code])
    assert client.post(reverse("reports:follow", args=[report.code]))["Location"] == page
    mine = client.get(reverse("reports:mine"))
    assert [found.code for found in mine.context["followed"]] == [report.code]
    assert mine.context["reports"] == []
    assert not client.get(page).context["reading"].is_reporter
    client.post(reverse("reports:follow", args=[report.code]), {"stop": "1"})
    assert client.get(reverse("reports:mine")).context["followed"] == []


def test_a_followed_report_that_is_hidden_later_is_gone(client: Client) -> None:
    report = ReportFactory(accepted=True)
    client.post(reverse("reports:follow", args=[report.code]))
    Report.objects.update(hidden_at=report.created_at, hidden_reason="Menyebut nama")
    assert client.get(reverse("reports:mine")).context["followed"] == []


@pytest.mark.parametrize("trait", ["held", "hidden"])
def test_what_is_not_there_cannot_be_followed(client: Client, trait: str) -> None:
    report = ReportFactory(**{trait: True})
    assert client.post(reverse("reports:follow", args=[report.code])).status_code == 404


def test_the_cookie_of_followed_reports_cannot_pass_for_ones_own(client: Client) -> None:
    report = ReportFactory(accepted=True)
    client.post(reverse("reports:follow", args=[report.code]))
    client.cookies["laporan"] = client.cookies["diikuti"].value
    assert client.get(reverse("reports:mine")).context["reports"] == []
