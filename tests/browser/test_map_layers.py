"""The layers of the public map: what is drawn as what, switched on and off, ordered, faded, and kept in the address."""

import math
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cityops.reports.models import Report
from tests.factories.agencies import CategoryFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.offers import OfferFactory
from tests.factories.places import IN_BEJI, IN_PUNTEN, IN_SISIR, place
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.browser

MIDDLE = (112.52, -7.88)
ZOOM = 15
STEP = 66 * 360 / (256 * 2**ZOOM)  # degrees of 66 pixels at that zoom: each report in a cell of its own


def lattice(columns: int, rows: int, **given: Any) -> list[Report]:
    """Reports in rows around the middle, each a pin of its own at zoom 15."""
    category = CategoryFactory()
    west, south = MIDDLE[0] - columns * STEP / 2, MIDDLE[1] - rows * STEP / 2
    return [
        ReportFactory(geom=place(west + column * STEP, south + row * STEP), category=category, accepted=True, **given)
        for column in range(columns)
        for row in range(rows)
    ]


def open_map(page: Page, zoom: int = ZOOM, query: str = "") -> None:
    page.goto(f"/?z={zoom}&lng={MIDDLE[0]}&lat={MIDDLE[1]}{query}")
    expect(page.locator(".legend__total")).to_contain_text(re.compile(r"\d"))
    page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()


def pixel_of(page: Page, at: Any, zoom: int = ZOOM) -> tuple[float, float]:
    """Where a place is on the screen."""

    def world(lng: float, lat: float) -> tuple[float, float]:
        size = 256 * 2**zoom
        return (lng + 180) / 360 * size, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size

    box = page.locator("#map").bounding_box()
    assert box
    (x, y), (x0, y0) = world(at.x, at.y), world(*MIDDLE)
    return box["x"] + box["width"] / 2 + x - x0, box["y"] + box["height"] / 2 + y - y0


def drawn(page: Page) -> int:
    """How many reports the signs on the map stand for."""
    words = page.locator("#map :is(button.pin, button.cluster)").evaluate_all(
        "all => all.map((one) => (one.matches('.pin') ? '1 ' : one.getAttribute('aria-label')))"
    )
    return sum(int(re.match(r"[\d.]+", text)[0].replace(".", "")) for text in words)  # type: ignore[index]


@pytest.mark.parametrize("zoom", [10, 12, 13, 14, 15])
def test_clusters_and_pins_add_up_to_the_total_at_every_zoom(live_city: Any, desktop: Page, zoom: int) -> None:
    lattice(6, 5)
    for _ in range(40):
        ReportFactory(geom=IN_SISIR, accepted=True)
    open_map(desktop, zoom)
    expect(desktop.locator(".legend__total")).to_have_text("70 laporan terlihat")
    assert drawn(desktop) == 70


def test_more_than_a_few_single_reports_are_dots_that_can_be_pressed(live_city: Any, desktop: Page) -> None:
    reports = lattice(14, 12)
    Report.objects.filter(pk=reports[0].pk).update(due_at=timezone.now() - timedelta(days=1))
    open_map(desktop)
    expect(desktop.locator(".layer-tiles canvas").first).to_be_attached()
    expect(desktop.locator("#map button.pin")).to_have_count(0)
    expect(desktop.locator(".legend")).to_contain_text("Cincin merah: lewat tenggat")
    red = """() => [...document.querySelectorAll('.layer-tiles canvas')].some((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4)
            if (data[at] === 197 && data[at + 1] === 34 && data[at + 2] === 27) return true;
        return false;
    })"""
    assert desktop.evaluate(red), "what is late has its ring"
    chosen = reports[7 * 12 + 9]
    x, y = pixel_of(desktop, chosen.geom)
    desktop.mouse.move(x, y)
    expect(desktop.locator(".hover-label")).to_contain_text("Jalan rusak")
    desktop.mouse.click(x, y)
    expect(desktop.get_by_role("region", name="Jalan rusak")).to_contain_text(chosen.code)
    expect(desktop).to_have_url(re.compile(f"report={chosen.code}"))


def test_few_reports_are_pins_and_a_late_one_has_its_ring(live_city: Any, desktop: Page) -> None:
    late = ReportFactory(geom=IN_BEJI, overdue=True, accepted=True)
    ReportFactory(geom=IN_PUNTEN, accepted=True)
    open_map(desktop, 13)
    expect(desktop.locator("#map button.pin")).to_have_count(2)
    expect(desktop.locator(f'[data-code="{late.code}"] .pin__late')).to_have_count(1)
    expect(desktop.locator("#map .pin__late")).to_have_count(1)


def test_the_panel_is_worked_by_keyboard_and_kept_in_the_address(live_city: Any, desktop: Page) -> None:
    ReportFactory(geom=IN_SISIR, accepted=True)
    FacilityFactory()
    open_map(desktop, 13)
    desktop.get_by_role("button", name="Lapisan").focus()
    desktop.keyboard.press("Enter")
    panel = desktop.get_by_role("region", name="Lapisan peta")
    expect(panel).to_be_visible()
    panel.get_by_role("checkbox", name="Fasilitas").focus()
    desktop.keyboard.press("Space")
    expect(desktop.get_by_role("button", name=re.compile("Puskesmas Beji"))).to_be_visible()
    expect(desktop).to_have_url(re.compile(r"layers=facilities,reports"))

    row = panel.locator('.layer-row[data-layer="facilities"]')
    row.locator("summary").focus()
    desktop.keyboard.press("Enter")
    row.get_by_role("slider", name="Fasilitas: Kepekatan").focus()
    for _ in range(4):
        desktop.keyboard.press("ArrowLeft")
    expect(desktop).to_have_url(re.compile(r"layers=facilities~60,reports"))

    panel.get_by_role("button", name="Turunkan Fasilitas").focus()
    desktop.keyboard.press("Enter")
    expect(desktop).to_have_url(re.compile(r"layers=reports,facilities~60"))
    expect(panel.get_by_role("button", name="Naikkan Fasilitas")).to_be_focused()
    desktop.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desktop.get_by_role("button", name="Lapisan")).to_be_focused()

    desktop.reload()
    square = desktop.get_by_role("button", name=re.compile("Puskesmas Beji"))
    expect(square).to_be_visible()
    pane = "one => getComputedStyle(one.closest('.leaflet-pane')).opacity"
    assert square.evaluate(pane) == "0.6"
    desktop.get_by_role("button", name="Lapisan").click()
    order = desktop.locator(".layer-order__name")
    expect(order).to_have_text(["Laporan", "Fasilitas"])


def test_rows_of_the_order_are_dragged(live_city: Any, desktop: Page) -> None:
    ReportFactory(geom=IN_SISIR, accepted=True)
    open_map(desktop, 13, "&layers=facilities,reports")
    desktop.get_by_role("button", name="Lapisan").click()
    grips = desktop.locator(".layer-order__grip")
    start, end = grips.nth(1).bounding_box(), grips.nth(0).bounding_box()
    assert start and end
    desktop.mouse.move(start["x"] + 8, start["y"] + 20)
    desktop.mouse.down()
    desktop.mouse.move(end["x"] + 8, end["y"] + 4, steps=6)
    desktop.mouse.up()
    expect(desktop.locator(".layer-order__name")).to_have_text(["Laporan", "Fasilitas"])
    expect(desktop).to_have_url(re.compile(r"layers=reports,facilities"))


def test_facilities_and_offers_are_switched_on_and_open_their_cards(live_city: Any, phone: Page) -> None:
    facility = FacilityFactory()
    OfferFactory()
    ReportFactory(geom=IN_PUNTEN, accepted=True)
    open_map(phone, 13)
    phone.get_by_role("button", name="Lapisan").click()
    panel = phone.get_by_role("region", name="Lapisan peta")
    panel.get_by_role("checkbox", name="Fasilitas").check()
    panel.get_by_role("checkbox", name="Tawaran panen").check()
    panel.get_by_role("button", name="Tutup").click()
    expect(phone.locator("#map button.square")).to_have_count(2)
    expect(phone.locator(".legend__total")).to_have_text("1 tawaran panen · 1 fasilitas · 1 laporan")  # as in the panel
    phone.locator(f'[data-code="{facility.code}"]').click()
    expect(phone.get_by_role("region", name="Puskesmas Beji")).to_be_visible()
    phone.get_by_role("region", name="Puskesmas Beji").get_by_role("button", name="Tutup").click()
    phone.get_by_role("button", name="Lapisan").click()
    panel.get_by_role("button", name="Seperti saat peta dibuka").click()
    expect(phone.locator("#map button.square")).to_have_count(0)
    expect(phone).not_to_have_url(re.compile("layers="))


def test_several_facilities_in_one_house_are_told_apart(live_city: Any, desktop: Page) -> None:
    names = ["Dinas Pertanian", "Dinas Sosial"]
    for name in names:
        FacilityFactory(name=name, geom=place(*MIDDLE))
    ReportFactory(geom=place(MIDDLE[0] + 0.0005, MIDDLE[1]), accepted=True)
    open_map(desktop, 18, "&layers=facilities,reports")
    desktop.get_by_role("button", name=re.compile("2 fasilitas")).click()
    sheet = desktop.get_by_role("region", name="Fasilitas")
    for name in names:
        expect(sheet.get_by_role("button", name=name)).to_be_visible()
    sheet.get_by_role("button", name="Dinas Sosial").click()
    expect(desktop.get_by_role("region", name="Dinas Sosial")).to_be_visible()


def test_a_layer_is_seen_as_heat(live_city: Any, desktop: Page) -> None:
    lattice(4, 3)
    open_map(desktop, 13)
    desktop.get_by_role("button", name="Lapisan").click()
    row = desktop.locator('.layer-row[data-layer="reports"]')
    row.locator("summary").click()
    row.get_by_role("radio", name="Kepadatan").check()
    expect(desktop.locator("canvas.heat")).to_be_visible()
    expect(desktop.locator("#map button.pin, #map button.cluster")).to_have_count(0)
    expect(desktop.locator(".legend")).to_contain_text("Dari sedikit ke banyak")
    expect(desktop.locator(".legend__total")).to_have_text("12 laporan terlihat")
    expect(desktop).to_have_url(re.compile("layers=reports~100~heat"))
