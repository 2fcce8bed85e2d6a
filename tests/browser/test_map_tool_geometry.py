"""What the map's tools compute, asked in the browser that runs them; lengths and areas against PostGIS."""

from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIELD = [[112.5301, -7.8702], [112.5312, -7.8704], [112.5309, -7.8716], [112.5299, -7.8713]]
CITY = [[112.45, -7.95], [112.60, -7.93], [112.58, -7.72], [112.47, -7.75]]
BOW_TIE = [[0, 0], [2, 2], [2, 0], [0, 2]]


@pytest.fixture
def page(live_city: Any, desktop: Page) -> Page:
    """The public map, whose import map names all modules."""
    desktop.goto("/")
    return desktop


def ask(page: Page, module: str, name: str, *given: Any) -> Any:
    call = "async ([module, name, given]) => (await import(module))[name](...given)"
    return page.evaluate(call, [module, name, list(given)])


def postgis(function: str, ring: list[list[float]]) -> float:
    corners = ", ".join(f"{lng} {lat}" for lng, lat in [*ring, ring[0]])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s::geography)", [f"SRID=4326;POLYGON(({corners}))"])
        return float(cursor.fetchone()[0])


def test_area_and_way_around_are_those_of_the_database(page: Page) -> None:
    for ring in (FIELD, CITY):
        assert ask(page, "map/ring", "areaOf", ring) == pytest.approx(postgis("ST_Area", ring), rel=1e-4)
        around = ask(page, "map/ring", "lengthOf", ring, {"closed": True})
        assert around == pytest.approx(postgis("ST_Perimeter", ring), rel=1e-5)


def test_a_line_that_crosses_or_touches_itself_is_found(page: Page) -> None:
    cases = [
        (FIELD, True, 0),
        (BOW_TIE, True, 1),
        (BOW_TIE, False, 1),
        ([[0, 0], [2, 0], [2, 2], [0, 2]], True, 0),
        ([[0, 0], [2, 0], [2, 2], [1, 0], [0, 2]], True, 2),  # a corner on an edge: both of its sides touch it
        ([[0, 0], [2, 0], [1, 0]], True, 2),  # there and back: it turns at both ends
        ([[0, 0], [2, 0]], False, 0),
    ]
    for ring, closed, faults in cases:
        assert len(ask(page, "map/ring", "crossings", ring, {"closed": closed})) == faults, ring
    assert ask(page, "map/ring", "crossings", BOW_TIE) == [[1, 1]]


def test_of_a_line_that_crosses_itself_the_largest_loop_is_kept(page: Page) -> None:
    fish = [[0, 0], [0.01, 0.02], [0.04, 0], [0.05, 0.005], [0.05, -0.005], [0.04, 0], [0.01, -0.02]]
    kept = ask(page, "map/tidy-ring", "largestLoop", fish)
    assert kept
    assert max(lng for lng, _ in kept) == 0.04
    assert ask(page, "map/ring", "crossings", kept) == []
    for nothing in ([], [[1, 1]], [[1, 1], [2, 2]], [[0, 0], [1, 1], [2, 2]], [[1, 1], [1, 1], [1, 1]]):
        assert ask(page, "map/tidy-ring", "largestLoop", nothing) == []


def test_any_scribble_becomes_an_outline_that_the_database_takes(page: Page) -> None:
    """Random walks: at most 200 corners, no crossing, and PostGIS calls them valid."""
    rings = page.evaluate(
        """async () => {
            const { fewCorners, largestLoop } = await import('map/tidy-ring');
            let seed = 7;
            const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
            const walk = () => {
                let [x, y, turn] = [0, 0, 0];
                return Array.from({ length: 60 + Math.floor(random() * 900) }, () => {
                    turn += (random() - 0.42) * 0.5;
                    x += 4 * Math.cos(turn);
                    y += 4 * Math.sin(turn);
                    return [x, y];
                });
            };
            return Array.from({ length: 300 }, () => {
                const few = fewCorners(walk(), { tolerance: 1.5, most: 199 });
                return largestLoop(few.map(([x, y]) => [112.5 + x / 46603, -7.87 + y / 46603]));
            });
        }"""
    )
    assert all(len(ring) <= 200 for ring in rings)
    made = [ring for ring in rings if ring]
    assert len(made) > 250
    texts = ["POLYGON((" + ", ".join(f"{lng} {lat}" for lng, lat in [*ring, ring[0]]) + "))" for ring in made]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM unnest(%s::text[]) AS t WHERE ST_IsValid(t::geometry)", [texts])
        assert cursor.fetchone()[0] == len(made)


def test_simplifying_keeps_the_shape(page: Page) -> None:
    edge = [[x, 0] for x in range(101)] + [[100, y] for y in range(1, 101)] + [[x, x] for x in range(99, 0, -1)]
    assert ask(page, "map/tidy-ring", "fewCorners", edge, {"tolerance": 1.5, "most": 199}) == [
        [0, 0],
        [100, 0],
        [100, 100],
    ]


def test_lengths_and_areas_are_read_as_in_indonesia(page: Page) -> None:
    lengths = {8.44: "8,4 m", 312.4: "312 m", 999.6: "1,00 km", 1254: "1,25 km", 12_449: "12,4 km"}
    areas = {
        7.25: "7,3 m²",
        742: "742 m²",
        4215: "0,42 ha (4.215 m²)",
        224_727: "22,5 ha (224.727 m²)",
        3_100_000: "310 ha",
        31_000_000: "31,00 km²",
    }
    assert {metres: ask(page, "ui/measure-words", "lengthWords", metres) for metres in lengths} == lengths
    assert {metres: ask(page, "ui/measure-words", "fieldWords", metres) for metres in areas} == areas


def test_a_selection_is_written_as_the_server_writes_it(page: Page) -> None:
    ring = [[112.5, -7.87], [112.51, -7.8712347], [112.52, -7.9]]
    values = ask(page, "map/selection-key", "polygonValues", ring)
    assert values == ["112.5", "-7.87", "112.51", "-7.871235", "112.52", "-7.9"]
    assert ask(page, "map/selection-key", "ringOfPolygon", values) == [
        [112.5, -7.87],
        [112.51, -7.871235],
        [112.52, -7.9],
    ]
    assert ask(page, "map/selection-key", "ringOfPolygon", ["1", "2", "3"]) is None
    assert ask(page, "map/selection-key", "polygonValues", None) == []
    spelled = page.evaluate(
        "async polygon => (await import('lib/filter')).filterToQuery({ status: ['new', 'closed'], polygon })", values
    )
    assert spelled == "polygon=112.5,-7.87,112.51,-7.871235,112.52,-7.9&status=closed,new"


WEEKS = [
    {"from": f"2026-{month:02}-{day:02}", "to": f"2026-{month:02}-{day + 6:02}", "n": n}
    for n, (month, day) in enumerate([(3, 2), (3, 9), (3, 16), (3, 23)])
]


def test_days_make_a_window_and_a_window_days(page: Page) -> None:
    cases: list[tuple[str | None, str | None, int, int]] = [
        (None, None, 0, 3),
        ("2026-03-09", None, 1, 3),
        (None, "2026-03-15", 0, 1),
        ("2026-03-11", "2026-03-17", 1, 2),
        ("2026-03-11", "2026-03-11", 1, 1),
        ("2027-01-01", None, 3, 3),
        (None, "2020-01-01", 0, 0),
    ]
    for start, end, first, last in cases:
        assert ask(page, "map/time-window", "windowOf", WEEKS, start, end) == {"first": first, "last": last}
    days = ask(page, "map/time-window", "daysOf", {"first": 1, "last": 2}, WEEKS)
    assert days == {"from": "2026-03-09", "to": "2026-03-22"}
    assert ask(page, "map/time-window", "daysOf", {"first": 0, "last": 3}, WEEKS) == {"from": None, "to": None}


def test_a_window_keeps_its_length_and_stays_in_the_strip(page: Page) -> None:
    moved = [ask(page, "map/time-window", "moved", {"first": 1, "last": 2}, by, 4) for by in (-9, 1, 9)]
    assert moved == [{"first": 0, "last": 1}, {"first": 2, "last": 3}, {"first": 2, "last": 3}]


def test_undo_and_redo_forget_what_was_left(page: Page) -> None:
    states = page.evaluate(
        """async () => {
            const { past } = await import('map/past');
            const steps = past('a');
            steps.push('b'); steps.push('c'); steps.replace('d');
            const seen = [steps.undo(), steps.undo(), steps.undo(), steps.redo()];
            steps.push('e');
            return [...seen, steps.redo(), steps.canRedo(), steps.canUndo()];
        }"""
    )
    assert states == ["b", "a", "a", "b", "e", False, True]
