"""A planner brings in a list of old complaints: what it becomes, a trial, the import, and a doubtful row."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.datasets.models import Upload
from cityops.datasets.reading import read
from cityops.datasets.taking_in import take_in, try_out
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.browser.test_accessibility import complaints
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.files import old_complaints

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"


@pytest.fixture
def planner(live_city: Any) -> None:
    CategoryFactory()
    staff(Role.PLANNER, username="perencana")


def seen(page: Page, name: str) -> None:
    """Look at a page as somebody who cannot see it, and keep its picture where one is asked for."""
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(500)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def worker(do: Callable[[int], None]) -> None:
    """Let the worker do its part of the newest upload."""
    do(Upload.objects.latest("id").pk)


def story(page: Page, tmp_path: Path, screen: str) -> None:
    page.goto("/data/new/")
    page.get_by_label("Nama pengguna").fill("perencana")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    page.locator("#file").set_input_files(old_complaints(tmp_path))
    page.get_by_role("button", name="Lihat isi berkas").click()
    expect(page.get_by_text("Berkas sedang diperiksa")).to_be_visible()
    worker(read)
    expect(page.get_by_role("heading", name="Jadikan apa?")).to_be_visible()
    seen(page, f"import-1-become-{screen}")
    page.get_by_role("link", name="Laporan").filter(has_text="Laporan lama").click()
    expect(page.get_by_role("heading", name="Impor sebagai: Laporan")).to_be_visible()
    expect(page.get_by_label("Kolom Isi laporan")).to_have_value("isi laporan")
    expect(page.get_by_label("Kolom Nama pelapor")).to_have_value("")
    seen(page, f"import-2-columns-{screen}")
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(try_out)
    expect(page.get_by_role("heading", name="Ini yang akan terjadi dengan 10 baris")).to_be_visible()
    expect(page.locator('[data-what="made"]')).to_contain_text("2")
    expect(page.get_by_label("“Naga terbang” berarti")).to_have_value("")
    expect(page.locator("#reasons")).not_to_contain_text("Naga terbang")
    assert not Report.objects.exists()
    seen(page, f"import-3-tried-{screen}")
    page.get_by_role("button", name="Masukkan 5 baris").click()
    expect(page.get_by_role("button", name="Batal")).to_be_visible()
    worker(take_in)
    expect(page.get_by_role("heading", name="Hasil dari 10 baris")).to_be_visible()
    assert Report.objects.count() == 2
    seen(page, f"import-4-done-{screen}")
    page.get_by_role("link", name="3 baris menunggu").click()
    expect(page.get_by_role("heading", name="Baris yang meragukan")).to_be_visible()
    seen(page, f"import-5-list-{screen}")
    page.get_by_role("link", name="Bumiaj").click()
    expect(page.locator("#doubtful-map .place-square-anchor")).to_have_count(1)  # names of areas are icons, too
    seen(page, f"import-6-doubtful-{screen}")
    page.get_by_label("Tempat lain: pin di peta").check()
    page.locator("#doubtful-map").click(position={"x": 60, "y": 60})
    expect(page.locator("#id_lat")).not_to_have_value("")
    page.get_by_label("Desa Bumiaji").check()
    page.get_by_role("button", name="Masukkan di sini").click()
    expect(page.get_by_text("Baris 4 sudah dimasukkan")).to_be_visible()
    assert Report.objects.filter(area="35.79.02.2006").count() == 1


def test_old_complaints_become_reports(planner: None, desktop: Page, tmp_path: Path) -> None:
    story(desktop, tmp_path, "desktop")


def test_on_a_phone_too(planner: None, phone: Page, tmp_path: Path) -> None:
    story(phone, tmp_path, "phone")
