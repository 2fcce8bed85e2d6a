"""What an open work map is told: nothing while nothing changed, then exactly what a reload would bring."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.desk import live
from cityops.notifications.models import What
from cityops.notifications.notices import give_notice
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Report
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
NOW = "/staff/now/"


@pytest.fixture(autouse=True)
def a_minute_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs on the minute must not change between two questions of a test."""
    moment = timezone.now()
    monkeypatch.setattr(live.timezone, "now", lambda: moment)


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas")


def news(page: Any) -> dict[str, Any]:
    found = re.search(r'<script id="news" type="application/json">(.*?)</script>', page.content.decode())
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def ask(client: Client, known: Any = None, query: str = "") -> Any:
    headers = {"HTTP_IF_NONE_MATCH": known["ETag"]} if known is not None else {}
    return client.get(NOW + query, **headers)


def test_nothing_new_is_304_and_counts_nothing(client: Client, officer: User) -> None:
    ReportFactory.create_batch(3)
    client.force_login(officer)
    first = ask(client)
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as asked:
        again = ask(client, first)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "private" in again["Cache-Control"]
    reads = [one["sql"] for one in asked.captured_queries if "reports_report" in str(one["sql"])]
    assert reads == []


def test_what_a_colleague_changes_is_told_with_the_counts(client: Client, officer: User) -> None:
    report = ReportFactory()
    client.force_login(officer)
    first = ask(client)
    assert news(first) == {"rows": [[report.code, 1]], "item": None}
    actions.accept_report(actor=staff(Role.HEAD, agency="dpupr"), report_id=report.pk)
    fresh = ReportFactory()
    second = ask(client, first)
    assert second.status_code == 200
    assert sorted(news(second)["rows"]) == sorted([[report.code, 2], [fresh.code, 1]])
    assert 'data-total="2"' in second.content.decode()
    assert 'id="queues"' in second.content.decode()


@pytest.mark.parametrize("verb", ["note", "assign"])
def test_a_change_that_moves_nothing_is_told_as_well(verb: str, client: Client, officer: User) -> None:
    report, head = ReportFactory(), staff(Role.HEAD, agency="dpupr")
    client.force_login(officer)
    first = ask(client)
    if verb == "note":
        actions.note_report(actor=head, report_id=report.pk, text="Lihat foto.")
    else:
        actions.assign_report(actor=head, report_id=report.pk, assignee="petugas")
    assert news(ask(client, first))["rows"] == [[report.code, 2]]


def test_what_others_see_is_no_news_to_me(client: Client, officer: User) -> None:
    trees = CategoryFactory(code="pohon", name="Pohon", agency=AgencyFactory(code="dlh"))
    theirs = ReportFactory(category=trees)
    client.force_login(officer)
    first = ask(client)
    actions.accept_report(actor=staff(Role.DISPATCHER), report_id=theirs.pk)
    second = ask(client, first)
    assert second.status_code == 304
    assert second["ETag"] != first["ETag"]  # so that the next question is cheap again
    assert ask(client, second).status_code == 304


def test_only_what_the_filter_shows_is_listed(client: Client, officer: User) -> None:
    ReportFactory()
    late = ReportFactory(overdue=True)
    client.force_login(officer)
    assert news(ask(client, query="?overdue=1"))["rows"] == [[late.code, 1]]


def test_the_number_of_the_bell_comes_along(client: Client, officer: User) -> None:
    client.force_login(officer)
    first = ask(client)
    give_notice([officer.pk], What.REPLY, kind="reports", code="BTU-1")
    assert 'id="bell-number">1<' in ask(client, first).content.decode()


class TestTheOpenOne:
    def test_who_changed_it_is_said(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        client.force_login(officer)
        assert news(ask(client, query=f"?item={report.code}"))["item"]["version"] == 1
        actions.accept_report(actor=staff(Role.HEAD, agency="dpupr", name="Kepala Sari"), report_id=report.pk)
        item = news(ask(client, query=f"?item={report.code}"))["item"]
        assert item == {"code": report.code, "version": 2, "words": "Kepala Sari baru saja mengubah ini."}

    def test_the_reporter_is_not_named(self, client: Client, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        actions.reply_to_report(report_id=report.pk, text="Depan pasar.")
        client.force_login(officer)
        item = news(ask(client, query=f"?item={report.code}"))["item"]
        assert item["words"] == "Pengirimnya baru saja mengubah ini."

    def test_what_is_not_mine_to_see_tells_nothing(self, client: Client, officer: User) -> None:
        AgencyFactory(code="dlh")
        report: Report = ReportFactory()
        actions.route_report(actor=staff(Role.DISPATCHER), report_id=report.pk, agency="dlh", reason="Pohon.")
        client.force_login(officer)
        for code in (report.code, "BTU-2222-2222"):
            item = news(ask(client, query=f"?item={code}"))["item"]
            assert item == {
                "code": code,
                "version": 0,
                "words": "Ini bukan, atau bukan lagi, milik Anda untuk dilihat.",
            }


def test_list_and_detail_say_which_version_they_show(client: Client, officer: User) -> None:
    report = ReportFactory(version=7)
    client.force_login(officer)
    page = client.get("/staff/").content.decode()
    assert f'data-code="{report.code}" data-version="7"' in page
    assert (
        f'data-code="{report.code}" data-version="7"' in client.get(f"/staff/reports/{report.code}/").content.decode()
    )
