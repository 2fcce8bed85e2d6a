"""Drawing an outline, with a mouse, a finger and by keys alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map_lab import Hand, open_lab, strip, tool

pytestmark = pytest.mark.django_db(transaction=True)

START = """async (options) => {
    const { drawPolygon } = await import('map/draw');
    window.before = window.left();
    window.drawing = drawPolygon(map, { onChange: (ring, drawn) => { window.told = { ring, ...drawn }; }, ...options });
}"""
SQUARE = [(-100, -100), (100, -100), (100, 100), (-100, 100)]


def begin(page: Page, **options: Any) -> Hand:
    open_lab(page)
    page.evaluate(START, options)
    return Hand(page)


def told(page: Page) -> Any:
    return page.evaluate("window.told")


def corners(page: Page) -> Any:
    return page.locator(".handle:not(.handle--middle)")


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, live_city: Any) -> Page:
    """A desk with a mouse, then a phone with a finger."""
    found: Page = request.getfixturevalue(request.param)
    return found


def test_corners_are_tapped_and_the_first_one_closes(page: Page) -> None:
    hand = begin(page)
    expect(strip(page)).to_have_text("Ketuk sudut pertama")
    hand.tap(*SQUARE[:2])
    expect(strip(page)).to_have_text("Ketuk sudut berikutnya (paling sedikit 1 lagi)")
    hand.tap(*SQUARE[2:])
    expect(corners(page)).to_have_count(4)
    assert told(page)["closed"] is False
    hand.tap(SQUARE[0])
    found = told(page)
    assert found["closed"] is True
    assert len(found["ring"]) == 4
    assert found["area_m2"] == pytest.approx(473**2, rel=0.02)  # 200 px at zoom 16 are 473 m
    expect(strip(page)).to_contain_text("22,")
    expect(strip(page)).to_contain_text("ha")
    hand.tap((0, 0))
    expect(corners(page)).to_have_count(4)


def test_the_map_can_be_panned_while_one_draws(page: Page) -> None:
    hand = begin(page)
    hand.tap((0, 0))
    hand.drag((0, 60), (40, 100), (80, 140))
    expect(corners(page)).to_have_count(1)
    box = corners(page).bounding_box()
    assert box
    assert box["x"] + 22 == pytest.approx(hand.middle[0] + 80, abs=12)


def test_a_corner_is_dragged_and_an_edge_is_bent(page: Page) -> None:
    hand = begin(page)
    hand.tap(*SQUARE, SQUARE[0])
    before = told(page)
    hand.drag((100, 100), (110, 110), (140, 120), (150, 150))
    after = told(page)
    assert after["ring"][2] != before["ring"][2]
    assert after["ring"][:2] == before["ring"][:2]
    assert after["area_m2"] > before["area_m2"]
    hand.drag((0, -100), (0, -110), (0, -140), (0, -150))
    assert len(told(page)["ring"]) == 5
    expect(corners(page)).to_have_count(5)
    page.get_by_role("button", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan").click()
    assert told(page)["ring"] == before["ring"]
    page.get_by_role("button", name="Ulangi").click()
    assert told(page)["ring"] == after["ring"]


def test_a_line_that_crosses_itself_is_said_at_once_and_can_be_mended(page: Page) -> None:
    hand = begin(page)
    hand.tap((-100, -100), (100, 100), (100, -100), (-100, 100))
    expect(strip(page)).to_have_text("Garisnya bersilangan. Geser salah satu sudut.")
    expect(strip(page)).to_have_attribute("data-tone", "danger")
    expect(page.locator(".sketch-line.is-wrong")).to_have_count(1)
    assert told(page)["crosses"] is True
    assert told(page)["area_m2"] == 0
    hand.drag((100, 100), (90, 60), (0, -40), (-100, -20))
    assert told(page)["crosses"] is False
    expect(page.locator(".is-wrong")).to_have_count(0)


def test_a_chosen_corner_is_removed_by_its_button(page: Page) -> None:
    hand = begin(page)
    hand.tap(*SQUARE, SQUARE[0])
    expect(tool(page, "Hapus sudut ini")).to_be_hidden()
    hand.tap(SQUARE[1])
    tool(page, "Hapus sudut ini").click()
    expect(corners(page)).to_have_count(3)
    hand.tap(SQUARE[2])
    tool(page, "Hapus sudut ini").click()
    assert told(page)["closed"] is False  # two corners enclose nothing
    expect(corners(page)).to_have_count(2)


def test_it_leaves_nothing_behind(page: Page) -> None:
    hand = begin(page)
    hand.tap(*SQUARE, SQUARE[0])
    page.evaluate("window.drawing.remove()")
    expect(page.locator(".handle, .tool-catcher, .tool-strip, .tool-cross")).to_have_count(0)
    assert page.evaluate("window.left()") == page.evaluate("window.before")
    hand.tap((0, 0))
    assert page.evaluate("window.events.at(-1)?.event") == "area:select"  # the map is pressed as before


def test_a_long_press_removes_a_corner(live_city: Any, phone: Page) -> None:
    hand = begin(phone)
    hand.tap(*SQUARE, SQUARE[0])
    hand.hold(SQUARE[1])
    expect(corners(phone)).to_have_count(3)


def test_handles_are_large_enough_for_a_finger(live_city: Any, phone: Page) -> None:
    begin(phone).tap(*SQUARE)
    for box in [one.bounding_box() for one in phone.locator(".handle:visible, .tool-button:visible").all()]:
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_all_of_it_by_keyboard(live_city: Any, desktop: Page) -> None:
    begin(desktop)
    desktop.locator("#lab").focus()
    desktop.evaluate("window.moves = 0; map.on('moveend', () => { window.moves += 1; })")
    for moves, way in enumerate(("ArrowRight", "ArrowDown", "ArrowLeft"), start=1):
        desktop.keyboard.press("Enter")
        desktop.keyboard.press(way)
        desktop.wait_for_function("moves => window.moves === moves", arg=moves)
    expect(desktop.locator(".tool-cross")).to_be_visible()
    desktop.keyboard.press("Enter")
    expect(corners(desktop)).to_have_count(4)
    tool(desktop, "Selesai").focus()
    desktop.keyboard.press("Enter")
    first = told(desktop)
    assert first["closed"] is True
    assert first["crosses"] is False

    corners(desktop).nth(1).focus()
    expect(corners(desktop).nth(1)).to_have_accessible_name("Sudut 2 dari 4")
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("Shift+ArrowRight")
    moved = told(desktop)["ring"]
    assert moved[1][0] > first["ring"][1][0]
    assert moved[1][1] > first["ring"][1][1]
    desktop.keyboard.press("+")
    expect(corners(desktop)).to_have_count(5)
    expect(corners(desktop).nth(2)).to_be_focused()
    desktop.keyboard.press("Delete")
    expect(corners(desktop)).to_have_count(4)
    for _ in range(4):
        desktop.keyboard.press("Control+z")
    assert told(desktop)["ring"] == first["ring"]
    desktop.keyboard.press("Control+Shift+z")
    assert told(desktop)["ring"] != first["ring"]


def test_an_outline_that_is_there_is_edited(live_city: Any, desktop: Page) -> None:
    ring = [[112.528, -7.872], [112.532, -7.872], [112.532, -7.868], [112.528, -7.868]]
    hand = begin(desktop, initial=ring)
    assert told(desktop)["closed"] is True
    assert told(desktop)["ring"] == ring
    expect(tool(desktop, "Selesai")).to_be_hidden()
    desktop.evaluate("window.drawing.setRing([[112.53, -7.87], [112.531, -7.87], [112.531, -7.871]])")
    expect(corners(desktop)).to_have_count(3)
    desktop.evaluate("window.drawing.undo()")
    assert told(desktop)["ring"] == ring
    desktop.evaluate("window.drawing.clear()")
    expect(strip(desktop)).to_have_text("Ketuk sudut pertama")
    hand.tap((0, 0))
    expect(corners(desktop)).to_have_count(1)


def test_a_double_click_ends_the_outline(live_city: Any, desktop: Page) -> None:
    hand = begin(desktop)
    hand.tap(*SQUARE[:3])
    x, y = hand.at(SQUARE[3])
    desktop.mouse.dblclick(x, y)
    assert told(desktop)["closed"] is True
    assert len(told(desktop)["ring"]) == 4


def test_a_corner_is_put_where_the_phone_stands(live_city: Any, phone: Page) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": -7.8705, "longitude": 112.5302, "accuracy": 4})
    begin(phone, here=True)
    tool(phone, "Sudut di tempat saya berdiri").click()
    expect(corners(phone)).to_have_count(1)
    assert told(phone)["ring"] == [[112.5302, -7.8705]]
