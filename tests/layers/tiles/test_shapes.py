"""Lines and polygons in tiles: in every tile that they reach, simplified by zoom, however small, however many."""

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client

from layers.cells.folding import fold
from layers.filters import Filter
from layers.registry import Geometry, layer_named
from layers.tables import TableColumn
from layers.tiles import draw as drawing
from layers.tiles.address import Tile
from layers.tiles.draw import draw
from tests.factories import places
from tests.factories.tables import line, make_table, square
from tests.layers.tiles.grid import covering, tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
BOTH = pytest.mark.parametrize("geometry", [Geometry.LINE, Geometry.POLYGON])
KINDS = {Geometry.LINE: {"LineString", "MultiLineString"}, Geometry.POLYGON: {"Polygon", "MultiPolygon"}}
STEP = 360 / 2**14  # a tile of zoom 14, in degrees


def long_one(geometry: Geometry) -> str:
    """One that crosses the city from west to east."""
    if geometry == Geometry.LINE:
        return line((112.5, -7.87), (112.53, -7.869), (112.56, -7.87))
    return "POLYGON((112.5 -7.87, 112.56 -7.87, 112.56 -7.868, 112.5 -7.868, 112.5 -7.87))"


def tiny(geometry: Geometry, lng: float, lat: float) -> str:
    """One that is a metre long."""
    return line((lng, lat), (lng + 1e-5, lat)) if geometry == Geometry.LINE else square(lng, lat, 1e-5)


def drawn(name: str, tile: Tile) -> dict[str, list[dict[str, object]]]:
    decoded = mapbox_vector_tile.decode(draw(layer_named(name, None), None, Filter(), tile))
    return {part: body["features"] for part, body in decoded.items()}


@BOTH
def test_one_is_in_every_tile_that_it_crosses(geometry: Geometry) -> None:
    make_table("ways", geometry, [(long_one(geometry),)])
    tiles = [Tile(14, *tile_of(14, places.place(112.501 + STEP * number, -7.869))) for number in range(3)]
    for tile in tiles:
        (one,) = drawn("ways", tile)["features"]
        assert one["geometry"]["type"] in KINDS[geometry]
        assert one["properties"] == {"code": "ways-0"}
    assert drawn("ways", Tile(14, *tile_of(14, places.IN_BEJI))) == {}


@BOTH
@pytest.mark.parametrize("zoom", [6, 10, 18])
def test_one_that_is_shorter_than_a_pixel_still_shows(geometry: Geometry, zoom: int) -> None:
    spot = places.IN_SISIR
    make_table("ways", geometry, [(tiny(geometry, spot.x, spot.y),)])
    (one,) = drawn("ways", Tile(zoom, *tile_of(zoom, spot)))["features"]
    assert one["geometry"]["type"] in ({"Point"} if zoom < 18 else KINDS[geometry])


@BOTH
def test_far_away_it_has_fewer_corners(geometry: Geometry) -> None:
    corners = [(112.51 + number * 1e-5, -7.87 + (number % 2) * 1e-5) for number in range(2000)]
    wavy = line(*corners)
    if geometry == Geometry.POLYGON:
        wavy = f"POLYGON({line(*corners, (112.52, -7.9), corners[0]).removeprefix('LINESTRING')})"
    make_table("ways", geometry, [(wavy,)])
    tile = Tile(12, *tile_of(12, places.IN_TEMAS))
    assert len(draw(layer_named("ways", None), None, Filter(), tile)) < 200


@BOTH
def test_some_hundreds_are_shapes_when_the_whole_city_is_seen(geometry: Geometry) -> None:
    spots = [(112.5 + (number % 40) * 0.0015, -7.9 + (number // 40) * 0.0015) for number in range(800)]
    make_table("ways", geometry, [(tiny(geometry, *spot),) for spot in spots])
    fold()
    for zoom in (10, 12):
        parts = [drawn("ways", Tile(zoom, *at)) for at in covering(zoom, margin=0)]
        assert {name for part in parts for name in part} == {"features"}
        assert len({one["properties"]["code"] for part in parts for one in part["features"]}) == 800


@BOTH
def test_more_than_are_drawn_become_cells_and_none_is_left_out(
    geometry: Geometry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where most of them only reach in from the next tile."""
    make_table("ways", geometry, [(long_one(geometry),) for _ in range(12)])
    fold()
    home = Tile(14, *tile_of(14, places.place(112.53, -7.869)))
    beside = Tile(14, *tile_of(14, places.place(112.501, -7.869)))
    assert len(drawn("ways", beside)["features"]) == 12
    monkeypatch.setattr(drawing, "MOST_FEATURES", 10)
    (cell,) = drawn("ways", home)["cells"]
    assert cell["properties"] == {"n": 12}
    assert drawn("ways", beside) == {}, "they are counted where their own point is"


@BOTH
def test_a_kept_tile_is_drawn_anew_when_one_from_far_away_changes(client: Client, geometry: Geometry) -> None:
    make_table("ways", geometry, [(long_one(geometry), "old")], [TableColumn("name", "Nama")])
    fold()
    x, y = tile_of(16, places.place(112.5005, -7.8695))
    address = f"/layers/ways/tiles/16/{x}/{y}.mvt"
    first = client.get(address)
    assert b"old" in first.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    with connection.cursor() as cursor:
        cursor.execute("UPDATE uploads.ways SET name = 'new'")
    assert b"new" in client.get(address, headers={"if-none-match": first["ETag"]}).content


def test_lists_and_counts_have_lines_too(client: Client) -> None:
    sisir = places.IN_SISIR
    rows = [
        (line((sisir.x, sisir.y), (sisir.x + 0.001, sisir.y)), "Gang 1", 3.5, "2026-01-05"),
        (line((112.51, -7.85), (112.511, -7.85)), "Gang 2", None, None),
    ]
    columns = [
        TableColumn("name", "Nama"),
        TableColumn("width_m", "Lebar", "number"),
        TableColumn("built", "Dibangun", "date"),
    ]
    make_table("ways", Geometry.LINE, rows, columns)
    for query, codes in {
        "": ["ways-0", "ways-1"],
        "q=gang": ["ways-0", "ways-1"],
        "name=Gang 2": ["ways-1"],
        "width_m_min=2": ["ways-0"],
        "from=2026-01-01&to=2026-01-31": ["ways-0"],
        "bbox=112.5305,-7.871,112.54,-7.869": ["ways-0"],
        "polygon=112.52,-7.88,112.54,-7.88,112.54,-7.86,112.52,-7.86": ["ways-0"],
        "area=35.79.02": ["ways-1"],
    }.items():
        told = client.get(f"/layers/ways/items/?{query}").json()
        assert ([row["code"] for row in told["rows"]], told["total"]) == (codes, len(codes)), query
    times = client.get("/layers/ways/times/").json()
    assert [(one["from"], one["n"]) for one in times["buckets"]] == [("2026-01-05", 1)]
