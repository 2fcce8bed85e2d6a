"""A list that says only the day: no screen tells a time of day that nobody wrote."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from cityops.features.dates import is_day_alone
from cityops.features.templatetags.feature_times import age_words, machine_time, moment_words
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import taken, tried
from tests.cityops.datasets.conftest import Send
from tests.factories.agencies import CategoryFactory
from tests.factories.files import spreadsheet
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "category")]


@pytest.fixture
def category(city_in_earnest: object) -> object:
    return CategoryFactory()


def taken_in(desk: Client, send: Send, folder: Path, when: str) -> Report:
    upload = send(spreadsheet(folder, f"tanggal,isi,lat,lng\n{when},Lubang,-7.87,112.53\n"))
    tried(desk, upload, "reports", value_category="jalan-rusak")
    taken(desk, upload)
    return Report.objects.get()


@pytest.mark.parametrize("when", ["2021-03-04", "04/03/2021", "2021-03-04 00:00:00"])
def test_a_day_alone_is_told_without_a_time_everywhere(desk: Client, send: Send, tmp_path: Path, when: str) -> None:
    report = taken_in(desk, send, tmp_path, when)
    assert is_day_alone(report.created_at)
    assert timezone.localdate(report.created_at).isoformat() == "2021-03-04"
    for address in (
        f"/r/{report.code}/",
        f"/staff/reports/{report.code}/",
        f"/peta/{report.code}/",
        "/laporan/",
        "/staff/?status=closed",
    ):
        page = desk.get(address)
        assert page.status_code == 200, address
        assert "12.00" not in page.content.decode(), address
        assert "2021-03-04T" not in page.content.decode(), address
    assert '<time datetime="2021-03-04">4 Mar 2021</time>' in desk.get(f"/r/{report.code}/").content.decode()


def test_a_time_that_was_written_is_told(desk: Client, send: Send, tmp_path: Path) -> None:
    report = taken_in(desk, send, tmp_path, "2021-03-04 12:00:00")
    assert not is_day_alone(report.created_at)
    assert "4 Mar 2021, 12.00" in desk.get(f"/r/{report.code}/").content.decode()


def test_a_day_alone_that_is_today_is_not_some_hours_ago(desk: Client, send: Send, tmp_path: Path) -> None:
    report = taken_in(desk, send, tmp_path, timezone.localdate().isoformat())
    assert is_day_alone(report.created_at)
    assert age_words(report.created_at) == "hari ini"


def test_what_was_sent_here_keeps_its_time() -> None:
    report = ReportFactory()
    assert not is_day_alone(report.created_at)
    assert "T" in machine_time(report.created_at)
    assert moment_words(report.created_at).count(",") == 1
