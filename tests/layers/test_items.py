"""Pages of rows: their keys tell nothing, and what is no key is refused."""

import pytest
from django.test import Client

from cityops.reports.models import Report
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_pages_follow_each_other_by_the_code_of_the_last_row(client: Client) -> None:
    made = {ReportFactory().code for _ in range(7)}
    seen: list[str] = []
    page = ""
    while True:
        told = client.get(f"/layers/reports/items/?size=3&page={page}").json()
        seen += [row["code"] for row in told["rows"]]
        assert told["total"] == 7
        page = told["next"]
        if not page:
            break
        assert page == seen[-1]
    assert len(seen) == 7
    assert set(seen) == made


@pytest.mark.parametrize("page", ["nothing", "BTU-2222-2222", "a%00b", "[[[[", "x" * 3000])
def test_what_is_no_key_is_refused(client: Client, page: str) -> None:
    ReportFactory()
    assert client.get(f"/layers/reports/items/?page={page}").status_code == 400


def test_a_hidden_report_is_no_key(client: Client) -> None:
    hidden = ReportFactory(hidden=True)
    assert client.get(f"/layers/reports/items/?page={hidden.code}").status_code == 400
    assert Report.objects.filter(pk=hidden.pk, public_m=None).exists()


@pytest.mark.parametrize("query", ["size=0", "size=9999", "size=x", "bbox=112.50000001,-7.9,112.50000002,-7.8"])
def test_bad_sizes_and_boxes_without_width_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/layers/reports/items/?{query}").status_code == 400
