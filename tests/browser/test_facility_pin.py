"""A facility is put on the map and moved there: by mouse on a desk, by finger on a phone, by keys, and typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from cityops.facilities.models import Facility
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.facilities import FacilityFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("live_city")]


@pytest.fixture(autouse=True)
def dinkes() -> None:
    """The health office and one who works in it."""
    AgencyFactory(code="dinkes", name="Dinas Kesehatan", short_name="Dinkes")
    staff(Role.OFFICER, agency="dinkes", username="rina", name="Rina Wulandari")


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label(re.compile("[Ss]andi")).fill(PASSWORD)
    page.locator("#sign-in-form").get_by_role("button", name="Masuk").click()
    page.wait_for_url(f"**{address}")


def test_a_press_sets_it_a_drag_moves_it(desktop: Page) -> None:
    sign_in(desktop, "/staff/facilities/new/")
    pin_map = desktop.locator("#pin-map")
    expect(pin_map.locator(".leaflet-control-zoom")).to_be_visible()
    box = pin_map.bounding_box()
    assert box
    desktop.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    pin = pin_map.locator(".place-square--here")
    expect(pin).to_be_visible()
    lat, lng = desktop.get_by_label("Lintang"), desktop.get_by_label("Bujur")
    expect(lat).not_to_have_value("")
    expect(desktop.locator("#place-line")).to_contain_text("Kec.")
    before = (lat.input_value(), lng.input_value())
    at = pin.bounding_box()
    assert at
    desktop.mouse.move(at["x"] + 18, at["y"] + 18)
    desktop.mouse.down()
    desktop.mouse.move(at["x"] + 40, at["y"] + 30, steps=4)
    desktop.mouse.up()
    expect(lng).not_to_have_value(before[1])
    dragged = lng.input_value()
    pin_map.get_by_role("button", name="Pin: geser").focus()
    desktop.keyboard.press("ArrowRight")
    expect(lng).not_to_have_value(dragged)
    assert float(lng.input_value()) > float(dragged)
    desktop.get_by_label("Nama", exact=True).fill("Pustu Percobaan")
    desktop.get_by_label("Senin: Buka").fill("08:00")
    desktop.get_by_label("Senin: Tutup").fill("12:00")
    desktop.get_by_role("button", name="Jam hari Senin juga untuk hari berikutnya").click()
    typed = (lng.input_value(), lat.input_value())
    desktop.get_by_role("button", name="Pasang di peta").click()
    expect(desktop.get_by_text("sudah ada di peta")).to_be_visible()
    made = Facility.objects.get()
    assert (f"{made.geom.x:.6f}", f"{made.geom.y:.6f}") == typed
    assert [one.weekday for one in made.openings.all()] == [0, 1]
    assert made.agency_id == "dinkes"


def test_on_a_phone_a_tap_moves_it_and_outside_is_refused(phone: Page) -> None:
    facility = FacilityFactory(agency_id="dinkes", is_plausible=True)
    sign_in(phone, f"/staff/facilities/{facility.code}/")
    pin_map = phone.locator("#pin-map")
    expect(pin_map.locator(".place-square--here")).to_be_visible()
    expect(phone.locator("#place-line")).to_contain_text("Desa Beji")
    box = pin_map.bounding_box()
    assert box
    phone.touchscreen.tap(box["x"] + box["width"] / 2 - 60, box["y"] + box["height"] / 2 + 20)
    expect(phone.get_by_label("Bujur")).not_to_have_value("112.530000")
    expect(phone.get_by_label("Pin sudah tepat")).to_be_checked()
    phone.get_by_role("button", name="Simpan").click()
    expect(phone.get_by_text("Tersimpan.")).to_be_visible()
    facility.refresh_from_db()
    assert facility.geom.x < 112.53
    assert not facility.is_plausible
    phone.get_by_label("Bujur").fill("112,62")
    phone.get_by_label("Bujur").blur()
    expect(phone.locator("#place-line")).to_contain_text("bukan di Kota Batu")
    phone.get_by_role("button", name="Simpan").click()
    expect(phone.get_by_role("alert")).to_contain_text("bukan di Kota Batu")
    facility.refresh_from_db()
    assert facility.geom.x < 112.53


def test_without_scripts_the_coordinates_are_typed(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    sign_in(page, "/staff/facilities/new/")
    page.get_by_label("Lintang").fill("-7.89")
    page.get_by_label("Bujur").fill("112.53")
    page.get_by_label("Nama", exact=True).fill("Pustu Beji")
    page.get_by_role("button", name="Pasang di peta").click()
    expect(page.get_by_text("sudah ada di peta")).to_be_visible()
    made = Facility.objects.get()
    page.goto(f"/fasilitas/{made.code}/")
    expect(page.get_by_role("heading", name="Pustu Beji")).to_be_visible()
