"""A table that is described while the map runs is a full layer: tiles, filters, list, counts."""

from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from cityops.areas.actions import reassign_features
from cityops.areas.models import Area
from cityops.policy.lines import Role
from layers.cells.folding import fold
from layers.models import Audience
from layers.registry import Geometry
from layers.tables import Audiences, BadTable, TableColumn, describe_table, forget_table
from tests.factories import places
from tests.factories.agencies import staff
from tests.layers.tiles.grid import tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
EVERYONE = Audiences(Audience.EVERYONE)
COLUMNS = (
    TableColumn("species", "Jenis"),
    TableColumn("height_m", "Tinggi", "number"),
    TableColumn("planted", "Ditanam", "date"),
)


def make_trees(**described: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE uploads.trees (id bigint PRIMARY KEY, geom geometry(Point, 4326) NOT NULL, species text,"
            " height_m float8, planted date)"
        )
        for number, (spot, species, height, day) in enumerate(
            [
                (places.IN_SISIR, "pinus", 12.5, "2020-02-01"),
                (places.IN_TEMAS, "pinus", 3, "2024-05-05"),
                (places.IN_BEJI, "apel", 2, None),
            ]
        ):
            cursor.execute(
                "INSERT INTO uploads.trees VALUES (%s, ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s, %s, %s)",
                [number, spot.x, spot.y, species, height, day],
            )
    describe_table(name="trees", label="Pohon kota", table="trees", columns=COLUMNS, **described)


def test_its_rows_follow_the_borders_of_areas(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    fold()
    sisir, temas = (Area.objects.get(name=name) for name in ("Sisir", "Temas"))
    sisir.geom, temas.geom = temas.geom, sisir.geom
    sisir.save()
    temas.save()
    reassign_features(actor=None)
    told = client.get(f"/layers/trees/items/?area={sisir.pk}").json()
    assert ([row["code"] for row in told["rows"]], told["total"]) == (["trees-1"], 1)


def test_it_has_tiles_counts_and_rows_by_its_own_columns(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    x, y = tile_of(12, places.IN_SISIR)
    tile = mapbox_vector_tile.decode(client.get(f"/layers/trees/tiles/12/{x}/{y}.mvt?species=pinus").content)
    assert {f["properties"]["height_m"] for f in tile["features"]["features"]} <= {12.5, 3}
    for query, codes in {
        "species=pinus": ["trees-0", "trees-1"],
        "height_m_min=3": ["trees-0", "trees-1"],
        "height_m_max=2.5": ["trees-2"],
        "from=2024-01-01": ["trees-1"],
        "area=35.79.01": ["trees-0", "trees-1"],
        "q=apel": ["trees-2"],
    }.items():
        told = client.get(f"/layers/trees/items/?{query}").json()
        assert ([row["code"] for row in told["rows"]], told["total"]) == (codes, len(codes)), query
    assert len(client.get("/layers/trees/items/?size=1").json()["rows"]) == 1
    assert client.get("/layers/trees/counts/").json()["by_area"]["35.79"] == 3
    assert "Pohon kota" in str(client.get("/layers/").json())


def test_a_row_has_a_card_with_the_words_of_its_columns(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    card = client.get("/layers/trees/items/trees-0/").content.decode()
    for words in ("pinus", "Tinggi", "12,5", "1 Feb 2020"):
        assert words in card
    assert "Ditanam" not in client.get("/layers/trees/items/trees-2/").content.decode(), "what is empty is left out"
    assert client.get("/layers/trees/items/trees-9/").status_code == 404


def test_one_for_staff_has_no_card_for_strangers(client: Client) -> None:
    make_trees()
    assert client.get("/layers/trees/items/trees-0/").status_code == 404


def test_its_cells_follow_what_is_written(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    fold()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM uploads.trees WHERE id = 0")
        cursor.execute("UPDATE uploads.trees SET geom = ST_SetSRID(ST_MakePoint(112.51, -7.85), 4326) WHERE id = 1")
        assert client.get("/layers/trees/counts/?area=35.79.02").json()["total"] == 1
        fold()
        cursor.execute("SELECT count(*) FROM layers_check('table:trees')")
        assert cursor.fetchone() == (0,)
    assert client.get("/layers/trees/counts/").json()["total"] == 2


def test_one_for_staff_is_unknown_to_strangers(client: Client) -> None:
    make_trees()
    assert client.get("/layers/trees/items/").status_code == 404
    assert "trees" not in client.get("/layers/").content.decode()
    client.force_login(staff(Role.PLANNER))
    assert client.get("/layers/trees/items/").json()["total"] == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"table": "trees; DROP TABLE areas_area"},
        {"columns": (TableColumn("geom", "x"),)},
        {"columns": (TableColumn('a"b', "x"),)},
        {"columns": (TableColumn("species", "x", "picture"),)},
        {"name": "reports"},
        {"name": "a' || 'b"},
        {"columns": (TableColumn("size", "x"),)},
        {"columns": (TableColumn("a__b", "x"),)},
        {"table": "no_such_table"},
        {"table": "points", "geometry": Geometry.LINE},
    ],
)
def test_what_cannot_be_a_layer_is_refused(wrong: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE uploads.points (id bigint PRIMARY KEY, geom geometry(MultiPoint, 4326))")
    with pytest.raises(BadTable):
        describe_table(**{"name": "trees", "label": "Pohon", "table": "trees", "columns": COLUMNS} | wrong)


def test_one_that_is_forgotten_is_a_plain_table_again(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    forget_table("trees")
    assert client.get("/layers/trees/items/").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO uploads.trees VALUES (9, ST_SetSRID(ST_MakePoint(112.51, -7.85), 4326), 'apel', 1, NULL)"
        )
        cursor.execute("SELECT count(*) FROM layers_delta WHERE source = 'table:trees'")
        assert cursor.fetchone() == (0,)
    describe_table(name="trees", label="Pohon", table="trees", columns=COLUMNS, seen_by=EVERYONE)
    assert client.get("/layers/trees/counts/").json()["total"] == 4


def test_an_unknown_filter_names_what_there_is(client: Client) -> None:
    make_trees(seen_by=EVERYONE)
    answer = client.get("/layers/trees/items/?colour=red", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "height_m_min" in answer.json()["allowed"]
    assert AnonymousUser().is_anonymous
