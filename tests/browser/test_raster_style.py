"""The panel of a raster's look: each change is drawn before it is kept, and the key says what is drawn."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.datasets.models import Dataset
from cityops.policy.lines import Role
from tests.browser.test_layer_style import signed_in
from tests.browser.test_raster import LOADED
from tests.factories.agencies import staff
from tests.factories.rasters import heights, raster_dataset

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
        made_ = raster_dataset(
            owner, REAL / "shared/data" / file, uploads=settings.UPLOAD_DIR, label=label, audience="everyone"
        )
        signed_in(desktop, f"/layers/{made_.name}/style/") if label == "Himalaya" else desktop.goto(
            f"/layers/{made_.name}/style/"
        )
        desktop.wait_for_function(LOADED)
        shot(desktop, f"raster-style-{made_.name}")
        desktop.locator(".chip", has_text="Relief berbayang").click()
        expect(desktop.locator(".leaflet-control.legend")).to_contain_text("Relief, disinari dari satu sisi")
        desktop.wait_for_function(LOADED)
        shot(desktop, f"raster-style-{made_.name}-relief")
        assert len(colours(desktop)) > 20
