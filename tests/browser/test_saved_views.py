"""A view is saved, shared with a colleague, and opened elsewhere: the same list, the same map."""

import os
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cityops.accounts.models import User
from cityops.desk.models import SavedView
from cityops.policy.lines import Role
from tests.browser.conftest import DESKTOP, _context, _watched
from tests.browser.test_officer import expect_total, rows, sign_in
from tests.factories import places
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(live_city: Any) -> None:
    """Two of one agency, one of another; reports in Sisir and elsewhere."""
    for spot in (places.IN_SISIR, places.IN_SISIR, places.IN_TEMAS, places.IN_BUMIAJI):
        ReportFactory(geom=spot, accepted=True)
    ReportFactory(geom=places.IN_SISIR, ended=True)
    staff(Role.OFFICER, agency="dpupr", username="petugas", name="Rina Wulandari")
    staff(Role.OFFICER, agency="dpupr", username="rekan", name="Budi Santoso")
    staff(Role.OFFICER, agency="dlh", username="lain", name="Siti Aminah")


def codes(page: Page) -> list[str]:
    return [row.get_attribute("data-code") for row in rows(page).all()]


@pytest.mark.usefixtures("office")
def test_a_view_is_the_same_elsewhere(desktop: Page, browser: Browser, live_server: Any) -> None:
    sign_in(desktop)
    desktop.locator("#queues").get_by_role("link", name="Sisir").click()
    expect_total(desktop, 2)
    desktop.get_by_role("button", name="Perbesar", exact=True).click()
    expect(desktop).to_have_url(re.compile(r"area=35\.79\.01\.1004.*&z=\d+"))
    seen = codes(desktop)

    desktop.get_by_role("link", name="Simpan tampilan ini").click()
    dialog = desktop.get_by_role("dialog", name="Simpan tampilan ini")
    dialog.get_by_label("Nama").fill("Sisir pagi")
    dialog.get_by_label("Semua di DPUPR").check()
    dialog.get_by_role("button", name="Simpan").click()
    expect(desktop.locator("#queues").get_by_role("link", name="Sisir pagi")).to_be_visible()
    expect_total(desktop, 2)
    view = SavedView.objects.get()
    assert "z=" in view.query
    told = desktop.locator("#messages").get_by_role("link")
    expect(told).to_have_text(f"{live_server.url}{view.get_absolute_url()}")
    expect(told).to_be_in_viewport()
    message, head = desktop.locator("#messages").bounding_box(), desktop.locator(".work__head").bounding_box()
    assert message
    assert head
    assert message["y"] + message["height"] <= head["y"]
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desktop.locator("#messages").get_by_role("button", name="Salin tautan").click()
    expect(desktop.get_by_text("Tautan disalin.")).to_be_visible()
    assert desktop.evaluate("navigator.clipboard.readText()") == f"{live_server.url}{view.get_absolute_url()}"
    if folder := os.environ.get("PICTURES"):
        desktop.screenshot(path=f"{folder}/view-saved.png")
    desktop.locator("#messages").get_by_role("button", name="Tutup").click()
    expect(told).to_have_count(0)

    context = _context(browser, live_server.url, **DESKTOP)
    colleague, faults, _ = _watched(context)
    sign_in(colleague, "rekan")
    expect_total(colleague, 4)
    colleague.locator("#queues").get_by_role("link", name="Sisir pagi").click()
    expect(colleague.locator("#work[data-ready]")).to_be_attached()
    expect_total(colleague, 2)
    assert codes(colleague) == seen
    zoom = re.search(r"z=\d+", view.query)
    assert zoom
    expect(colleague).to_have_url(re.compile(zoom[0]))
    opened = colleague.locator(".views [aria-current]")
    expect(opened).to_have_text("Sisir pagi")
    colleague.locator("#queues").get_by_role("link", name="Semua wilayah").click()
    expect_total(colleague, 4)
    expect(opened).to_have_count(0)
    save = colleague.get_by_role("link", name="Simpan tampilan ini")
    assert "area=" not in str(save.get_attribute("href"))
    colleague.locator("#queues").get_by_role("link", name="Temas").click()
    expect(save).to_have_attribute("href", re.compile(r"area=35\.79\.01\.1001"))

    colleague.goto("/staff/views/")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    colleague.get_by_role("button", name=re.compile("Salin tautan.*Sisir pagi")).click()
    expect(colleague.get_by_text("Tautan disalin.")).to_be_visible()
    assert colleague.evaluate("navigator.clipboard.readText()") == f"{live_server.url}{view.get_absolute_url()}"
    colleague.get_by_role("button", name=re.compile("Mulai dengan ini.*Sisir pagi")).click()
    colleague.get_by_role("banner").get_by_role("link", name="Peta kerja").click()
    expect(colleague.locator("#work[data-ready]")).to_be_attached()
    expect_total(colleague, 2)
    colleague.locator("#queues").get_by_role("link", name="Tanpa tampilan").click()
    expect(colleague.locator("#work[data-ready]")).to_be_attached()
    expect_total(colleague, 4)
    colleague.reload()
    expect_total(colleague, 4)

    context.close()
    assert not faults, faults

    elsewhere = _context(browser, live_server.url, **DESKTOP)
    other, *_ = _watched(elsewhere)
    sign_in(other, "lain")
    expect(other.locator("#queues").get_by_role("link", name="Sisir pagi")).to_have_count(0)
    answer = other.goto(view.get_absolute_url())
    assert answer
    assert answer.status == 404
    elsewhere.close()


@pytest.mark.usefixtures("office")
def test_a_code_that_is_searched_opens_beside_the_list(desktop: Page) -> None:
    report = ReportFactory(geom=places.IN_TEMAS, text="Lubang di tikungan.", accepted=True)
    sign_in(desktop)
    expect(desktop.locator(".legend__total")).to_contain_text(re.compile(r"\d"))
    box = desktop.get_by_role("combobox")
    box.fill(report.code.lower())
    expect(desktop.get_by_role("option", name=report.code)).to_be_visible()
    box.press("Enter")
    expect(desktop.locator("#detail").get_by_text("Lubang di tikungan.")).to_be_visible()
    expect_total(desktop, 5)


@pytest.mark.usefixtures("live_city")
def test_a_desa_is_found_with_a_typing_error_and_chosen_without_the_map(phone: Page) -> None:
    ReportFactory(geom=places.IN_SIDOMULYO, accepted=True)
    ReportFactory(geom=places.IN_SISIR, accepted=True)
    phone.goto("/")
    expect(phone.locator(".legend__total")).to_have_text("2 laporan terlihat")
    phone.get_by_role("combobox", name="Cari").fill("sidomulio")
    phone.get_by_role("listbox").get_by_role("option", name="Desa Sidomulyo").click()
    expect(phone).to_have_url(re.compile(r"area=35\.79\.01\.2007"))
    phone.get_by_role("button", name="Saring").click()
    area = phone.get_by_label("Wilayah")
    expect(area).to_have_value("35.79.01.2007")
    area.select_option(label="Kelurahan Sisir")
    expect(phone).to_have_url(re.compile(r"area=35\.79\.01\.1004"))
    area.select_option("")
    expect(phone).not_to_have_url(re.compile("area="))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_open_report_leaves_the_view_and_what_is_late_where_they_are(
    size: str, request: pytest.FixtureRequest
) -> None:
    late = ReportFactory(geom=places.IN_SISIR, overdue=True, accepted=True)
    owner = User.objects.get(username="petugas")
    view = SavedView.objects.create(owner=owner, name="Sisir pagi", query="area=35.79.01.1004")
    page = request.getfixturevalue(size)
    sign_in(page)
    page.goto(view.get_absolute_url())
    expect(page.locator("#work[data-ready]")).to_be_attached()
    is_open = re.compile(rf"[?&]view={view.slug}(&|$)")
    told = page.locator("#totals .overdue")
    expect(told).to_have_text("1 terlambat")
    expect(told).to_be_visible()
    expect(page).to_have_url(is_open)
    row = page.locator(f'#list [data-code="{late.code}"]')
    row.click()
    expect(page.locator(f'#detail [data-code="{late.code}"]')).to_be_visible()
    expect(page).to_have_url(is_open)
    expect(page).to_have_url(re.compile(rf"item={late.code}"))
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(700)
        page.screenshot(path=f"{folder}/view-open-{size}.png")
    if size == "desktop":
        expect(told).to_be_visible()
        expect(page.locator(".views [aria-current]")).to_have_text("Sisir pagi")
    page.reload()
    expect(page.locator("#work[data-ready]")).to_be_attached()
    expect(page.locator(".views [aria-current]")).to_have_text("Sisir pagi")
    page.locator("[data-close-detail]:visible").first.click()
    if size == "phone":
        page.get_by_role("button", name="Antrean").click()
    save = page.get_by_role("link", name="Simpan tampilan ini")
    expect(save).to_be_in_viewport(ratio=1)
    page.locator("#queues").get_by_role("link", name="Semua wilayah").click()
    expect(page).not_to_have_url(is_open)
    expect(page.locator(".views [aria-current]")).to_have_count(0)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_view_s_name_has_room_in_the_list(size: str, request: pytest.FixtureRequest) -> None:
    name = "Genangan dan saluran air di Sisir, Temas dan Beji"
    SavedView.objects.create(owner=User.objects.get(username="petugas"), name=name, sharing="link")
    page = request.getfixturevalue(size)
    sign_in(page)
    page.goto("/staff/views/")
    link = page.get_by_role("link", name=name, exact=True)
    box = link.bounding_box()
    assert box
    assert box["height"] <= (60 if size == "phone" else 30)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/views-list-{size}.png")
