"""What the map's modules compute, asked in the browser that runs them."""

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_city: Any, desktop: Page) -> Page:
    """The public map, whose import map names all modules."""
    desktop.goto("/")
    return desktop


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("-7.87, 112.52", {"lat": -7.87, "lng": 112.52}),
        ("112.52 -7.87", {"lat": -7.87, "lng": 112.52}),
        ("-7,87; 112,52", {"lat": -7.87, "lng": 112.52}),
        ("Temas 12", None),
        ("99, 200", None),
    ],
)
def test_coordinates_are_read_in_either_order(page: Page, typed: str, read: Any) -> None:
    assert page.evaluate("async typed => (await import('map/search')).readCoordinates(typed)", typed) == read


def test_layers_of_an_address_keep_order_and_opacity(page: Page) -> None:
    read = "async text => { const m = await import('map/permalink'); return m.writeLayers(m.readLayers(text) ?? []); }"
    assert page.evaluate(read, "reports,facilities~60") == "reports,facilities~60"
    assert page.evaluate(read, "reports~100,-,<b>,plots~-3,x~nan") == "reports"
    assert page.evaluate(read, "-") == "-"


def test_one_filter_has_one_spelling(page: Page) -> None:
    spell = "async query => { const f = await import('lib/filter'); return f.filterToQuery(f.parseFilter(query)); }"
    assert page.evaluate(spell, "?status=new&z=12&kind=need&status=closed&q=") == "kind=need&status=closed,new"
    assert page.evaluate(spell, "?status=closed,new&kind=need&lat=1") == "kind=need&status=closed,new"


def test_a_short_number_never_promises_more_than_there_is(page: Page) -> None:
    short = "async n => (await import('ui/i18n')).shortNumber(n)"
    assert [page.evaluate(short, n) for n in (999, 1249, 1999, 12_999, 1_299_999)] == [
        "999",
        "1,2 rb",
        "1,9 rb",
        "12 rb",
        "1,2 jt",
    ]


def test_clusters_step_aside_and_pins_stay(page: Page) -> None:
    bodies = [{"x": 0, "y": 0, "radius": 12, "fixed": True}, {"x": 5, "y": 0, "radius": 20, "fixed": False}]
    pin, cluster = page.evaluate("async bodies => (await import('map/spread')).spread(bodies)", bodies)
    assert pin == {"x": 0, "y": 0}
    assert 5 < cluster["x"] <= 5 + 18


def test_the_name_of_an_area_stands_inside_it(page: Page) -> None:
    horseshoe = [[[0, 0], [10, 0], [10, 10], [8, 10], [8, 2], [2, 2], [2, 10], [0, 10], [0, 0]]]
    inside = page.evaluate(
        """async coordinates => {
            const { isInside, labelPoint } = await import('map/label-point');
            const [lng, lat] = labelPoint({ type: 'Polygon', coordinates });
            return isInside({ type: 'Polygon', coordinates }, { lng, lat });
        }""",
        horseshoe,
    )
    assert inside


@pytest.mark.parametrize(
    ("now", "yesterday", "today"),
    [
        ("2026-12-31T16:59:00Z", "2026-12-30", "2026-12-31"),
        ("2026-12-31T17:01:00Z", "2026-12-31", "2027-01-01"),  # the city is seven hours ahead
    ],
)
def test_a_day_alone_is_told_by_the_days_of_the_city(page: Page, now: str, yesterday: str, today: str) -> None:
    page.clock.set_fixed_time(now)
    told = page.evaluate(
        """async days => {
            const { renderTimes } = await import('ui/relative-time');
            const list = document.createElement('p');
            for (const day of days) {
                const time = document.createElement('time');
                time.dateTime = day;
                time.setAttribute('data-relative', '');
                list.append(time);
            }
            renderTimes(list);
            return [...list.children].map(time => time.textContent);
        }""",
        [today, yesterday],
    )
    assert told == ["hari ini", "kemarin"]
