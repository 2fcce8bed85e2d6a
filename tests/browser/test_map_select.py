"""Selecting and measuring on the map, with a mouse, a finger and by keys; one tool at a time."""

import math
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map_lab import last_event, open_tools, strip, tool

pytestmark = pytest.mark.django_db(transaction=True)

CIRCLE = [(120 * math.cos(turn / 20 * math.tau), 120 * math.sin(turn / 20 * math.tau)) for turn in range(20)]


def chip(page: Page) -> Any:
    return page.locator(".selection-chip")


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, live_city: Any) -> Page:
    """A desk with a mouse, then a phone with a finger."""
    found: Page = request.getfixturevalue(request.param)
    return found


def test_a_lasso_selects_what_it_runs_around(page: Page) -> None:
    hand = open_tools(page)
    centre = page.evaluate("map.getCenter().toString()")
    tool(page, "Pilih dengan laso").click()
    expect(strip(page)).to_have_text("Lingkari yang Anda inginkan")
    hand.drag(*CIRCLE)
    ring = last_event(page)["polygon"]
    assert 8 <= len(ring) <= 60
    assert all(round(value, 6) == value for corner in ring for value in corner)
    area = page.evaluate("async ring => (await import('map/ring')).areaOf(ring)", ring)
    assert area == pytest.approx(math.pi * (120 * 2.363) ** 2, rel=0.05)
    assert page.evaluate("map.getCenter().toString()") == centre  # the stroke did not move the map
    expect(tool(page, "Pilih dengan laso")).to_have_attribute("aria-pressed", "false")
    expect(chip(page)).to_contain_text("Dipilih: 24,")
    page.evaluate("window.tools.setCount(1234)")
    expect(chip(page)).to_have_text("1.234 dipilih")
    page.get_by_role("button", name="Batalkan pilihan").click()
    assert last_event(page) == {"event": "selection:change", "polygon": None}
    expect(chip(page)).to_have_count(0)


def test_a_lasso_that_crosses_itself_becomes_its_largest_loop(page: Page) -> None:
    hand = open_tools(page)
    tool(page, "Pilih dengan laso").click()
    hand.drag(*CIRCLE, CIRCLE[0], CIRCLE[1], CIRCLE[2], (80, 20), (20, 20))
    ring = last_event(page)["polygon"]
    assert page.evaluate("async ring => (await import('map/ring')).crossings(ring)", ring) == []


def test_a_tap_is_no_lasso(page: Page) -> None:
    hand = open_tools(page)
    tool(page, "Pilih dengan laso").click()
    hand.tap((0, 0))
    assert last_event(page) is None
    expect(tool(page, "Pilih dengan laso")).to_have_attribute("aria-pressed", "true")


def test_a_rectangle_is_drawn_from_corner_to_corner(page: Page) -> None:
    hand = open_tools(page)
    tool(page, "Pilih dengan kotak").click()
    hand.drag((100, 80), (0, 0), (-100, -80))
    (west, south), _, (east, north), _ = last_event(page)["polygon"]
    place = "([x, y]) => { const p = map.mouseEventToLatLng({ clientX: x, clientY: y }); return [p.lng, p.lat]; }"
    assert [west, north] == pytest.approx(page.evaluate(place, hand.at((-100, -80))), abs=2e-6)
    assert [east, south] == pytest.approx(page.evaluate(place, hand.at((100, 80))), abs=2e-6)


def test_corners_select_when_they_are_closed(page: Page) -> None:
    hand = open_tools(page)
    tool(page, "Pilih dengan sudut").click()
    hand.tap((-100, -60), (100, -60), (0, 100))
    assert last_event(page) is None
    page.get_by_role("button", name="Pilih", exact=True).click()
    assert len(last_event(page)["polygon"]) == 3
    expect(page.locator(".handle, .tool-strip")).to_have_count(0)


def test_one_tool_at_a_time(page: Page) -> None:
    open_tools(page)
    for name in ("Pilih dengan laso", "Pilih dengan sudut", "Ukur"):
        tool(page, name).click()
        expect(page.locator('.map-tools [aria-pressed="true"]')).to_have_count(1)
        expect(page.locator(".tool-strip")).to_have_count(1)
        expect(page.locator(".tool-catcher")).to_have_count(1)
    tool(page, "Ukur").click()
    expect(page.locator('.map-tools [aria-pressed="true"]')).to_have_count(0)
    expect(page.locator(".tool-strip, .tool-catcher")).to_have_count(0)


def test_measuring_says_distance_then_area_and_leaves_nothing(page: Page) -> None:
    hand = open_tools(page)
    tool(page, "Ukur").click()
    expect(strip(page)).to_have_text("Ketuk titik awal pengukuran")
    hand.tap((-100, -60), (100, -60))
    expect(strip(page)).to_have_text("Jarak 473 m")
    hand.tap((100, 140))
    expect(strip(page)).to_have_text("Jarak 943 m · ketuk titik pertama untuk luas")
    hand.tap((-100, -60))
    expect(strip(page)).to_contain_text("11,1 ha")
    page.get_by_role("button", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan").click()
    expect(strip(page)).to_have_text("Jarak 473 m")
    page.get_by_role("button", name="Mulai lagi").click()
    expect(strip(page)).to_have_text("Ketuk titik awal pengukuran")
    hand.tap((0, 0))
    page.get_by_role("button", name="Selesai mengukur").click()
    expect(page.locator(".handle, .tool-strip, .tool-catcher, .sketch-line")).to_have_count(0)
    assert page.evaluate("window.events.length") == 0
    page.evaluate("window.tools.remove(); document.getElementById('map-tools').remove()")
    assert page.evaluate("window.left()") == page.evaluate("window.before")


def test_the_pointer_is_measured_while_it_moves(live_city: Any, desktop: Page) -> None:
    hand = open_tools(desktop)
    tool(desktop, "Ukur").click()
    hand.tap((-100, 0))
    desktop.mouse.move(*hand.at((0, 0)))
    expect(strip(desktop)).to_have_text("Jarak 237 m")
    desktop.mouse.move(*hand.at((100, 0)))
    expect(strip(desktop)).to_have_text("Jarak 473 m")


def test_escape_ends_the_tool_then_undoes_the_selection(live_city: Any, desktop: Page) -> None:
    hand = open_tools(desktop)
    tool(desktop, "Pilih dengan laso").click()
    hand.drag(*CIRCLE)
    expect(chip(desktop)).to_be_visible()
    tool(desktop, "Ukur").click()
    hand.tap((0, 0))
    desktop.keyboard.press("Escape")
    expect(desktop.locator(".tool-strip")).to_have_count(0)
    expect(chip(desktop)).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(chip(desktop)).to_have_count(0)
    assert last_event(desktop)["polygon"] is None


def test_by_keyboard_all_that_is_seen_is_selected(live_city: Any, desktop: Page) -> None:
    open_tools(desktop)
    tool(desktop, "Pilih dengan laso").focus()
    desktop.keyboard.press("ArrowDown")
    expect(tool(desktop, "Pilih dengan kotak")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_label("Pilih satu wilayah utuh")).to_be_focused()
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    ring = last_event(desktop)["polygon"]
    bounds = desktop.evaluate("map.getBounds().toBBoxString().split(',').map(Number)")
    assert [*ring[0], *ring[2]] == pytest.approx(bounds, abs=1e-6)
    expect(desktop.locator("#lab")).to_be_focused()


def test_by_keyboard_a_whole_area_is_chosen(live_city: Any, desktop: Page) -> None:
    open_tools(desktop)
    tool(desktop, "Pilih dengan laso").click()
    desktop.get_by_label("Pilih satu wilayah utuh").select_option("Punten")
    assert last_event(desktop)["event"] == "area:select"
    assert last_event(desktop)["code"] == "35.79.02.2001"
    expect(desktop.locator(".tool-strip")).to_have_count(0)


def test_a_second_finger_gives_the_map_back(live_city: Any, phone: Page) -> None:
    hand = open_tools(phone)
    tool(phone, "Pilih dengan laso").click()
    (x, y), (x2, y2) = hand.at((-40, 0)), hand.at((40, 0))
    zoom = phone.evaluate("map.getZoom()")
    hand._touch("touchStart", hand.at((-40, 0)))
    hand._touch("touchStart", hand.at((-40, 0)), hand.at((40, 0)))
    for step in range(1, 8):
        hand._touch("touchMove", (x - 12 * step, y), (x2 + 12 * step, y2))
    hand._touch("touchEnd")
    phone.wait_for_function("zoom => map.getZoom() > zoom", arg=zoom)
    assert last_event(phone) is None
