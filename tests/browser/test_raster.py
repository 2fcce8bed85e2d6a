"""A raster on the map: its tiles are drawn, its key is told, and a press tells the value at the place."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from cityops.datasets.models import Dataset
from cityops.policy.lines import Role
from tests.browser.test_layer_style import signed_in
from tests.factories.agencies import staff
from tests.factories.rasters import heights, raster_dataset

pytestmark = pytest.mark.browser
# As a person sees it: each tile came, and has been put in place.
LOADED = """() => {
    const tiles = [...document.querySelectorAll('.raster-tiles img')];
    return tiles.length > 0 && tiles.every((tile) => tile.complete && tile.naturalWidth === 256);
}"""
HERE = "z=13&lng=112.531&lat=-7.872"


@pytest.fixture
def raster(live_city: Any, settings: Any, tmp_path: Path) -> Dataset:
    """Heights that everyone sees."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    planner = staff(Role.PLANNER, agency="bappelitbangda")
    file = heights(tmp_path)
    return raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Ketinggian", audience="everyone")


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(700)
        page.screenshot(path=f"{folder}/{name}.png")


def press(page: Page, selector: str, x: float, y: float) -> None:
    """Press the map at a share of its width and height."""
    box = page.locator(selector).bounding_box()
    assert box
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def test_a_resident_sees_it_and_asks_it(raster: Dataset, desktop: Page) -> None:
    desktop.goto(f"/?{HERE}&layers={raster.name}")
    desktop.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
    desktop.wait_for_function(LOADED)
    legend = desktop.locator(".legend")
    expect(legend).to_contain_text("≤ 412")
    expect(legend).to_contain_text("≥ 1.193")
    press(desktop, "#map", 0.6, 0.4)
    told = desktop.locator(".raster-value")
    expect(told).to_contain_text("Ketinggian")
    expect(told.locator("strong")).to_have_text("1.193")
    picture(desktop, "raster-public-desktop")
    desktop.locator("#layers-button").click()
    row = desktop.locator(f'.layer-row[data-layer="{raster.name}"]')
    row.locator("summary").click()
    expect(row.get_by_role("radio")).to_have_count(0)
    row.get_by_role("slider").fill("40")
    desktop.wait_for_url(f"**layers={raster.name}~40**")
    assert desktop.locator(".leaflet-pane:has(> .raster-tiles)").evaluate("(pane) => pane.style.opacity") == "0.4"
    picture(desktop, "raster-panel-desktop")


def test_its_page_shows_it(raster: Dataset, phone: Page) -> None:
    signed_in(phone, raster.get_absolute_url())
    phone.wait_for_function(LOADED)
    expect(phone.locator("#dataset-map .legend")).to_contain_text("≥ 1.193")
    phone.locator("#dataset-map").scroll_into_view_if_needed()
    picture(phone, "raster-page-phone")
    press(phone, "#dataset-map", 0.4, 0.45)
    expect(phone.locator(".raster-value strong")).to_have_text("412")
    picture(phone, "raster-page-phone-value")
    if os.environ.get("PICTURES"):
        phone.set_viewport_size({"width": 1440, "height": 900})
        picture(phone, "raster-page-desktop")
        phone.set_viewport_size({"width": 390, "height": 844})
        phone.goto(f"/?{HERE}&layers={raster.name}")
        phone.wait_for_function(LOADED)
        picture(phone, "raster-public-phone")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_its_page_says_that_tiles_are_drawn_and_asks_again_for_one_that_did_not_come(
    raster: Dataset, size: str, request: pytest.FixtureRequest
) -> None:
    page = signed_in(request.getfixturevalue(size), "/staff/")
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/tiles/**/*.png", hold)
    page.goto(raster.get_absolute_url(), wait_until="domcontentloaded")
    waiting = page.get_by_text("Gambar sedang dibuat…")
    expect(waiting).to_be_visible()
    page.locator("#dataset-map").scroll_into_view_if_needed()
    picture(page, f"raster-waiting-{size}")
    assert held
    is_held = False
    for tile in held[1:]:
        tile.continue_()
    held[0].abort("internetdisconnected")
    expect(waiting).to_be_hidden()
    page.wait_for_function(LOADED)
