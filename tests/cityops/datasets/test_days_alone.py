"""A list that says only the day: no screen tells a time of day that nobody wrote."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from cityops.features.dates import day_alone, is_day_alone
from cityops.features.templatetags.feature_times import age_words, machine_time, moment_words
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, reasons, taken, tried
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


@pytest.mark.parametrize(
    ("began", "ended", "closed"),
    [
        ("2021-03-04 00:00:00", "2021-03-04 09:30", "2021-03-04"),  # of the first no time is known
        ("2021-03-04", "2021-03-04 17:30", "2021-03-04T17:30:00+07:00"),
        ("2021-03-04 14:00", "2021-03-04", "2021-03-04T14:00:00+07:00"),
        ("2021-03-04 14:00", "2021-03-04 00:00:00", "2021-03-04T14:00:00+07:00"),
        ("2021-03-04", "2021-03-04", "2021-03-04"),
    ],
)
def test_what_ended_on_its_day_ended_not_before_it_began(
    desk: Client, send: Send, tmp_path: Path, began: str, ended: str, closed: str
) -> None:
    text = f"tanggal,tanggal selesai,isi,lat,lng\n{began},{ended},Lubang,-7.87,112.53\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak")
    taken(desk, upload)
    assert (counts(upload), reasons(upload)) == ({"made": 1}, {})
    report = Report.objects.get()
    assert report.closed_at is not None
    assert machine_time(report.closed_at) == closed


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("2021-03-04 14:00", "2021-03-04 09:30"),
        ("2021-03-04", "2021-03-03 09:30"),
        ("2021-03-04 09:30", "2021-03-03"),
        ("2021-03-04", "2021-03-03"),
    ],
)
def test_what_ended_before_it_began_is_told(desk: Client, send: Send, tmp_path: Path, began: str, ended: str) -> None:
    text = f"tanggal,tanggal selesai,isi,lat,lng\n{began},{ended},Lubang,-7.87,112.53\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "reports", value_category="jalan-rusak")
    assert reasons(upload) == {"ended_before_it_began": 1}
    taken(desk, upload)
    report = Report.objects.get()
    assert report.closed_at == report.created_at


def test_what_was_sent_here_keeps_its_time() -> None:
    report = ReportFactory()
    assert not is_day_alone(report.created_at)
    assert "T" in machine_time(report.created_at)
    assert moment_words(report.created_at).count(",") == 1


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_day_alone_of_yesterday_is_a_day_ago_not_some_hours(hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.localtime().replace(hour=hour, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert age_words(day_alone(timezone.localdate() - timedelta(days=1))) == "1 hari"
