"""Two officers at the same queue: what one does the other sees without a reload, and loses nothing by it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.accounts.models import User
from cityops.policy.lines import Role
from cityops.reports.actions import assign_report
from cityops.reports.models import Report
from cityops.reports.moves import MOVES
from tests.browser.test_officer import rows, sign_in
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamps(live_city: Any) -> list[Report]:
    lamp = CategoryFactory(code="lampu", name="Lampu jalan mati", icon="lamp")
    spots = (places.IN_TEMAS, places.IN_BUMIAJI, places.IN_PUNTEN)
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    staff(Role.HEAD, agency="dpupr", username="kepala", name="Budi Santoso")
    return [ReportFactory(geom=spot, category=lamp, accepted=True) for spot in spots]


def come_back(page: Page) -> None:
    """Come back to the tab: then it asks at once, not only after twenty seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_colleague_s_change_is_seen_without_a_reload(desktop: Page, other_desktop: Page, lamps: list[Report]) -> None:
    sign_in(desktop)
    sign_in(other_desktop, "kepala")
    mine, other = desktop.locator("#detail"), other_desktop.locator("#detail")
    page = f"#list [data-code='{lamps[0].code}']"
    desktop.locator(page).click()
    expect(mine.get_by_role("heading", name="Lampu jalan mati")).to_be_visible()
    desktop.keyboard.press("n")
    note = mine.get_by_label("Catatan")
    note.fill("Sudah saya telepon")

    other_desktop.locator(page).click()
    expect(other.get_by_role("heading", name="Lampu jalan mati")).to_be_visible()
    other_desktop.keyboard.press("g")
    other.get_by_role("combobox").select_option("petugas")
    other.get_by_role("button", name="Tugaskan").click()
    expect(other.locator(".facts")).to_contain_text("Rina Wulandari")

    come_back(desktop)
    bar = desktop.get_by_role("button", name="1 perubahan: tampilkan")
    expect(bar).to_be_visible()
    expect(mine.locator(".detail__changed")).to_contain_text("Budi Santoso baru saja mengubah ini.")
    expect(note).to_have_value("Sudah saya telepon")
    expect(desktop.locator("#bell-number")).to_contain_text("1")
    expect(desktop.locator("#queues").get_by_role("link", name=re.compile("Pekerjaan saya"))).to_contain_text("1")

    bar.click()
    expect(bar).to_have_count(0)
    mine.get_by_role("button", name="Tampilkan").click()
    expect(mine.locator(".facts")).to_contain_text("Rina Wulandari")
    expect(mine.locator(".detail__changed")).to_have_count(0)
    desktop.keyboard.press("n")
    expect(note).to_have_value("Sudah saya telepon")


def test_what_a_colleague_takes_back_is_no_change(desktop: Page, lamps: list[Report]) -> None:
    head, code = User.objects.get(username="kepala"), lamps[0].code
    sign_in(desktop)
    expect(rows(desktop)).to_have_count(3)
    assign_report(actor=head, pk=lamps[0].pk, assignee="petugas")
    come_back(desktop)
    bar = desktop.get_by_role("button", name="1 perubahan: tampilkan")
    expect(bar).to_be_visible()
    MOVES.undo.take_back(actor=head, code=code)
    come_back(desktop)
    expect(bar).to_have_count(0)


def test_the_bell_leads_to_what_was_given(desktop: Page, lamps: list[Report]) -> None:
    head = User.objects.get(username="kepala")
    assign_report(actor=head, pk=lamps[1].pk, assignee="petugas")
    sign_in(desktop)
    bell = desktop.get_by_role("banner").locator(".bell")
    bell.locator("summary").click()
    bell.get_by_role("button", name=re.compile("Diberikan kepada Anda.*Budi Santoso")).click()
    expect(desktop.locator(f"#detail [data-code='{lamps[1].code}']")).to_be_visible()
    expect(desktop.locator("#bell-number")).to_be_hidden()


def test_a_server_that_does_not_answer_is_told_of_and_comes_back(desktop: Page, lamps: list[Report]) -> None:
    sign_in(desktop)
    desktop.route("**/staff/now/**", lambda route: route.fulfill(status=404, body=""))
    come_back(desktop)
    stale = desktop.get_by_text("Server tidak menjawab")
    expect(stale).to_be_visible()
    desktop.unroute("**/staff/now/**")
    come_back(desktop)
    expect(stale).to_have_count(0)
    expect(rows(desktop)).to_have_count(3)


@pytest.mark.parametrize(
    ("shown", "now", "has_more", "changes"),
    [
        ("a1 b1 c1", "a1 b1 c1", False, 0),
        ("a1 b1 c1", "b1 a1 c1", False, 0),
        ("a1 b1 c1", "a2 b1 c1", False, 1),
        ("a1 b1 c1", "a1 c1", False, 1),
        ("a1 b1 c1", "a1 b1 x1 c2", False, 2),
        ("a1 b1 c1", "a1 b1 c1 x1", False, 1),
        ("a1 b1 c1", "b1 c1 d1", True, 1),
        ("a1 b1 c1", "x1 a1 b1", True, 1),
        ("", "a1", False, 1),
        ("a1", "", False, 1),
        ("a1 b1 c1", "a3=1 b1 c1", False, 0),
        ("a2 b1 c1", "a3=1 b1 c1", False, 1),
        ("a1 b2", "a5=3=1 b4", False, 1),
    ],
    ids=[
        "same",
        "order",
        "changed",
        "left",
        "came",
        "came-last",
        "next-moves-up",
        "last-moves-down",
        "first",
        "none",
        "back",
        "back-since",
        "back-twice",
    ],
)
def test_changes_are_what_a_reload_would_bring(
    desktop: Page, live_city: Any, shown: str, now: str, has_more: bool, changes: int
) -> None:
    desktop.goto("/")
    before = [{"code": one[0], "version": int(one[1])} for one in shown.split()]
    after = [[one[0], *map(int, one[1:].split("="))] for one in now.split()]
    ask = "async ([shown, now, hasMore]) => (await import('desk/live')).changesIn(shown, now, { hasMore })"
    assert desktop.evaluate(ask, [before, after, has_more]) == changes
