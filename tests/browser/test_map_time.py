"""The strip of time on the map: what came when, a window by hand and by keys, playing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map_lab import last_event, open_tools, tool
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2026, 3, 2)
URL = "/layers/reports/times/"


@pytest.fixture
def weeks(live_city: Any) -> None:
    """Ten weeks: one report in the first, two in the second and so on."""
    first = ReportFactory(created_at=_noon(0), accepted=True)
    for week in range(1, 10):
        for _ in range(week + 1):
            ReportFactory(created_at=_noon(week), category=first.category, accepted=True)


def _noon(week: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=7 * week + 2), datetime.min.time(), UTC) + timedelta(hours=5)


def words(page: Page) -> Any:
    return page.locator(".time-slider__words")


def bars(page: Page) -> dict[str, float]:
    box = page.locator(".time-strip__bars").bounding_box()
    assert box
    return dict(box)


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, weeks: None) -> Page:
    """A desk with a mouse, then a phone with a finger."""
    found: Page = request.getfixturevalue(request.param)
    return found


def test_a_window_is_drawn_moved_and_given_up(page: Page) -> None:
    hand = open_tools(page, times_url=URL)
    tool(page, "Waktu").click()
    expect(words(page)).to_have_text("2 Mar – 10 Mei 2026 · 55 masuk")
    box, (x0, y0) = bars(page), hand.middle

    def over(week: float) -> tuple[float, float]:
        return box["x"] + box["width"] * week / 10 - x0, box["y"] + box["height"] / 2 - y0

    hand.drag(over(2.5), over(3.5), over(4.5))
    expect(words(page)).to_have_text("16 Mar – 5 Apr 2026 · 12 masuk")
    page.wait_for_function("() => window.events.length === 1")
    assert last_event(page) == {"event": "time:change", "from": "2026-03-16", "to": "2026-04-05"}
    hand.drag(over(3.5), over(4.2), over(5.5))
    expect(words(page)).to_have_text("30 Mar – 19 Apr 2026 · 18 masuk")
    page.wait_for_function("() => window.events.length === 2")
    page.get_by_role("button", name="Seluruh waktu").click()
    assert last_event(page) == {"event": "time:change", "from": None, "to": None}
    tool(page, "Tutup").click()
    expect(page.locator(".time-slider")).to_have_count(0)
    expect(tool(page, "Waktu")).to_be_focused()


def test_its_ends_are_sliders_for_the_keyboard(weeks: None, desktop: Page) -> None:
    open_tools(desktop, times_url=URL)
    tool(desktop, "Waktu").click()
    expect(words(desktop)).to_contain_text("55 masuk")
    first, last = (
        desktop.get_by_role("slider", name="Hari pertama"),
        desktop.get_by_role("slider", name="Hari terakhir"),
    )
    last.focus()
    desktop.keyboard.press("PageDown")
    desktop.keyboard.press("ArrowLeft")
    expect(last).to_have_attribute("aria-valuenow", "4")
    expect(last).to_have_attribute("aria-valuetext", "5 Apr 2026")
    first.focus()
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("Shift+ArrowRight")  # both ends
    expect(first).to_have_attribute("aria-valuetext", "16 Mar 2026")
    desktop.wait_for_function("() => window.events.at(-1)?.to === '2026-04-12'")
    assert last_event(desktop)["from"] == "2026-03-16"
    desktop.keyboard.press("End")
    expect(first).to_have_attribute("aria-valuenow", "5")  # never over the other end


def test_playing_steps_the_window_and_stops_at_the_end(weeks: None, desktop: Page) -> None:
    """Who wants less motion sees whole windows one after the other."""
    desktop.clock.install()
    open_tools(desktop, times_url=URL)
    tool(desktop, "Waktu").click()
    expect(words(desktop)).to_contain_text("55 masuk")
    tool(desktop, "Putar").click()
    expect(words(desktop)).to_have_text("2–29 Mar 2026 · 10 masuk")
    desktop.clock.run_for(3100)
    expect(words(desktop)).to_have_text("30 Mar – 26 Apr 2026 · 26 masuk")
    tool(desktop, "Jeda").click()
    desktop.clock.run_for(9000)
    expect(words(desktop)).to_have_text("30 Mar – 26 Apr 2026 · 26 masuk")
    tool(desktop, "Putar").click()
    desktop.clock.run_for(7000)
    expect(words(desktop)).to_have_text("13 Apr – 10 Mei 2026 · 34 masuk")
    expect(tool(desktop, "Putar")).to_be_visible()


def test_played_without_a_wish_for_rest_it_glides_by_a_week(weeks: None, desktop: Page) -> None:
    desktop.emulate_media(reduced_motion="no-preference")
    desktop.clock.install()
    open_tools(desktop, times_url=URL)
    tool(desktop, "Waktu").click()
    expect(words(desktop)).to_contain_text("55 masuk")
    desktop.get_by_label("Kecepatan").select_option("2")
    tool(desktop, "Putar").click()
    desktop.clock.run_for(650)
    expect(words(desktop)).to_have_text("9 Mar – 5 Apr 2026 · 14 masuk")


def test_the_strip_follows_the_filter_but_shows_all_of_the_time(weeks: None, desktop: Page) -> None:
    open_tools(desktop, times_url=URL)
    tool(desktop, "Waktu").click()
    expect(words(desktop)).to_contain_text("55 masuk")
    desktop.evaluate("window.tools.setFilter({ from: ['2026-04-27'], to: ['2026-05-03'] })")
    expect(words(desktop)).to_have_text("27 Apr – 3 Mei 2026 · 9 masuk")
    expect(desktop.locator(".time-strip__bars rect")).to_have_count(10)
    desktop.evaluate("window.tools.setFilter({ area: ['35.79.02'] })")
    expect(words(desktop)).to_have_text("Tidak ada apa-apa di sini, kapan pun")
