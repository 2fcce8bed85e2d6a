"""The panel of a raster's look: each change is drawn before it is kept, and the key says what is drawn."""

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from rasterio.transform import Affine

from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, Upload
from cityops.desk.models import Page as PageKind
from cityops.desk.models import Sharing
from cityops.desk.saved_views_actions import save_view
from cityops.policy.lines import Role
from tests.browser.conftest import DESKTOP, _context, _watched
from tests.browser.test_layer_style import signed_in
from tests.browser.test_raster import LOADED
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.rasters import heights, raster_dataset
from tests.factories.reports import ReportFactory
from tests.geodata.readers.made_rasters import made

pytestmark = pytest.mark.browser
REAL = next((folder for folder in Path(__file__).parents if (folder / "shared/data").is_dir()), None)
# The colours of the tiles in view, opaque ones.
COLOURS = """() => {
    const seen = new Set();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 256;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    for (const tile of document.querySelectorAll('.raster-tiles img')) {
        if (!tile.complete || tile.naturalWidth !== 256) return null;
        pen.clearRect(0, 0, 256, 256);
        pen.drawImage(tile, 0, 0);
        const { data } = pen.getImageData(0, 0, 256, 256);
        for (let at = 0; at < data.length; at += 4 * 97) {
            if (data[at + 3] < 255) continue;
            seen.add('#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join(''));
        }
    }
    return [...seen].sort();
}"""


@pytest.fixture
def raster(live_city: Any, settings: Any, tmp_path: Path) -> Dataset:
    """Two heights that everyone sees."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    planner = staff(Role.PLANNER, agency="bappelitbangda")
    file = heights(tmp_path)
    return raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Ketinggian", audience="everyone")


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(900)
        page.screenshot(path=f"{folder}/{name}.png")


def colours(page: Page) -> list[str]:
    page.wait_for_function(LOADED)
    return list(page.evaluate(COLOURS))


def wait_for_colours(page: Page, wanted: list[str]) -> None:
    page.wait_for_function(f"(wanted) => JSON.stringify(({COLOURS})()) === JSON.stringify(wanted)", arg=sorted(wanted))


def test_each_change_is_drawn_and_taken_back_before_it_is_kept(raster: Dataset, desktop: Page) -> None:
    page = signed_in(desktop, f"/layers/{raster.name}/style/")
    legend = page.locator(".leaflet-control.legend")
    expect(legend).to_contain_text("≤ 412")
    assert {"#440154", "#fde724"} <= set(colours(page))
    shot(page, "raster-style-ramp")
    page.locator(".chip", has_text="Tabel kelas").click()
    page.get_by_label("Nama kelas 1").fill("Lembah")
    page.get_by_label("Warna kelas 1").fill("#1b7837")
    page.get_by_label("Nama kelas 2").fill("Gunung")
    page.get_by_label("Nama kelas 2").press("Tab")
    expect(legend.get_by_role("listitem")).to_have_text(["Lembah", "Gunung"])
    wait_for_colours(page, ["#1b7837", "#e69f00"])
    shot(page, "raster-style-classes")
    page.get_by_label("Nilai kelas 2, atau dari").fill("")
    page.get_by_label("Nilai kelas 2, atau dari").press("Tab")
    expect(legend.get_by_role("listitem")).to_have_text(["Lembah"])
    wait_for_colours(page, ["#1b7837"])
    page.get_by_role("button", name="Urungkan").click()
    expect(legend.get_by_role("listitem")).to_have_text(["Lembah", "Gunung"])
    expect(page.get_by_label("Nama kelas 2")).to_have_value("Gunung")
    wait_for_colours(page, ["#1b7837", "#e69f00"])
    page.get_by_label("Kepekatan", exact=True).fill("50")
    pane = page.locator(".leaflet-pane:has(> .raster-tiles)")
    expect(pane).to_have_css("opacity", "0.5")
    page.get_by_label("Sampai zum").fill("30")
    page.get_by_label("Sampai zum").press("Tab")
    expect(page.get_by_text("Belum digambar: lihat di bawah.")).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_text("Belum digambar: lihat di bawah.")).to_be_hidden()
    assert Dataset.objects.get(pk=raster.pk).style is None
    page.get_by_role("button", name="Simpan gaya").click()
    expect(page.get_by_text("Gaya “Ketinggian” sudah disimpan.")).to_be_visible()
    wait_for_colours(page, ["#1b7837", "#e69f00"])
    page.goto(f"/?z=12&lng=112.531&lat=-7.872&layers={raster.name}")
    expect(page.locator(".legend").get_by_role("listitem")).to_have_text(["Lembah", "Gunung"])
    wait_for_colours(page, ["#1b7837", "#e69f00"])
    expect(page.locator(".leaflet-pane:has(> .raster-tiles)")).to_have_css("opacity", "0.5")


def test_outside_its_zooms_neither_map_nor_key_has_it(raster: Dataset, desktop: Page) -> None:
    page = signed_in(desktop, f"/layers/{raster.name}/style/")
    legend = page.locator(".leaflet-control.legend")
    expect(legend).to_contain_text("≤ 412")
    page.get_by_label("Mulai zum").fill("18")
    page.get_by_label("Mulai zum").press("Tab")
    expect(legend).to_contain_text("Tidak ada apa-apa di sini")
    expect(page.locator(".raster-tiles img")).to_have_count(0)
    page.get_by_label("Mulai zum").fill("0")
    page.get_by_label("Mulai zum").press("Tab")
    expect(legend).to_contain_text("≤ 412")
    page.wait_for_function(LOADED)


def test_the_panel_fits_a_phone(raster: Dataset, phone: Page) -> None:
    page = signed_in(phone, f"/layers/{raster.name}/style/")
    page.locator(".chip", has_text="Tabel kelas").click()
    expect(page.get_by_label("Nama kelas 2")).to_be_visible()
    shot(page, "raster-style-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Nama kelas 2").scroll_into_view_if_needed()
    shot(page, "raster-style-phone-2")


@pytest.mark.skipif(REAL is None, reason="the real rasters (shared/data/*.tif) are not beside the checkout")
def test_real_rasters_are_styled_where_they_lie(live_city: Any, settings: Any, tmp_path: Path, desktop: Page) -> None:
    assert REAL
    settings.UPLOAD_DIR = tmp_path / "uploads"
    owner = staff(Role.PLANNER, agency="bappelitbangda")
    for file, label in (("dem_30m_himalaya.tif", "Himalaya"), ("raster_rgb_utm18n.tif", "Citra")):
        real = raster_dataset(
            owner, REAL / "shared/data" / file, uploads=settings.UPLOAD_DIR, label=label, audience="everyone"
        )
        signed_in(desktop, f"/layers/{real.name}/style/") if label == "Himalaya" else desktop.goto(
            f"/layers/{real.name}/style/"
        )
        desktop.wait_for_function(LOADED)
        shot(desktop, f"raster-style-{real.name}")
        desktop.locator(".chip", has_text="Relief berbayang").click()
        expect(desktop.locator(".leaflet-control.legend")).to_contain_text("Relief, disinari dari satu sisi")
        desktop.wait_for_function(LOADED)
        shot(desktop, f"raster-style-{real.name}-relief")
        assert len(colours(desktop)) > 20


def test_a_layer_elsewhere_is_gone_to_and_a_link_leads_there(
    live_city: Any, settings: Any, tmp_path: Path, desktop: Page
) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    values = np.tile(np.arange(100, dtype="int16"), (100, 1))
    file = made(tmp_path / "jauh.tif", values, transform=Affine(0.01, 0, 84, 0, -0.01, 28.5), crs="EPSG:4326")
    owner = staff(Role.PLANNER, agency="bappelitbangda")
    raster = raster_dataset(owner, file, uploads=settings.UPLOAD_DIR, label="Jauh", audience="everyone")
    page = desktop
    page.goto("/")
    page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()
    page.locator("#layers-button").click()
    row = page.locator(f'.layer-row[data-layer="{raster.name}"]')
    row.get_by_role("checkbox").check()
    row.locator("summary").click()
    row.get_by_role("button", name="Ke lapisan ini").click()
    page.wait_for_function(LOADED)
    expect(page).to_have_url(re.compile(r"lat=2[78]\.\d+&lng=84\.\d+"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function(LOADED)
    expect(page.locator(".legend")).to_contain_text("Jauh")
    assert page.url == address


def shown_order(page: Page) -> list[tuple[str, str]]:
    """Return opacity and pane of what is drawn, the topmost first."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.leaflet-pane:has(> .raster-tiles)')]
                .sort((one, other) => Number(other.style.zIndex) - Number(one.style.zIndex))
                .map((pane) => [pane.style.opacity, new URL(pane.querySelector('img').src).pathname.split('/')[2]])"""
        )
    )


def test_a_shared_view_shows_the_same_layers_in_the_same_order(
    raster: Dataset, settings: Any, tmp_path: Path, desktop: Page, browser: Browser, live_server: Any
) -> None:
    owner = raster.owner
    folder = tmp_path / "second"
    folder.mkdir()
    second = raster_dataset(owner, heights(folder), uploads=settings.UPLOAD_DIR, label="Rahasia", audience="owner")
    third = raster_dataset(owner, heights(folder), uploads=settings.UPLOAD_DIR, label="Tanah", audience="staff")
    query = f"z=12&lat=-7.87&lng=112.53&layers={third.name}~40,{second.name}~70,facilities~100~heat,{raster.name}"
    view = save_view(actor=owner, name="Bersama", page=PageKind.WORK, query=query, sharing=Sharing.LINK)
    page = signed_in(desktop, "/staff/")
    page.goto(view.get_absolute_url())
    page.wait_for_function(LOADED)
    assert shown_order(page) == [["0.4", third.name], ["", raster.name]]
    assert f"layers={third.name}~40,facilities~100~heat,{raster.name}" in page.url
    shot(page, "shared-view-work")
    on_city = save_view(actor=owner, name="Kota", page=PageKind.CITY, query=query, sharing=Sharing.LINK)
    context = _context(browser, live_server.url, **DESKTOP)
    stranger, *_ = _watched(context)
    stranger.goto(on_city.get_absolute_url())
    stranger.wait_for_function(LOADED)
    assert shown_order(stranger) == [["", raster.name]]
    context.close()


def test_a_hillshade_is_derived_and_lies_under_the_features(
    live_city: Any, settings: Any, tmp_path: Path, desktop: Page, phone: Page
) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    y, x = np.mgrid[:400, :400] / 40
    rough = 1200 + 300 * np.sin(x) * np.cos(y * 1.3) + 120 * np.sin(3 * x + y) + 60 * np.cos(5 * y - 2 * x)
    file = made(
        tmp_path / "dem.tif",
        rough.astype("float32"),
        transform=Affine(0.0003, 0, 112.47, 0, -0.0003, -7.81),
        crs="EPSG:4326",
    )
    owner = staff(Role.PLANNER, agency="bappelitbangda")
    dem = raster_dataset(owner, file, uploads=settings.UPLOAD_DIR, label="Ketinggian", audience="everyone")
    page = signed_in(desktop, dem.get_absolute_url())
    page.get_by_text("Turunkan lapisan", exact=True).click()
    asked = page.get_by_role("region", name="Lapisan turunan")
    expect(asked.get_by_label("Hanya saya")).to_be_checked()
    name = asked.get_by_label("Nama lapisan")
    expect(name).to_have_value("Lereng dari Ketinggian")
    page.get_by_label("Bayangan relief").check()
    expect(name).to_have_value("Bayangan relief dari Ketinggian")
    asked.get_by_label("Semua orang").check()
    page.locator("details.disclosure[open]").scroll_into_view_if_needed()
    shot(page, "dataset-derive")
    page.get_by_role("button", name="Turunkan", exact=True).click()
    expect(page.get_by_text("Menunggu giliran…")).to_be_visible()
    make_layer(Upload.objects.latest("id").pk)
    expect(page.get_by_role("heading", name="Bayangan relief dari Ketinggian")).to_be_visible()
    page.wait_for_function(LOADED)
    shot(page, "dataset-hillshade")
    shade = Dataset.objects.latest("id")
    expect(page.locator(".facts")).to_contain_text("Bayangan relief dari Ketinggian, versi 1")
    address = f"/?z=13&lat=-7.87&lng=112.53&layers=reports,facilities,{shade.name}"
    for spot in (places.IN_SISIR, places.IN_TEMAS, places.IN_BUMIAJI):
        ReportFactory(geom=spot, accepted=True)
    for name, view in (("desktop", page), ("phone", phone)):
        view.goto(address)
        view.wait_for_function(LOADED)
        expect(view.locator(".leaflet-control.legend")).to_be_visible()
        shot(view, f"hillshade-{name}")
    pane = page.locator(".leaflet-pane:has(> .raster-tiles)")
    assert int(pane.evaluate("(one) => one.style.zIndex")) < 400, "below lines and signs"
