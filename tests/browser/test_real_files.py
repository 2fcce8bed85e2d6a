"""Each file of the real data beside the checkout goes in through the browser, and its rows are on the map."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.policy.lines import Role
from tests.browser.test_officer import sign_in
from tests.browser.uploading import bring_in, look_into
from tests.factories.agencies import staff
from tests.geodata.real_data import REAL_FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("tables_of_uploads")]
# What is in each, by its README; None: cells, not rows.
ROWS = {
    "batu_bencana_2021_2023.csv": 24,
    "batu_desa.geojson": 24,
    "batu_jalan.geojson": 78,
    "batu_kecamatan.geojson": 3,
    "batu_kecamatan_from_desa.geojson": 4,
    "batu_kota.geojson": 1,
    "batu_nama_tempat.csv": 81,
    "batu_permukiman.geojson": 127,
    "batu_wilayah.csv": 24,
    "batu_wisata.csv": 7,
    "boston_311_2015_jan_sep.csv.gz": None,
    "dem_30m_himalaya.tif": None,
    "plots_vietnam_utm48n.gpkg": 100,
    "raster_rgb_utm18n.tif": None,
}
NO_PLACES = "batu_sekolah.csv"


@pytest.mark.skipif(not REAL_FOLDER.is_dir(), reason="the real data (shared/data) is not beside the checkout")
def test_each_file_becomes_a_layer(live_city: Any, settings: Any, tmp_path: Path, desktop: Page) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    staff(Role.PLANNER, agency="bappelitbangda", username="perencana")
    sign_in(desktop, "perencana")
    maps = {path.name for path in REAL_FOLDER.iterdir() if path.suffix in (".csv", ".geojson", ".gpkg", ".tif", ".gz")}
    assert maps == {*ROWS, NO_PLACES}
    for name, rows in ROWS.items():
        dataset = bring_in(desktop, REAL_FOLDER / name, audience="staff")
        assert dataset.shown is not None
        if rows is not None:
            assert dataset.shown.rows == rows, name
        elif dataset.shown.table:
            assert dataset.shown.rows > 90_000, name  # some have no place, and are told
        drawn = (
            "#dataset-map .raster-tiles img"
            if dataset.what == "raster"
            else "#dataset-map .leaflet-pane canvas, #dataset-map .leaflet-marker-icon"
        )
        expect(desktop.locator(drawn).first).to_be_attached()
        if folder := os.environ.get("PICTURES"):
            desktop.wait_for_timeout(1500)
            desktop.screenshot(path=f"{folder}/real-{name}.png")
    look_into(desktop, REAL_FOLDER / NO_PLACES)
    expect(desktop.locator("main")).to_contain_text("Tidak ada yang menunjukkan letak barisnya")
    expect(desktop.get_by_role("button", name="Buat lapisan darinya")).to_have_count(0)
