"""What is said for a moment lies on nothing that somebody reads or presses."""

from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.test_raster import picture
from tests.browser.test_selection_story import sign_in
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("#queues", "#list", "#map", "#detail", ".work__tabs")


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    """More than a screen of them."""
    first = ReportFactory(state="in_progress")
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    same = {"category": first.category, "agency": first.agency, "state": "in_progress"}
    return [first, *ReportFactory.create_batch(24, **same)]


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box
    return box


def expect_clear(page: Page, *parts: str) -> None:
    toast = box_of(page.locator(".toast"))
    viewport = page.viewport_size
    assert viewport
    assert toast["y"] + toast["height"] <= viewport["height"]
    for part in parts:
        if not page.locator(part).is_visible():
            continue
        other = box_of(page.locator(part))
        is_above = other["y"] + other["height"] <= toast["y"] + 1 or other["y"] >= toast["y"] + toast["height"] - 1
        is_beside = other["x"] + other["width"] <= toast["x"] + 1 or other["x"] >= toast["x"] + toast["width"] - 1
        assert is_above or is_beside, part


def on_the_work_map(page: Page, reports: list[Report], screen: str) -> None:
    sign_in(page, "/staff/")
    page.keyboard.press("y")
    expect(page.locator(".toast")).to_contain_text("Centang")
    picture(page, f"toast-list-{screen}")
    expect_clear(page, *PARTS)
    expect(page.locator(".toast")).to_have_count(0)  # it goes by itself
    page.get_by_role("option").first.click()
    expect(page.locator("#detail [data-key=i]")).to_be_attached()
    page.keyboard.press("i")
    expect(page.locator(".toast")).to_contain_text("Urungkan")
    picture(page, f"toast-detail-{screen}")
    expect_clear(page, *PARTS)


def test_on_a_desk_it_lies_below_the_map(desktop: Page, reports: list[Report]) -> None:
    on_the_work_map(desktop, reports, "desktop")
    desktop.set_viewport_size({"width": 1200, "height": 800})
    expect_clear(desktop, *PARTS)


def test_on_a_phone_it_lies_above_the_tabs(phone: Page, reports: list[Report]) -> None:
    on_the_work_map(phone, reports, "phone")


def test_all_of_a_page_can_be_scrolled_clear_of_it(phone: Page, reports: list[Report]) -> None:
    sign_in(phone, "/staff/")
    phone.goto(f"/staff/reports/{reports[0].code}/")
    expect(phone.locator("[data-key=i]")).to_be_attached()
    phone.wait_for_load_state("networkidle")
    phone.keyboard.press("i")
    expect(phone.locator(".toast")).to_contain_text("Urungkan")
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    picture(phone, "toast-page-phone")
    expect_clear(phone, "#foot", ".footer")
