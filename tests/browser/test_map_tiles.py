"""How the map reads and draws tiles of every kind, each made here by the book."""

from typing import Any

import mapbox_vector_tile
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.map_lab import last_event, open_lab

pytestmark = pytest.mark.browser

CLASSES = [
    {"value": "open", "word": "Terbuka", "colour": "status-new", "icon": "status-new"},
    {"value": "done", "word": "Selesai", "colour": "status-resolved", "icon": "status-resolved"},
]
ENTRY = {
    "name": "things",
    "label": "Barang",
    "geometry": "point",
    "style": {"icon": "tree-pine", "colour": "accent", "by": "state", "classes": CLASSES},
    "isOn": True,
    "minZoom": 0,
    "maxZoom": 20,
    "filters": ["area"],
    "tilesUrl": "/made-up/{z}/{x}/{y}.mvt",
    "cardUrl": "/made-up/{code}/",
    "due": True,
    "counted": ["open", "done"],
}
READ = """async (bytes) => {
    const { decodeTile } = await import('map/tile-decode');
    return decodeTile(new Uint8Array(bytes).buffer, { z: 16, x: 53248, y: 34206 });
}"""
SIGNS = """async (bytes) => {
    const { decodeTile } = await import('map/tile-decode');
    const { signsOf } = await import('map/cells');
    const tile = await decodeTile(new Uint8Array(bytes).buffer, { z: 12, x: 3328, y: 2137 });
    return signsOf(tile, 'state').map(({ n, late, isFeature, properties }) => ({ n, late, isFeature, properties }));
}"""
# The map of the lab shows this tile in its middle, at zoom 16.
TILE = (53254, 34206)


def encoded(name: str, features: list[tuple[str, dict[str, Any]]]) -> bytes:
    rows = [{"geometry": geometry, "properties": properties} for geometry, properties in features]
    options = {"extents": 4096, "y_coord_down": True}
    return mapbox_vector_tile.encode([{"name": name, "features": rows}], default_options=options)


@pytest.fixture
def lab(live_city: Any, desktop: Page) -> Page:
    open_lab(desktop)
    return desktop


def show(
    page: Page, tile: bytes, *, at: tuple[int, int] = TILE, zoom: int = 16, mode: str = "auto", **changed: Any
) -> None:
    """Draw a layer of one tile."""

    def answer(route: Route) -> None:
        body = tile if f"/{zoom}/{at[0]}/{at[1]}." in route.request.url else b""
        route.fulfill(body=body, content_type="application/vnd.mapbox-vector-tile")

    page.route("**/made-up/**", answer)
    page.evaluate(
        """([entry, mode]) => new Promise((done) => {
            const lab = document.getElementById('lab');
            const keep = (event, detail) => events.push({ ...detail, event });
            lab.addEventListener('feature:select', ({ detail }) => keep('feature:select', detail));
            lab.addEventListener('layer:drawn', ({ detail: { drawn } }) => {
                const { total, shapes, values } = drawn ?? { total: 0, shapes: false, values: [] };
                keep('layer:drawn', { total, shapes, values });
                if (total > 0) done();
            });
            import('map/layers').then(({ addLayer }) => { window.layer = addLayer(map, entry, { mode }); });
        })""",
        [ENTRY | changed, mode],
    )


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """A place in the tile, 0 to 4096, on the screen."""
    found = page.evaluate(
        """([x, y, u, v]) => {
            const place = map.unproject([(x + u / 4096) * 256, (y + v / 4096) * 256], 16);
            const { x: left, y: top } = map.latLngToContainerPoint(place);
            return [left, top];
        }""",
        [*TILE, x, y],
    )
    return tuple(found)


def test_features_are_read_with_their_properties(lab: Page) -> None:
    hole = "POLYGON((100 100, 900 100, 900 900, 100 900, 100 100), (300 300, 300 500, 500 500, 500 300, 300 300))"
    tile = encoded(
        "features",
        [
            ("POINT(10 4000)", {"code": "A", "state": "open", "due": 1_700_000_000, "area_ha": 1.5, "far": -3}),
            (hole, {"code": "B", "name": "Sawah di Temas"}),
        ],
    )
    read = lab.evaluate(READ, list(tile))
    point, polygon = read["items"]
    assert (read["isCells"], point["x"], point["y"], point["n"]) == (False, 10, 4000, 1)
    assert point["properties"] == {"code": "A", "state": "open", "due": 1_700_000_000, "area_ha": 1.5, "far": -3}
    assert (polygon["x"], polygon["y"], polygon["properties"]["name"]) == (500, 500, "Sawah di Temas")
    assert sorted(len(ring) for ring in polygon["rings"]) == [4, 4]
    assert lab.evaluate(READ, []) == {"z": 16, "x": 53248, "y": 34206, "isCells": False, "items": []}


def test_cells_become_clusters_that_add_up(lab: Page) -> None:
    cells = [
        (f"POINT({64 * column + 32} {64 * row + 32})", {"n": column + 1, "s_open": column, "s_done": 1})
        for column in range(64)
        for row in range(0, 64, 9)
    ]
    signs = lab.evaluate(SIGNS, list(encoded("cells", cells)))
    assert len(signs) == 16  # cells of 64 pixels
    assert sum(sign["n"] for sign in signs) == sum(properties["n"] for _, properties in cells)
    assert sum(sign["properties"]["s_open"] for sign in signs) == sum(cell["s_open"] for _, cell in cells)
    assert not any(sign["isFeature"] for sign in signs)


def test_features_become_pins_and_clusters_that_know_what_is_late(lab: Page) -> None:
    features = [
        ("POINT(100 100)", {"code": "A", "state": "open", "due": 1_600_000_000}),
        ("POINT(900 900)", {"code": "B", "state": "done"}),
        ("POINT(3000 3000)", {"code": "C", "state": "open", "due": 9_999_999_999}),
    ]
    pair, single = lab.evaluate(SIGNS, list(encoded("features", features)))
    assert pair == {"n": 2, "late": 1, "isFeature": False, "properties": {"s_open": 1, "s_done": 1}}
    assert (single["n"], single["late"], single["isFeature"], single["properties"]["code"]) == (1, 0, True, "C")


def test_lines_are_read_with_a_middle_that_lies_on_them(lab: Page) -> None:
    corner = "LINESTRING(0 0, 1000 0, 1000 3000)"
    parts = "MULTILINESTRING((100 100, 200 100), (1000 500, 1000 1500))"
    read = lab.evaluate(READ, list(encoded("features", [(corner, {"code": "A"}), (parts, {"code": "B"})])))
    one, two = read["items"]
    assert (one["isLine"], one["rings"], one["x"], one["y"]) == (True, [[[0, 0], [1000, 0], [1000, 3000]]], 1000, 1000)
    assert (len(two["rings"]), two["x"], two["y"]) == (2, 1000, 1000), "of its longest piece"


def test_lines_are_drawn_named_and_chosen_by_what_is_near_them(lab: Page) -> None:
    way, other = "LINESTRING(1024 1024, 3072 3072)", "LINESTRING(1024 1200, 3072 3248)"
    short = "LINESTRING(400 400, 404 400)"
    tile = encoded(
        "features",
        [
            (way, {"code": "A", "state": "open", "name": "Jalan A"}),
            (other, {"code": "B", "state": "done", "name": "Jalan B"}),
            (short, {"code": "C", "state": "done"}),
        ],
    )
    show(lab, tile, geometry="line", due=False)
    told = last_event(lab)
    assert (told["total"], told["shapes"], told["values"]) == (3, True, ["open", "done"])
    lab.mouse.move(*spot(lab, 2048, 2048 - 40))
    expect(lab.locator(".hover-label:visible")).to_have_text("Jalan ATerbuka")
    for place, code in {(2048, 2020): "A", (2048, 2248): "B", (402, 402): "C"}.items():
        lab.mouse.click(*spot(lab, *place))
        assert last_event(lab)["code"] == code
    before = lab.evaluate("events.length")
    lab.mouse.click(*spot(lab, 3072, 1024))
    assert [e["event"] for e in lab.evaluate("events")[before:]] == ["area:select"], "beside them lies the area"


def test_a_finger_need_not_hit_a_line_exactly(lab: Page) -> None:
    show(lab, encoded("features", [("LINESTRING(0 2048, 4096 2048)", {"code": "A"})]), geometry="line", due=False)
    x, y = spot(lab, 2048, 2048)
    press = """([x, y, pointerType]) => {
        const [at, place] = [document.elementFromPoint(x, y), { bubbles: true, clientX: x, clientY: y }];
        at.dispatchEvent(new PointerEvent('pointerdown', { ...place, pointerType }));
        at.dispatchEvent(new MouseEvent('click', place));
    }"""
    lab.evaluate(press, [x, y + 12, "mouse"])
    assert last_event(lab).get("code") != "A"
    lab.evaluate(press, [x, y + 12, "touch"])
    assert last_event(lab)["code"] == "A"


def test_polygons_are_shaded_named_and_chosen_and_a_tiny_one_still_shows(lab: Page) -> None:
    field = "POLYGON((1024 1024, 3072 1024, 3072 3072, 1024 3072, 1024 1024))"
    tiny = "POLYGON((400 400, 408 400, 408 408, 400 408, 400 400))"
    tile = encoded(
        "features",
        [(field, {"code": "A", "state": "open", "name": "Lahan A"}), (tiny, {"code": "B", "state": "done"})],
    )
    show(lab, tile, geometry="polygon", due=False)
    told = last_event(lab)
    assert (told["total"], told["shapes"], told["values"]) == (2, True, ["open", "done"])
    lab.mouse.move(*spot(lab, 2048, 2048))
    expect(lab.locator(".hover-label:visible")).to_have_text("Lahan ATerbuka")
    lab.mouse.click(*spot(lab, 2048, 2048))
    chosen = last_event(lab)
    assert (chosen["event"], chosen["code"], chosen["cardUrl"]) == ("feature:select", "A", "/made-up/A/")
    lab.mouse.click(*spot(lab, 404, 404))
    assert last_event(lab)["code"] == "B"
    before = lab.evaluate("events.length")
    lab.mouse.click(*spot(lab, 3600, 3600))
    assert [e["event"] for e in lab.evaluate("events")[before:]] == ["area:select"], "beside it lies the area"


def test_dots_are_chosen_the_nearest_first_and_a_tool_has_the_map_for_itself(lab: Page) -> None:
    tile = encoded(
        "features",
        [("POINT(2000 2000)", {"code": "A", "state": "open"}), ("POINT(2100 2000)", {"code": "B", "state": "done"})],
    )
    show(lab, tile, mode="dots")
    lab.mouse.click(*spot(lab, 2090, 2000))
    assert last_event(lab)["code"] == "B"
    lab.mouse.click(*spot(lab, 2010, 2000))
    assert last_event(lab)["code"] == "A"
    lab.evaluate("document.getElementById('lab').classList.add('map--tool')")
    lab.mouse.click(*spot(lab, 2090, 2000))
    assert last_event(lab).get("code") != "B"


def test_a_layer_takes_away_what_it_added(lab: Page) -> None:
    before = lab.evaluate("window.left()")
    tile = encoded("features", [("POINT(400 400)", {"code": "A", "state": "open"})])
    show(lab, tile, at=(TILE[0] // 2, TILE[1] // 2), zoom=15)  # signs are drawn from wide tiles
    expect(lab.locator("#lab button.pin")).to_have_count(1)
    assert lab.evaluate("layer.features().map(({ code }) => code)") == ["A"]
    lab.evaluate("layer.setVisible(false)")
    expect(lab.locator("#lab button.pin")).to_have_count(0)
    lab.evaluate("layer.setVisible(true)")
    expect(lab.locator("#lab button.pin")).to_have_count(1)
    lab.evaluate("layer.remove()")
    assert lab.evaluate("window.left()") == before


def test_a_layer_out_of_its_zooms_says_so(lab: Page) -> None:
    catalogue = {"groups": [{"label": "Uji", "layers": [ENTRY | {"minZoom": 18}]}]}
    lab.evaluate(
        """async (catalogue) => {
            const { addLayers } = await import('map/layers');
            const { addLayerPanel } = await import('map/layer-panel');
            const { openSheet } = await import('ui/sheet');
            openSheet(addLayerPanel(map, addLayers(map, { catalogue }), document.getElementById('lab')));
        }""",
        catalogue,
    )
    note = lab.get_by_text("Perbesar peta untuk melihatnya")
    expect(note).to_be_visible()
    lab.route("**/made-up/**", lambda route: route.fulfill(body=b""))
    lab.evaluate("map.setZoom(18)")
    expect(note).to_be_hidden()
