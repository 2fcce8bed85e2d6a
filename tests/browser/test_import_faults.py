"""What goes wrong on the way from a file to a layer, as whoever brings the file sees it."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, Upload
from cityops.policy.lines import Role
from tests.browser.test_accessibility import complaints
from tests.browser.test_officer import sign_in
from tests.browser.uploading import bring_in, look_into
from tests.factories.agencies import staff
from tests.factories.files import geopackage, spreadsheet, wells

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("tables_of_uploads")]


@pytest.fixture(autouse=True)
def planner(live_city: Any, settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    staff(Role.PLANNER, agency="bappelitbangda", username="perencana")


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest) -> Page:
    """A planner's page on either screen."""
    screen: Page = request.getfixturevalue(request.param)
    sign_in(screen, "perencana")
    return screen


def seen(page: Page, name: str) -> None:
    """Look at a page as somebody who cannot see it, and keep its picture where one is asked for."""
    if folder := os.environ.get("PICTURES"):
        width = (page.viewport_size or {"width": 0})["width"]
        page.wait_for_timeout(500)
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def test_cancelled_it_is_back_at_the_preview_with_all_that_was_typed(page: Page, tmp_path: Path) -> None:
    upload = look_into(page, geopackage(tmp_path, wells()))
    page.locator("input[name=label]").fill("Sumur tua")
    page.locator("input[name=name_1]").fill("kedalaman")
    worker = connection.copy()
    with worker.cursor() as cursor:  # it has this upload in hand
        cursor.execute("SELECT pg_advisory_lock(hashtext('datasets.import'), %s)", [upload.pk])
    page.get_by_role("button", name="Buat lapisan darinya").click()
    page.get_by_role("button", name="Batal").click()
    expect(page.get_by_role("heading", name="Membatalkan…")).to_be_visible()
    expect(page.get_by_role("button", name="Batal")).to_have_count(0)
    seen(page, "cancelling")
    worker.close()
    make_layer(upload.pk)
    expect(page.locator("#choices")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Impor dibatalkan")).to_be_visible()
    expect(page.locator("input[name=label]")).to_have_value("Sumur tua")
    expect(page.locator("input[name=name_1]")).to_have_value("kedalaman")
    assert not Dataset.objects.exists()
    page.get_by_text("Buang unggahan ini").click()
    seen(page, "cancelled")
    page.get_by_role("button", name="Ya, buang").click()
    expect(page.get_by_text("sudah dibuang")).to_be_visible()
    assert not Upload.objects.exclude(state="cancelled").exists()


def test_a_fault_of_the_import_stands_beside_its_remedy(page: Page, tmp_path: Path) -> None:
    table = "nama,tinggi,lat,lon\nSatu,12,-7.87,112.53\nDua,9,-7.871,112.531\nTiga,rusak,-7.872,112.532\nEmpat,8,,\n"
    upload = look_into(page, spreadsheet(tmp_path, table))
    page.locator("input[name=label]").fill("Sumur tua")
    page.locator("select[name=kind_1]").select_option("number")
    make = page.get_by_role("button", name="Buat lapisan darinya")
    make.click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Perbaiki di berkasnya lalu kirim lagi, atau lewati barisnya.")
    seen(page, "rows-that-stop")
    alert.get_by_role("link", name="Lewati baris").click()
    expect(page.locator("#id_leaves_out")).to_be_in_viewport()
    page.get_by_label("Lewati baris yang tidak bisa masuk").check()
    expect(page.locator("input[name=label]")).to_have_value("Sumur tua")
    make.click()
    expect(page.locator("#progress")).to_be_visible()
    make_layer(upload.pk)
    page.wait_for_url("**/data/sumur-tua/")
    assert Dataset.objects.get().shown.rows == 2  # type: ignore[union-attr]


def test_a_kind_that_does_not_fit_is_told_at_its_column(page: Page, tmp_path: Path) -> None:
    table = "nama,tinggi,lat,lon\nSatu,12,-7.87,112.53\nDua,9,-7.871,112.531\nTiga,rusak,-7.872,112.532\n"
    upload = look_into(page, spreadsheet(tmp_path, table))
    page.locator("input[name=label]").fill("Sumur tua")
    page.locator("select[name=kind_1]").select_option("number")
    page.get_by_role("button", name="Buat lapisan darinya").click()
    expect(page.locator("#progress")).to_be_visible()
    make_layer(upload.pk)
    expect(page.get_by_role("alert").filter(has_text="Impor berhenti")).to_be_visible()
    seen(page, "kind-that-does-not-fit")
    page.get_by_role("alert").get_by_role("link", name="Jenis: Baris 4").click()
    kind = page.locator("select[name=kind_1]")
    expect(kind).to_be_in_viewport()
    expect(kind).to_have_value("number")
    kind.select_option("text")
    page.get_by_role("button", name="Buat lapisan darinya").click()
    expect(page.locator("#progress")).to_be_visible()
    make_layer(upload.pk)
    page.wait_for_url("**/data/sumur-tua/")


def test_rows_and_their_places_lead_to_each_other(page: Page, tmp_path: Path) -> None:
    table = "nama,lat,lon\nSumur,-7.87,112.53\nTanpa minus,7.87,112.53\nTanpa tempat,,\n"
    look_into(page, spreadsheet(tmp_path, table))
    expect(page.locator(".problems__one--notice")).to_contain_text("1 baris jauh dari kota (baris 3).")
    expect(page.locator("#preview-map .area-line--city")).to_have_count(1)
    marks = page.locator("#preview-map .leaflet-overlay-pane path")
    expect(marks).to_have_count(2)
    seen(page, "far-row")
    row = page.get_by_role("button", name="Tampilkan baris 3 di peta")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator('tr[aria-current="true"]')).to_contain_text("Tanpa minus")
    thick = page.locator('#preview-map .leaflet-overlay-pane path[stroke-width="4"]')
    expect(thick).to_have_count(1)
    expect(thick).to_be_in_viewport()
    expect(row).to_be_focused()
    seen(page, "row-on-the-map")
    expect(page.get_by_role("button", name="Tampilkan baris 4 di peta")).to_have_count(0)
    page.get_by_role("button", name="Tampilkan baris 2 di peta").click()
    expect(page.locator('tr[aria-current="true"]')).to_contain_text("Sumur")
    expect(thick).to_have_count(1)


def test_the_map_of_a_layer_has_the_city_s_borders(page: Page, tmp_path: Path) -> None:
    bring_in(page, geopackage(tmp_path, wells()), label="Sumur tua", audience="staff")
    expect(page.locator("#dataset-map .area-line--city")).to_have_count(1)
    seen(page, "dataset-map")


def test_a_file_without_places_and_one_of_no_use(page: Page, tmp_path: Path) -> None:
    table = "tanggal,isi laporan,desa\n2021-03-04,Jalan berlubang,Sisir\n"
    look_into(page, spreadsheet(tmp_path, table))
    expect(page.locator(".problems__one--notice")).to_contain_text("tetap bisa dipakai sebagai: Laporan")
    seen(page, "without-places")
    page.get_by_role("link", name="Pilih yang lain: Kolom bujur, atau x").click()
    expect(page.locator("#id_x")).to_be_in_viewport()
    look_into(page, spreadsheet(tmp_path, "halo", "peta.gpkg"))
    expect(page.get_by_role("link", name="Masukkan berkas lain")).to_be_visible()
    seen(page, "of-no-use")
    page.goto("/data/")
    expect(page.locator("main")).to_contain_text("Tidak bisa dipakai: kirim berkas lain")
    seen(page, "data-list")
