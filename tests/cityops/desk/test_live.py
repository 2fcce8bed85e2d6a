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
from cityops.farming.actions import offer_moves as offers
from cityops.notifications.models import What
from cityops.notifications.notices import give_notice
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Report
from cityops.reports.moves import MOVES
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

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
    actions.accept_report(actor=staff(Role.HEAD, agency="dpupr"), pk=report.pk)
    fresh = ReportFactory()
    second = ask(client, first)
    assert second.status_code == 200
    assert sorted(news(second)["rows"]) == sorted([[report.code, 2], [fresh.code, 1]])
    assert 'data-total="2"' in second.content.decode()
    assert 'id="queue-links"' in second.content.decode()
    assert 'id="areas"' in second.content.decode()


@pytest.mark.parametrize("verb", ["note", "assign"])
def test_a_change_that_moves_nothing_is_told_as_well(verb: str, client: Client, officer: User) -> None:
    report, head = ReportFactory(), staff(Role.HEAD, agency="dpupr")
    client.force_login(officer)
    first = ask(client)
    if verb == "note":
        actions.note_report(actor=head, pk=report.pk, text="Lihat foto.")
    else:
        actions.assign_report(actor=head, pk=report.pk, assignee="petugas")
    assert news(ask(client, first))["rows"] == [[report.code, 2]]


def test_what_was_taken_back_is_told_to_be_as_it_was_before(client: Client, officer: User) -> None:
    report, head = ReportFactory(), staff(Role.HEAD, agency="dpupr")
    client.force_login(officer)
    for seen in (1, 3):
        actions.accept_report(actor=head, pk=report.pk, seen=seen)
        assert news(ask(client))["rows"] == [[report.code, seen + 1]]
        MOVES.undo.take_back(actor=head, code=report.code)
    assert news(ask(client))["rows"] == [[report.code, 5, 3, 1]]
    actions.note_report(actor=head, pk=report.pk, text="Lihat foto.")
    assert news(ask(client))["rows"] == [[report.code, 6]]


def test_many_that_were_taken_back_are_told_in_as_many_statements(client: Client, officer: User) -> None:
    def taken_back(number: int) -> int:
        for _one in range(number):
            report = ReportFactory()
            actions.accept_report(actor=officer, pk=report.pk)
            MOVES.undo.take_back(actor=officer, code=report.code)
        know_reference()
        with CaptureQueriesContext(connection) as asked:
            assert all(row[1:] == [3, 1] for row in news(ask(client))["rows"])
        return len(asked)

    client.force_login(officer)
    ask(client)
    assert taken_back(2) == taken_back(20)


def test_what_others_see_is_no_news_to_me(client: Client, officer: User) -> None:
    trees = CategoryFactory(code="pohon", name="Pohon", agency=AgencyFactory(code="dlh"))
    theirs = ReportFactory(category=trees)
    client.force_login(officer)
    first = ask(client)
    actions.accept_report(actor=staff(Role.DISPATCHER), pk=theirs.pk)
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


class TestAKindWithoutAnAccountOfWrites:
    """Harvest offers: their layer counts its rows."""

    @pytest.fixture
    def head(self, client: Client) -> User:
        head = staff(Role.HEAD, agency="distan")
        client.force_login(head)
        return head

    def test_what_is_open_is_told_whatever_is_looked_at(self, client: Client, head: User) -> None:
        staff(Role.OFFICER, agency="distan", username="tani")
        offer = OfferFactory(held=True)
        first, elsewhere = ask(client, query="?of=offers"), ask(client, query="?of=plots")
        offers.assign_offer(actor=staff(Role.HEAD, agency="distan"), pk=offer.pk, assignee="tani")
        assert news(ask(client, first, "?of=offers"))["rows"] == [[offer.code, 2]]
        second = ask(client, elsewhere, "?of=plots")
        assert second["ETag"].partition(".")[0] != elsewhere["ETag"].partition(".")[0]
        OfferFactory(held=True)
        assert len(news(ask(client, first, "?of=offers"))["rows"]) == 2

    @pytest.mark.parametrize("query", ["?of=offers&status=offered", "?of=offers&item={code}"], ids=["asked", "pane"])
    def test_what_is_ended_is_told_where_it_is_shown(self, query: str, client: Client, head: User) -> None:
        offer, _newer = OfferFactory(), OfferFactory(version=9)
        address = query.format(code=offer.code)
        first = ask(client, query=address)
        assert ask(client, first, address).status_code == 304
        actor = staff(Role.HEAD, agency="distan")
        offers.change_offer(actor=actor, pk=offer.pk, amount=offer.amount, price=15000)
        assert ask(client, first, address).status_code == 200


class TestTheOpenOne:
    def test_who_changed_it_is_said(self, client: Client, officer: User) -> None:
        report = ReportFactory()
        client.force_login(officer)
        assert news(ask(client, query=f"?item={report.code}"))["item"]["version"] == 1
        actions.accept_report(actor=staff(Role.HEAD, agency="dpupr", name="Kepala Sari"), pk=report.pk)
        item = news(ask(client, query=f"?item={report.code}"))["item"]
        assert item == {"code": report.code, "version": 2, "words": "Kepala Sari baru saja mengubah ini."}

    def test_the_reporter_is_not_named(self, client: Client, officer: User) -> None:
        report = ReportFactory(state="in_progress")
        actions.reply_to_report(pk=report.pk, text="Depan pasar.")
        client.force_login(officer)
        item = news(ask(client, query=f"?item={report.code}"))["item"]
        assert item["words"] == "Pelapor baru saja mengubah ini."

    def test_what_is_not_mine_to_see_tells_nothing(self, client: Client, officer: User) -> None:
        AgencyFactory(code="dlh")
        report: Report = ReportFactory()
        actions.route_report(actor=staff(Role.DISPATCHER), pk=report.pk, agency="dlh", reason="Pohon.")
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
