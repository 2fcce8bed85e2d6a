"""An officer of the agriculture office triages reports and plots on one screen, by desk and by phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityops.farming.actions import take_plot
from cityops.farming.models import FarmPlot
from cityops.policy.lines import Role
from tests.browser.test_officer import rows, sign_in
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.facilities import FacilityFactory
from tests.factories.farming import FarmPlotFactory, field_at
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field(live_city: Any) -> FarmPlot:
    """An overdue plot in Sisir, one in Bumiaji, two reports, and a facility."""
    late = FarmPlotFactory(overdue=True, geom=field_at(places.IN_SISIR))
    FarmPlotFactory(geom=field_at(places.IN_BUMIAJI))
    for _ in range(2):
        ReportFactory(geom=places.IN_TEMAS, agency=late.agency)
    FacilityFactory(geom=places.IN_SISIR, name="Pasar Besar")
    staff(Role.HEAD, agency=late.agency_id, username="petugas", name="Rina Wulandari")
    return late


def expect_work(page: Page, total: int, words: str) -> None:
    """List, header and map tell of the same number of the same kind."""
    expect(page.locator("#total")).to_have_text(str(total))
    expect(rows(page)).to_have_count(total)
    expect(page.locator(".legend__total")).to_have_text(f"{total} {words.lower()} terlihat")


def test_reports_and_plots_on_one_screen(desktop: Page, field: FarmPlot) -> None:
    sign_in(desktop)
    expect_work(desktop, 2, "Laporan")
    queues = desktop.locator("#queues")
    expect(queues.get_by_role("link", name="Lahan pertanian 2")).to_be_visible()
    expect(queues.get_by_role("link", name="Tawaran panen")).to_be_visible()

    queues.get_by_role("link", name="Lahan pertanian").click()
    expect_work(desktop, 2, "Lahan pertanian")
    expect(desktop).to_have_url(re.compile(r"of=plots"))
    queues.get_by_role("link", name="Sisir").click()
    expect_work(desktop, 1, "Lahan pertanian")
    expect(queues.get_by_role("link", name=re.compile("^Laporan"))).to_contain_text("0")

    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    detail = desktop.locator("#detail")
    expect(detail.locator(".detail__code")).to_have_text(field.code)
    expect(desktop).to_have_url(re.compile(rf"item={field.code}.*of=plots"))
    desktop.keyboard.press("v")
    expect(detail.locator(".detail__state")).to_contain_text("Terverifikasi")
    expect(desktop.locator("#total")).to_have_text("0")
    field.refresh_from_db()
    assert field.state == "verified"

    desktop.keyboard.press("Escape")
    queues.get_by_role("link", name="Semua wilayah").click()
    expect_work(desktop, 1, "Lahan pertanian")
    queues.get_by_role("link", name=re.compile("^Laporan")).click()
    expect_work(desktop, 2, "Laporan")
    desktop.go_back()
    expect_work(desktop, 1, "Lahan pertanian")


def test_another_layer_is_switched_on_beside_the_work_and_stands_in_the_link(desktop: Page, field: FarmPlot) -> None:
    sign_in(desktop, to="/staff/?of=plots&z=16&lat=-7.8724&lng=112.5252")
    desktop.get_by_role("button", name="Lapisan peta").click()
    desktop.get_by_role("checkbox", name="Fasilitas").check()
    expect(desktop).to_have_url(re.compile(r"layers=facilities,plots"))
    desktop.reload()
    expect(desktop.locator("#work[data-ready]")).to_be_attached()
    desktop.get_by_role("button", name=re.compile("Pasar Besar")).click()
    expect(desktop.locator("#detail").get_by_role("heading", name="Pasar Besar").first).to_be_visible()
    expect(desktop.locator("#total")).to_have_text("2")
    desktop.keyboard.press("Escape")
    expect(desktop.locator("#detail")).not_to_be_visible()


def test_on_a_phone_a_plot_is_verified_in_the_field(phone: Page, field: FarmPlot) -> None:
    sign_in(phone)
    phone.get_by_role("button", name="Antrean", exact=True).click()
    phone.locator("#queues").get_by_role("link", name="Lahan pertanian").click()
    expect(phone.locator("#list[data-kind=plots]")).to_be_visible()
    expect(rows(phone)).to_have_count(2)
    rows(phone).first.click()
    expect(phone.locator("#detail .detail__code")).to_have_text(field.code)
    phone.locator("#foot").get_by_role("button", name="Verifikasi").click()
    expect(phone.locator("#detail .detail__state")).to_contain_text("Terverifikasi")


def test_what_lies_beside_the_work_is_what_its_queues_count(desktop: Page, field: FarmPlot) -> None:
    FarmPlotFactory(geom=field_at(places.IN_TEMAS), state="verified")
    sign_in(desktop)
    desktop.goto("/staff/?layers=work-reports,plots")
    expect(desktop.locator(".legend__total")).to_have_text("2 laporan · 2 lahan pertanian")
    expect(desktop.locator("#queues").get_by_role("link", name="Lahan pertanian 2")).to_be_visible()


@pytest.mark.usefixtures("field")
def test_an_area_that_is_chosen_while_a_phone_hides_the_map_fills_it(phone: Page) -> None:
    sign_in(phone)
    panes = phone.get_by_role("group", name="Yang ditampilkan")
    panes.get_by_role("button", name="Peta", exact=True).click()
    expect(phone.locator(".legend__total")).to_have_text("2 laporan terlihat")
    panes.get_by_role("button", name="Antrean").click()
    phone.locator("#queues").get_by_role("link", name="Temas").click()
    expect(phone.locator("#total")).to_have_text("2")
    panes.get_by_role("button", name="Peta", exact=True).click()
    expect(phone).to_have_url(re.compile(r"area=35\.79\.01\.1001.*&z=\d+"))
    expect(phone.locator(".legend__total")).to_have_text("2 laporan terlihat")


def test_a_plot_is_taken_by_a_key_found_among_mine_and_taken_back(desktop: Page, field: FarmPlot) -> None:
    sign_in(desktop, to=f"/staff/?of=plots&item={field.code}")
    facts = desktop.locator(".detail__facts")
    expect(facts).to_contain_text("belum ada")
    desktop.keyboard.press("i")
    expect(facts).to_contain_text("Rina Wulandari")
    mine = desktop.locator("#queues").get_by_role("link", name="Pekerjaan saya 1")
    mine.click()
    expect(desktop).to_have_url(re.compile("assignee=me.*of=plots"))
    expect_work(desktop, 1, "Lahan pertanian")
    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("v")
    expect(desktop.locator("#total")).to_have_text("0")
    desktop.keyboard.press("u")
    expect_work(desktop, 1, "Lahan pertanian")
    expect(desktop.locator("#detail .detail__state")).to_contain_text("Diajukan")
    field.refresh_from_db()
    assert field.state == "submitted"


def test_whoever_comes_second_is_told_and_goes_on_from_what_was_typed(desktop: Page, field: FarmPlot) -> None:
    sign_in(desktop, to=f"/staff/?of=plots&item={field.code}")
    desktop.keyboard.press("n")
    words = desktop.get_by_role("textbox", name="Catatan")
    words.fill("Sudah dikunjungi.")
    take_plot(actor=staff(Role.OFFICER, agency=field.agency_id, name="Agus Salim"), pk=field.pk)
    desktop.locator(".move-form button[type=submit]").click()
    expect(desktop.get_by_role("alert")).to_contain_text("Agus Salim")
    expect(desktop.locator(".detail__facts")).to_contain_text("Agus Salim")
    expect(words).to_have_value("Sudah dikunjungi.")
    desktop.locator(".move-form button[type=submit]").click()
    expect(desktop.locator("#detail .talk")).to_contain_text("Sudah dikunjungi.")
