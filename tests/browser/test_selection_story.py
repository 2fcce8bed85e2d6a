"""An officer lassoes a cluster: list, count and map show exactly those, and so does the link in a fresh browser."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.conftest import DESKTOP
from tests.browser.map_lab import Hand
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import staff
from tests.factories.places import place
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)

SISIR = (112.53, -7.87)
VIEW = f"/staff/?z=15&lat={SISIR[1]}&lng={SISIR[0]}"  # a pixel is 4.7 m
AROUND = [(70 * math.cos(turn / 24 * math.tau), 70 * math.sin(turn / 24 * math.tau)) for turn in range(24)]  # 330 m


def near(east_m: float, north_m: float) -> Any:
    return place(SISIR[0] + east_m / 110_300, SISIR[1] + north_m / 110_600)


@pytest.fixture
def cluster(live_city: Any) -> list[str]:
    """Five reports within 200 m, and four others of which one is only 450 m away. The codes of the five."""
    first = ReportFactory(geom=near(0, 0))
    same = {"category": first.category, "agency": first.agency}
    inside = [
        first,
        *(ReportFactory(geom=near(*spot), **same) for spot in ((180, 0), (-180, 20), (0, 190), (40, -170))),
    ]
    for spot in ((450, 0), (-600, 300), (900, 900)):
        ReportFactory(geom=near(*spot), **same)
    ReportFactory(geom=near(20, 20), ended=True, **same)  # inside, but no work any more
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    return sorted(report.code for report in inside)


@pytest.fixture
def fresh(browser: Browser, live_server: Any) -> Iterator[Page]:
    """Another browser, which knows nothing."""
    context = browser.new_context(locale="id-ID", base_url=live_server.url, reduced_motion="reduce", **DESKTOP)
    yield context.new_page()
    context.close()


def sign_in(page: Page, to: str, *, is_map: bool = True) -> None:
    page.goto(to)
    page.get_by_label("Nama pengguna").fill("petugas")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    expect(page.locator("#work[data-ready]" if is_map else "main .bulk")).to_be_attached()


def expect_exactly(page: Page, codes: list[str]) -> None:
    expect(page.locator("#total")).to_have_text(str(len(codes)))
    listed = page.locator("#list [data-code]")
    expect(listed).to_have_count(len(codes))
    assert sorted(one.get_attribute("data-code") or "" for one in listed.all()) == codes
    expect(page.locator(".legend__total")).to_have_text(f"{len(codes)} laporan terlihat")


def test_a_cluster_is_lassoed_and_its_link_shows_the_same(desktop: Page, fresh: Page, cluster: list[str]) -> None:
    sign_in(desktop, VIEW)
    expect(desktop.locator("#total")).to_have_text(str(Report.objects.filter(closed_at=None).count()))
    desktop.get_by_role("toolbar", name="Alat peta").get_by_role("button", name="Pilih dengan laso").click()
    Hand(desktop, "#map").drag(*AROUND)

    expect(desktop.locator(".selection-chip")).to_have_text("5 dipilih")
    expect_exactly(desktop, cluster)
    expect(desktop).to_have_url(re.compile(r"polygon=112\.\d+,-7\.\d+,"))

    sign_in(fresh, desktop.url)
    expect(fresh.locator(".selection-chip")).to_have_text("5 dipilih")
    expect_exactly(fresh, cluster)
    assert re.search(r"polygon=[^&]*", fresh.url)[0] == re.search(r"polygon=[^&]*", desktop.url)[0]  # type: ignore[index]

    desktop.keyboard.press("Escape")
    expect(desktop.locator(".selection-chip")).to_have_count(0)
    expect(desktop.locator("#total")).to_have_text("8")
    desktop.go_back()
    expect(desktop.locator(".selection-chip")).to_have_text("5 dipilih")
    expect_exactly(desktop, cluster)

    # A queue and an area are pressed within the selection; Escape undoes it also when the address brought it.
    fresh.locator("#queues a").filter(has_text="Batu").first.click()
    expect(fresh).to_have_url(re.compile(r"area=35\.79\.01&.*polygon=112"))
    fresh.locator("#queues a").filter(has_text="Perlu diverifikasi").first.click()
    expect(fresh).to_have_url(re.compile(r"polygon=112\.\d+.*unaccepted=1"))
    fresh.keyboard.press("Escape")
    expect(fresh).not_to_have_url(re.compile("polygon="))
    expect(fresh.locator(".selection-chip")).to_have_count(0)


def test_an_address_with_a_polygon_that_crosses_itself_is_refused(desktop: Page, cluster: list[str]) -> None:
    sign_in(desktop, "/staff/")
    desktop.goto("/staff/?polygon=112.5,-7.9,112.6,-7.8,112.6,-7.9,112.5,-7.8")
    expect(desktop.get_by_role("main")).to_contain_text("polygon")
