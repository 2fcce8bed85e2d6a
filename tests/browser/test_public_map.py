"""A resident looks at the public map: what is drawn, what is chosen, by finger and by keyboard."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from cityops.reports.models import Report
from tests.factories.facilities import FacilityFactory
from tests.factories.places import IN_BEJI, IN_SIDOMULYO, IN_SISIR, place
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def reports(live_city: Any) -> list[Report]:
    """Three close together in Sisir, one late of its own in Beji, one finished in Sidomulyo."""
    close = [ReportFactory(geom=place(IN_SISIR.x + step / 10_000, IN_SISIR.y), accepted=True) for step in range(3)]
    late = ReportFactory(geom=IN_BEJI, overdue=True, accepted=True, text="Aspal terkelupas di tikungan.")
    done = ReportFactory(geom=IN_SIDOMULYO, ended=True, created_at=timezone.now() - timedelta(days=20))
    return [*close, late, done]


def open_map(page: Page, path: str = "/") -> None:
    page.goto(path)
    expect(page.locator(".legend__total")).to_contain_text(re.compile(r"\d"))
    page.get_by_role("button", name="Mengerti, jangan tampilkan lagi").click()


def test_a_cluster_and_pins_are_drawn_with_their_numbers_in_words(reports: list[Report], phone: Page) -> None:
    open_map(phone)
    expect(phone.get_by_role("button", name="3 laporan, perbesar")).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile(rf"terlambat, {reports[3].code}"))).to_be_visible()
    expect(phone.locator(f'.pin--finished[data-code="{reports[4].code}"]')).to_be_visible()
    expect(phone.locator(".legend__total")).to_have_text("5 laporan terlihat")


def test_a_hint_that_was_understood_does_not_come_again(reports: list[Report], phone: Page) -> None:
    open_map(phone)
    expect(phone.locator("#hint")).to_be_hidden()
    phone.reload()
    expect(phone.locator(".legend__total")).to_contain_text(re.compile(r"\d"))
    expect(phone.locator("#hint")).to_be_hidden()


def test_the_legend_says_what_is_drawn_and_nothing_else(reports: list[Report], desktop: Page) -> None:
    open_map(desktop)
    legend = desktop.locator(".legend")
    expect(legend).to_contain_text("Cincin merah: lewat tenggat")
    expect(legend).not_to_contain_text("Diproses")


def test_words_of_a_link_stand_beside_the_map_and_can_be_let_go(reports: list[Report], phone: Page) -> None:
    open_map(phone, "/?q=terkelupas")
    expect(phone.locator(".legend__total")).to_have_text("1 laporan terlihat")
    chip = phone.get_by_role("button", name="“terkelupas”")
    expect(chip).to_be_visible()
    phone.get_by_role("button", name="Saring").click()
    phone.get_by_text("Lewat tenggat", exact=True).click()
    phone.locator("#filter-sheet [data-sheet-close]").first.click()
    expect(chip).to_be_visible()  # another filter takes no words away
    chip.click()
    expect(chip).to_be_hidden()
    assert "q=" not in phone.url
    expect(phone.locator(".legend__total")).to_have_text("1 laporan terlihat")  # late


def test_a_cluster_comes_apart_when_pressed(reports: list[Report], phone: Page) -> None:
    open_map(phone)
    phone.get_by_role("button", name="3 laporan, perbesar").click()
    expect(phone).to_have_url(re.compile(r"z=1[2-9]"))


def test_a_pin_opens_a_card_beside_it_and_the_address_remembers(reports: list[Report], phone: Page) -> None:
    open_map(phone)
    late = reports[3]
    phone.locator(f'[data-code="{late.code}"]').click()
    card = phone.get_by_role("region", name="Jalan rusak")
    expect(card).to_contain_text("Aspal terkelupas di tikungan.")
    expect(card.get_by_role("link", name="Lihat laporan lengkap")).to_have_attribute("href", f"/r/{late.code}/")
    expect(phone).to_have_url(re.compile(f"report={late.code}"))
    pin, sheet = phone.locator(f'[data-code="{late.code}"]').bounding_box(), card.bounding_box()
    assert pin and sheet and pin["y"] + pin["height"] <= sheet["y"] + 4, "the sheet never covers the pin"
    card.get_by_role("button", name="Tutup").click()
    expect(card).to_be_hidden()


def test_the_keyboard_reaches_pins_and_opens_one(reports: list[Report], desktop: Page) -> None:
    open_map(desktop)
    desktop.locator("#map").focus()
    desktop.keyboard.press("Tab")
    first = desktop.locator(".pin:focus, .cluster:focus")
    expect(first).to_have_count(1)
    for key in ("ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        desktop.keyboard.press(key)
    expect(desktop.locator(".pin:focus")).to_have_attribute("data-code", reports[3].code)
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("region", name="Jalan rusak")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_role("region", name="Jalan rusak")).to_be_hidden()
    expect(desktop.locator(".pin:focus")).to_have_count(1)


def test_an_area_is_searched_chosen_and_let_go(reports: list[Report], desktop: Page) -> None:
    open_map(desktop)
    box = desktop.get_by_role("combobox")
    box.fill("bej")
    expect(desktop.get_by_role("listbox").get_by_role("option", name=re.compile("Desa Beji"))).to_be_visible()
    box.press("Enter")
    expect(desktop.locator("path.area-chosen")).to_have_count(1)
    expect(desktop).to_have_url(re.compile(r"area=35\.79\.03\.2002"))
    expect(desktop.locator(".legend__total")).to_have_text("1 laporan terlihat")
    desktop.get_by_role("button", name=re.compile("Tampilkan seluruh kota lagi")).click()
    expect(desktop.locator("path.area-chosen")).to_have_count(0)


def test_a_facility_that_is_searched_is_drawn(reports: list[Report], desktop: Page) -> None:
    FacilityFactory(is_plausible=True)
    open_map(desktop)
    desktop.get_by_role("combobox").fill("puskesmas")
    desktop.get_by_role("listbox").get_by_role("option", name=re.compile("Puskesmas Beji")).click()
    expect(desktop).to_have_url(re.compile(r"layers=facilities"))
    expect(desktop.locator(".square").first).to_be_visible()


def test_a_filter_narrows_map_and_link_to_the_list_alike(reports: list[Report], phone: Page) -> None:
    open_map(phone)
    phone.get_by_role("button", name="Saring").click()
    phone.get_by_label("Lewat tenggat").check()
    phone.get_by_role("button", name="Tampilkan", exact=True).click()
    expect(phone.locator(".legend__total")).to_have_text("1 laporan terlihat")
    expect(phone.get_by_role("link", name="Daftar", exact=True)).to_have_attribute("href", "/laporan/?overdue=1")
    phone.reload()
    expect(phone.locator(".legend__total")).to_have_text("1 laporan terlihat")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_rule_of_accessibility_is_broken(reports: list[Report], phone: Page, scheme: Any, language: str) -> None:
    phone.emulate_media(color_scheme=scheme)
    if language == "en":
        phone.goto("/masuk/")
        phone.context.add_cookies([{"name": "django_language", "value": "en", "url": phone.url}])
    phone.goto("/")
    expect(phone.locator(".legend__total")).to_contain_text(re.compile(r"\d"))
    results = Axe().run(phone)
    assert results.violations_count == 0, results.generate_report()


def test_without_javascript_it_leads_to_the_list_and_the_form(
    reports: list[Report], phone_without_javascript: Page
) -> None:
    page = phone_without_javascript
    page.goto("/")
    expect(page.get_by_text("Peta memerlukan JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Laporkan")).to_be_visible()
    expect(page.get_by_role("link", name="Daftar", exact=True)).to_have_attribute("href", "/laporan/")
