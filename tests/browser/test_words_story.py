"""A planner brings in complaints whose categories are called otherwise, and says what their words mean."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.datasets.reading import read
from cityops.datasets.taking_in import take_in, try_out
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.test_import_story import in_a_folder_of_its_own, seen, worker  # noqa: F401
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import spreadsheet

pytestmark = pytest.mark.browser

WORDS = {"Jalan berlubang": 6, "Lampu PJU mati": 4, "Drainase tersumbat": 3, "Pothole": 2, "Topeng monyet": 1}


@pytest.fixture
def planner(live_city: Any) -> None:
    for number, (code, name, name_en) in enumerate(
        (
            ("jalan-rusak", "Jalan rusak atau berlubang", "Damaged road or pothole"),
            ("drain", "Saluran air atau got mampet", "Blocked drain"),
            ("street-light", "Lampu jalan mati", "Street light out"),
            ("other-complaint", "Keluhan lain", "Something else"),
        )
    ):
        CategoryFactory(code=code, name=name, name_en=name_en, sort=number)
    staff(Role.PLANNER, username="perencana")


def old_complaints(folder: Path) -> Path:
    words = [word for word, count in WORDS.items() for _n in range(count)]
    rows = (f"2021-03-{n + 1:02},{word},Aduan warga nomor {n + 1},Sisir,-7.87,112.53" for n, word in enumerate(words))
    return spreadsheet(folder, "\n".join(["tanggal,kategori,isi laporan,desa,latitude,longitude", *rows]), "aduan.csv")


def signed_in(page: Page) -> None:
    page.goto("/data/new/")
    page.get_by_label("Nama pengguna").fill("perencana")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()


def story(page: Page, tmp_path: Path, screen: str) -> None:
    signed_in(page)
    page.locator("#file").set_input_files(old_complaints(tmp_path))
    page.get_by_role("button", name="Lihat isi berkas").click()
    expect(page.locator("#progress")).to_be_visible()
    worker(read)
    page.get_by_role("link", name="Laporan").filter(has_text="Laporan lama").click()
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(try_out)
    expect(page.get_by_text("Ada 5 kata di berkas ini yang belum dikenal")).to_be_visible()
    expect(page.get_by_label("“Jalan berlubang” berarti")).to_have_value("jalan-rusak")
    expect(page.get_by_label("“Lampu PJU mati” berarti")).to_have_value("street-light")
    expect(page.get_by_label("“Pothole” berarti")).to_have_value("jalan-rusak")
    expect(page.get_by_label("“Topeng monyet” berarti")).to_have_value("")
    seen(page, f"words-1-asked-{screen}")
    page.get_by_label("“Drainase tersumbat” berarti").select_option(label="Saluran air atau got mampet")
    page.get_by_label("“Topeng monyet” berarti").select_option("Lewati baris-baris ini")
    page.get_by_role("button", name="Coba lagi dengan ini").first.click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(try_out)
    expect(page.locator('[data-what="made"]')).to_contain_text("15")
    expect(page.locator('[data-what="left_out"]')).to_contain_text("1")
    expect(page.get_by_label("“Topeng monyet” berarti")).to_have_value("!")
    expect(page.get_by_text("belum dikenal. Pilih artinya")).to_have_count(0)
    seen(page, f"words-2-tried-{screen}")
    page.get_by_role("button", name="Masukkan 15 baris").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(take_in)
    expect(page.get_by_role("heading", name="Hasil dari 16 baris")).to_be_visible()
    assert Report.objects.filter(category="jalan-rusak").count() == 8
    assert Report.objects.filter(category="drain").count() == 3


def test_words_of_others_are_put_into_ours(planner: None, desktop: Page, tmp_path: Path) -> None:
    story(desktop, tmp_path, "desktop")


def test_on_a_phone_too(planner: None, phone: Page, tmp_path: Path) -> None:
    story(phone, tmp_path, "phone")
