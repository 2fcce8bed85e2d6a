"""One move of many without a mouse: each step begins where the focus is, and all leads back to where it began."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from cityops.policy.lines import Role
from cityops.reports.models import Reply, Report
from tests.browser.test_selection_story import SISIR, near, sign_in
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)
READY = ".bulk[data-ready]"
HERE = f"z=15&lat={SISIR[1]}&lng={SISIR[0]}"


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    """Three that an answer can be given to."""
    first = ReportFactory(geom=near(0, 0), state="in_progress")
    same = {"category": first.category, "agency": first.agency, "state": "in_progress"}
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    return [first, *(ReportFactory(geom=near(*spot), **same) for spot in ((180, 0), (-180, 20)))]


def tick_two(page: Page) -> None:
    for key in ("j", "Space", "j", "Space", "y"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Ubah 2 laporan sekaligus")).to_be_visible()
    expect(page.locator(READY)).to_be_attached()


def test_many_are_answered_and_taken_back_by_keys_alone(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, f"/staff/?{HERE}")
    tick_two(desktop)
    moves = desktop.get_by_role("navigation", name="Apa yang dilakukan")
    expect(moves.get_by_role("link").first).to_be_focused()

    expect(moves.get_by_role("link", name="Jawab")).to_contain_text("b")
    desktop.keyboard.press("b")
    words = desktop.get_by_label("Jawaban Anda")
    expect(words).to_be_focused()
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.press("Control+Enter")
    expect(desktop.get_by_role("alert")).to_be_focused()  # nothing was typed
    expect(desktop.locator(READY)).to_be_attached()
    words.focus()
    desktop.keyboard.type("Regu turun hari Senin.")
    desktop.keyboard.press("Control+Enter")

    make = desktop.get_by_role("button", name="Jawab: 2")
    expect(make).to_be_focused()
    expect(make).to_have_accessible_description("2 akan berubah")
    assert not Reply.objects.exists()
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.press("Escape")  # back to what is filled in
    expect(words).to_be_focused()
    expect(words).to_have_value("Regu turun hari Senin.")
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.press("Control+Enter")
    expect(desktop.locator("form[aria-busy=false]")).to_be_attached()
    desktop.keyboard.press("Enter")

    back = desktop.get_by_role("link", name="Kembali ke daftar")
    expect(back).to_be_focused()
    expect(back).to_have_accessible_description("2 sudah diubah.")
    expect(back).to_be_in_viewport()
    assert Reply.objects.count() == 2
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.press("u")
    expect(desktop.get_by_text("2 kembali seperti semula.")).to_be_visible()
    expect(back).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#work[data-ready]")).to_be_attached()


def test_what_is_looked_at_is_seen_before_a_key_makes_it(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, f"/staff/sekaligus/?pick={reports[0].code}", is_map=False)
    desktop.get_by_role("link", name="Ambil").focus()
    desktop.keyboard.down("Enter")
    make = desktop.get_by_role("button", name="Ambil: 1")
    expect(make).to_be_focused()
    expect(desktop.locator("form[aria-busy=false]")).to_be_attached()
    desktop.keyboard.down("Enter")  # held: it repeats
    desktop.keyboard.up("Enter")
    assert not Report.objects.exclude(assignee=None).exists()
    expect(make).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_text("1 sudah diubah.")).to_be_visible()
    assert Report.objects.exclude(assignee=None).get() == reports[0]


def test_escape_leaves_the_field_and_then_the_page(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, f"/staff/sekaligus/?{HERE}&verb=answer", is_map=False)
    words = desktop.get_by_label("Jawaban Anda")
    expect(words).to_be_focused()
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.type("Regu")
    desktop.keyboard.press("Escape")
    expect(words).not_to_be_focused()
    expect(words).to_have_value("Regu")
    desktop.keyboard.press("Escape")
    expect(desktop).to_have_url(re.compile(r"/staff/\?.*z=15"))


def test_all_ways_back_lead_to_the_same_map(desktop: Page, reports: list[Report]) -> None:
    sign_in(desktop, f"/staff/?status=in_progress&{HERE}&layers=work-reports~60")
    expect(desktop.locator("#map .legend__total")).to_have_text("3 laporan terlihat")
    before = place_in(desktop.url)
    tick_two(desktop)
    back = desktop.get_by_role("link", name="Peta kerja").last
    assert place_in(back.get_attribute("href") or "") == before
    desktop.get_by_role("link", name="Ambil").click()
    desktop.get_by_role("button", name="Ambil: 2").click()
    expect(desktop.get_by_text("2 sudah diubah.")).to_be_visible()
    expect(desktop.locator(READY)).to_be_attached()
    desktop.keyboard.press("u")
    expect(desktop.get_by_text("2 kembali seperti semula.")).to_be_visible()
    desktop.get_by_role("link", name="Kembali ke daftar").click()
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    expect(desktop.locator("#total")).to_have_text("3")
    assert place_in(desktop.url) == before


def place_in(url: str) -> dict[str, str]:
    """Return what an address says, the place to ten metres: the map writes the middle of a pixel."""
    said = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return said | {name: str(round(float(said[name]), 4)) for name in ("lat", "lng")}
