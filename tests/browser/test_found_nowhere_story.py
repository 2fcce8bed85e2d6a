"""Old complaints name a place that is found nowhere: a planner says once where it is."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.datasets.reading import read
from cityops.datasets.taking_in import take_in, try_out
from cityops.reports.models import Report
from tests.browser.test_import_story import in_a_folder_of_its_own, seen, worker  # noqa: F401
from tests.browser.test_words_story import planner, signed_in  # noqa: F401
from tests.factories.files import spreadsheet

pytestmark = pytest.mark.browser

ROWS = "tanggal,kategori,isi laporan,lokasi\n" + "".join(
    f"2021-03-{n + 1:02},Lampu jalan mati,Lampu padam sejak malam ke-{n + 1},{place}\n"
    for n, place in enumerate(["Klangkung Atas"] * 5 + ["Bumiaj", "Temas"])
)


def story(page: Page, tmp_path: Path, screen: str) -> None:
    signed_in(page)
    page.locator("#file").set_input_files(spreadsheet(tmp_path, ROWS, "lampu.csv"))
    page.get_by_role("button", name="Lihat isi berkas").click()
    expect(page.locator("#progress")).to_be_visible()
    worker(read)
    page.get_by_role("link", name="Laporan").filter(has_text="Laporan lama").click()
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(try_out)
    expect(page.locator("#reasons")).to_contain_text("Tidak ada tempat bernama “Klangkung Atas” di sini")
    seen(page, f"nowhere-1-tried-{screen}")
    page.get_by_role("button", name="Masukkan 7 baris").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(take_in)
    page.get_by_role("link", name="6 baris menunggu").click()
    expect(page.get_by_text("baris yang menyebut tempat yang sama: 5")).to_be_visible()
    seen(page, f"nowhere-2-list-{screen}")
    page.get_by_role("link", name="Klangkung Atas").click()
    expect(page.get_by_label("Juga untuk baris lain yang menyebut tempat yang sama: 4")).to_be_checked()
    expect(page.get_by_label("Lintang")).to_be_hidden()
    pin_map, send = page.locator("#doubtful-map").bounding_box(), page.locator("#doubtful-form [type=submit]")
    sent = send.bounding_box()
    assert pin_map
    assert sent
    # The map is looked at before anything is sent: beside the fields, on a phone between them and the button.
    assert pin_map["y"] + pin_map["height"] <= sent["y"] or pin_map["x"] >= sent["x"] + sent["width"]
    page.get_by_label("Tempat lain: pin di peta").check()
    page.locator("#id_area").select_option(label="Kelurahan Temas")
    expect(page.get_by_label("Seluruh desa atau kelurahan")).to_be_checked()
    seen(page, f"nowhere-3-row-{screen}")
    page.get_by_role("button", name="Masukkan di sini").click()
    expect(page.get_by_text("Ikut dimasukkan, dengan tempat yang sama: 4")).to_be_visible()
    expect(page.get_by_text("Bumiaj", exact=True)).to_be_visible()
    seen(page, f"nowhere-4-next-{screen}")
    assert Report.objects.filter(area="35.79.01.1001").count() == 6


def test_a_place_is_said_once(planner: Any, desktop: Page, tmp_path: Path) -> None:  # noqa: F811
    story(desktop, tmp_path, "desktop")


def test_on_a_phone_too(planner: Any, phone: Page, tmp_path: Path) -> None:  # noqa: F811
    story(phone, tmp_path, "phone")
