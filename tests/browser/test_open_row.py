"""An officer opens rows: the map goes to where each lies, beside the detail, as near as it was looked at before."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.test_selection_story import VIEW, near, sign_in
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROOM_PX = 60
IS_INSIDE = """room => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const [ring, map] = [box('#map .chosen-place'), box('#map')];
    const [x, y] = [ring.x + ring.width / 2, ring.y + ring.height / 2];
    return x > map.left + room && x < map.right - room && y > map.top + room && y < map.bottom - room;
}"""


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    """One at the right edge of the view, where the detail opens; one outside of it; one in its middle."""
    first = ReportFactory(geom=near(1200, 0))
    same = {"category": first.category, "agency": first.agency}
    others = [ReportFactory(geom=near(*spot), **same) for spot in ((-2500, 1500), (0, 0))]
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    return [first, *others]


def expect_in_sight(page: Page) -> None:
    """The ring around the open row's place lies in the map's own part of the screen, off its edges."""
    expect(page.locator("#map .chosen-place")).to_be_visible()
    page.wait_for_function(IS_INSIDE, arg=ROOM_PX)


def test_what_is_opened_is_in_sight_beside_the_detail(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, VIEW)
    for report in reports:
        desktop.locator(f'#list [data-code="{report.code}"]').click()
        expect(desktop.locator(f'#detail [data-code="{report.code}"]')).to_be_attached()
        expect_in_sight(desktop)
        expect(desktop).to_have_url(re.compile(r"z=15\b"))


def test_a_link_to_an_open_row_shows_its_place(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, f"{VIEW}&item={reports[0].code}")
    expect_in_sight(desktop)


def test_the_whole_page_of_a_report_has_a_map_of_its_place(phone: Page, reports: list[Report]) -> None:
    sign_in(phone, VIEW)
    phone.goto(f"/staff/reports/{reports[0].code}/")
    pin = phone.locator("#place-map .pin__drop")
    expect(pin).to_be_in_viewport()
    phone.locator("#foot [data-key=a]").click()
    expect(phone.get_by_text("Diverifikasi").first).to_be_visible()
    expect(pin).to_be_attached()


def test_on_a_phone_the_place_is_in_sight_once_the_map_is(phone: Page, reports: list[Report]) -> None:
    sign_in(phone, VIEW)
    phone.get_by_role("button", name="Peta", exact=True).click()
    for report in reports:
        phone.get_by_role("button", name="Daftar", exact=True).click()
        phone.locator(f'#list [data-code="{report.code}"]').click()
        expect(phone.locator(f'#detail [data-code="{report.code}"]')).to_be_visible()
        phone.get_by_role("button", name="Peta", exact=True).click()
        expect_in_sight(phone)
