import random

import mapbox_vector_tile
import pytest
from django.http import QueryDict
from django.test import Client

from cityops.features.codes import make_code
from cityops.policy.lines import Role
from cityops.reports.layers import PUBLIC, STAFF
from cityops.reports.models import Report
from layers.cells.folding import fold
from layers.counts import counts
from layers.filters import Filter, parse
from layers.tiles import draw as drawing
from layers.tiles.address import Tile, TileOutside
from layers.tiles.draw import draw
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.reports import ReportFactory
from tests.layers.tiles.grid import covering, tile_of

pytestmark = pytest.mark.django_db


NOTHING_ASKED = Filter()
QUERIES = (
    *("", "area=35.79.01", "area=35.79.01&kind=complaint", "status=new,resolved", "kind=complaint&open=1"),
    "from=2020-01-15",
)


def features(
    layer: object, user: object, z: int, x: int, y: int, asked: Filter = NOTHING_ASKED, grid: int = 64
) -> list[dict[str, object]]:
    decoded = mapbox_vector_tile.decode(draw(layer, user, asked, Tile(z, x, y), grid))
    return [feature["properties"] for layer in decoded.values() for feature in layer["features"]]


@pytest.fixture
def scattered(city: object) -> None:
    """200 reports all over the small city, some in one spot, some on the very borders of tiles."""
    dice = random.Random(4)
    for _ in range(170):
        spot = places.place(dice.uniform(112.5, 112.56), dice.uniform(-7.9, -7.861))
        ReportFactory(geom=spot, state=dice.choice(["new", "routed", "in_progress", "resolved"]))
    for _ in range(30):
        ReportFactory(geom=places.IN_SISIR)


@pytest.mark.usefixtures("scattered")
@pytest.mark.parametrize(("most", "grid"), [(0, 64), (0, 16), (20, 16), (2000, 64)])
def test_the_counts_of_all_tiles_add_up_to_the_total_at_every_zoom(
    most: int, grid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_FEATURES", most)
    for query in QUERIES:
        asked = parse(QueryDict(query), PUBLIC.filters)
        total = counts(PUBLIC, None, asked).total
        assert total == PUBLIC.scope(None).filter(asked.condition(PUBLIC.filters)).count() > 0
        for z in (0, 8, 11, 13, 15):
            drawn = [f for x, y in covering(z, margin=0) for f in features(PUBLIC, None, z, x, y, asked, grid)]
            assert sum(f.get("n", 1) for f in drawn) == total, (query, z)
            cells = [f for f in drawn if "n" in f]
            assert all(sum(v for k, v in f.items() if k.startswith("s_")) == f["n"] for f in cells)
            assert len({f["code"] for f in drawn if "code" in f}) == len(drawn) - len(cells)
            assert not cells if most == 2000 else cells or most


@pytest.mark.usefixtures("city")
def test_where_very_many_lie_a_near_tile_has_wider_cells_and_still_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "MOST_FEATURES", 0)
    dice = random.Random(7)
    category = CategoryFactory()
    spots = [places.place(112.53 + dice.uniform(0, 0.0005), -7.87 + dice.uniform(0, 0.0005)) for _ in range(2100)]
    Report.objects.bulk_create(
        Report(code=make_code("BTU"), geom=spot, category=category, kind="complaint") for spot in spots
    )
    fold()
    for z, grid, side in ((16, 64, 64), (17, 64, 128), (18, 64, 64), (18, 16, 256), (19, 16, 512)):
        tiles = {tile_of(z, spot) for spot in spots}
        drawn = [mapbox_vector_tile.decode(draw(PUBLIC, None, NOTHING_ASKED, Tile(z, *at), grid)) for at in tiles]
        cells = [f for tile in drawn for f in tile["cells"]["features"]]
        assert sum(f["properties"]["n"] for f in cells) == len(spots)
        assert {x % side for f in cells for x in f["geometry"]["coordinates"]} == {side // 2}, z


@pytest.mark.usefixtures("city")
def test_a_single_pin_says_what_it_is() -> None:
    report = ReportFactory(overdue=True)
    (pin,) = features(PUBLIC, None, 16, *tile_of(16, report.geom))
    assert (pin["code"], pin["status"], pin["category"]) == (report.code, "new", "jalan-rusak")
    assert pin["due"] == int(report.due_at.timestamp())


@pytest.mark.usefixtures("city")
def test_no_due_date_once_ended() -> None:
    report = ReportFactory(state="resolved")
    (pin,) = features(PUBLIC, None, 16, *tile_of(16, report.geom))
    assert "due" not in pin


@pytest.mark.usefixtures("city")
def test_strangers_get_the_public_place_and_staff_the_exact_one() -> None:
    report = ReportFactory(geom=places.place(112.5212, -7.8788), public_precision="area")
    at_home = tile_of(16, report.geom)
    assert not features(PUBLIC, None, 16, *at_home)
    assert features(STAFF, staff(Role.OFFICER, agency="dpupr"), 16, *at_home)


@pytest.mark.usefixtures("city")
def test_staff_get_only_what_is_theirs_to_see() -> None:
    report = ReportFactory()
    where = tile_of(14, report.geom)
    assert features(STAFF, staff(Role.OFFICER, agency="dpupr"), 14, *where)
    assert not features(STAFF, staff(Role.OFFICER, agency="dlh"), 14, *where)
    assert not features(STAFF, staff(Role.OFFICER, agency="dpupr", areas=["35.79.02"]), 14, *where)
    assert not features(STAFF, None, 14, *where)


@pytest.mark.parametrize(("z", "x", "y"), [(21, 0, 0), (3, 8, 0), (3, 0, 8)])
def test_a_tile_outside_the_scheme_is_refused(z: int, x: int, y: int) -> None:
    with pytest.raises(TileOutside):
        Tile(z, x, y)


class TestHttp:
    def test_nothing_there_is_an_empty_200(self, client: Client) -> None:
        response = client.get("/layers/reports/tiles/10/0/0.mvt")
        assert (response.status_code, response.content) == (200, b"")

    def test_a_bad_filter_is_a_400_that_names_it(self, client: Client) -> None:
        response = client.get("/layers/reports/tiles/10/0/0.mvt?status=lost", headers={"accept": "application/json"})
        assert response.status_code == 400
        assert response.json()["field"] == "status"
        assert "in_progress" in response.json()["allowed"]

    def test_a_grid_there_is_not_is_refused(self, client: Client) -> None:
        assert client.get("/layers/reports/tiles/10/0/0.mvt?grid=16").status_code == 200
        assert client.get("/layers/reports/tiles/10/0/0.mvt?grid=17").status_code == 400

    def test_an_unknown_layer_is_a_404(self, client: Client) -> None:
        assert client.get("/layers/nothing/tiles/1/0/0.mvt").status_code == 404

    def test_a_stranger_is_not_told_of_the_work_layer(self, client: Client, city: object) -> None:
        ReportFactory()
        for address in ("counts/", "items/", "tiles/10/0/0.mvt", "tiles.json"):
            assert client.get(f"/layers/work-reports/{address}").status_code == 404
        assert "work-reports" not in client.get("/layers/").content.decode()
        assert client.get("/layers/reports/counts/").json()["total"] == 1
