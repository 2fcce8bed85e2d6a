"""Tables of uploads: filled by COPY, shown at once in the place of another, and only to whom they are meant for."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.db import DataError, connection, transaction
from django.test import Client

from cityops.accounts.models import User
from cityops.policy.lines import Role
from layers.cells.folding import fold
from layers.loading import Loaded, drop_table, forget_layer, load_table, show_table
from layers.models import Audience
from layers.registry import Geometry, layer_named, layers_of
from layers.styles.actions import set_style
from layers.styles.breaks import breaks_of
from layers.styles.style import Kind, Method, VectorStyle
from layers.tables import Audiences, BadTable, TableColumn
from tests.factories import places
from tests.factories.agencies import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = (
    TableColumn("name", "Nama"),
    TableColumn("depth_m", "Kedalaman", "number"),
    TableColumn("dug", "Digali", "date"),
)
WELLS = (
    (places.IN_SISIR, '"Sumur ""Lama"""', "12.5", "2020-02-01"),
    (places.IN_TEMAS, '""', "", ""),
    (places.A_KILOMETRE_OUTSIDE, "Banyu", "3", "2024-05-05"),
)


def as_csv(rows: tuple[tuple[Point, str, str, str], ...] = WELLS) -> Iterator[bytes]:
    for number, (spot, *values) in enumerate(rows, 1):
        geom = Point(spot.x, spot.y, srid=4326)
        line = f"{geom.hexewkb.decode()},{number},{','.join(values)}\n".encode()
        yield line[:20]
        yield line[20:]


def load(table: str = "wells_1", rows: tuple[tuple[Point, str, str, str], ...] = WELLS) -> Loaded:
    return load_table(name="wells", table=table, geometry=Geometry.POINT, columns=COLUMNS, rows=as_csv(rows))


def show(table: str = "wells_1", seen_by: Audiences = Audiences(Audience.EVERYONE)) -> None:  # noqa: B008
    show_table(name="wells", label="Sumur", table=table, geometry=Geometry.POINT, columns=COLUMNS, seen_by=seen_by)
    fold()


def told(client: Client, query: str = "") -> list[tuple[str, object, object]]:
    rows = client.get(f"/layers/wells/items/?{query}").json()["rows"]
    return [(row["name"], row["depth_m"], row["dug"]) for row in rows]


def test_what_is_loaded_is_a_layer(client: Client) -> None:
    loaded = load()
    show()
    assert (loaded.rows, loaded.outside) == (3, 1)
    assert told(client) == [('Sumur "Lama"', 12.5, "2020-02-01"), ("", None, None), ("Banyu", 3.0, "2024-05-05")]
    assert told(client, "depth_m_min=4") == [('Sumur "Lama"', 12.5, "2020-02-01")]
    assert client.get("/layers/wells/counts/").json()["total"] == 3


def test_a_new_table_takes_the_place_of_the_old_one(client: Client) -> None:
    load()
    show()
    load("wells_2", WELLS[2:])
    assert len(told(client)) == 3  # loaded beside it, not yet shown
    show("wells_2")
    assert len(told(client)) == 1
    assert client.get("/layers/wells/counts/").json()["total"] == 1
    drop_table("wells_1")
    fold()
    assert client.get("/layers/wells/counts/").json()["total"] == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_cell WHERE source = 'table:wells_1'")
        assert cursor.fetchone() == (0,)


def deep(*metres: float) -> tuple[tuple[Point, str, str, str], ...]:
    return tuple((places.IN_SISIR, "x", str(depth), "") for depth in metres)


def drawn_by() -> VectorStyle:
    style = layer_named("wells", None).vector
    assert style is not None
    return style


@pytest.mark.parametrize("method", [Method.QUANTILE, Method.NATURAL, Method.EQUAL, Method.MANUAL])
def test_breaks_that_were_computed_are_computed_anew_for_a_newer_table(method: Method) -> None:
    load("wells_1", deep(1, 2, 3, 4))
    show()
    set_style("wells", VectorStyle(kind=Kind.GRADUATED, column="depth_m", method=method, breaks=(2.0, 3.0)))
    show()
    assert drawn_by().breaks == (2, 3), "the same table"
    load("wells_2", deep(100, 200, 300, 400, 500, 600))
    show("wells_2")
    expected = {
        Method.QUANTILE: breaks_of(layer_named("wells", None), "depth_m", Method.QUANTILE, 3),
        Method.NATURAL: breaks_of(layer_named("wells", None), "depth_m", Method.NATURAL, 3),
        Method.EQUAL: breaks_of(layer_named("wells", None), "depth_m", Method.EQUAL, 3),
        Method.MANUAL: (2, 3),
    }
    assert drawn_by().breaks == expected[method]
    assert method == Method.MANUAL or all(100 <= one < 600 for one in drawn_by().breaks)
    load("wells_3", deep(7, 7))
    show("wells_3")
    assert drawn_by().breaks == expected[method], "of one value there are no classes"


def test_sizes_follow_a_newer_table() -> None:
    load("wells_1", deep(1, 4))
    show()
    set_style("wells", VectorStyle(kind=Kind.SIZED, column="depth_m", values=(0.0, 4.0)))
    load("wells_2", deep(100, 800))
    show("wells_2")
    assert drawn_by().values == (0, 800)


def test_a_style_by_a_column_that_is_gone_waits_until_there_is_one_again() -> None:
    load("wells_1", deep(1, 4))
    show()
    set_style("wells", VectorStyle(kind=Kind.SIZED, column="depth_m", colour="#123456"))
    rows = (b"",)
    load_table(name="wells", table="wells_2", geometry=Geometry.POINT, columns=COLUMNS[:1], rows=rows)
    show_table(
        name="wells",
        label="Sumur",
        table="wells_2",
        geometry=Geometry.POINT,
        columns=COLUMNS[:1],
        seen_by=Audiences(Audience.EVERYONE),
    )
    without = layer_named("wells", None)
    assert without.vector is None
    assert without.is_style_broken
    show()
    style = layer_named("wells", None).vector
    assert style is not None
    assert (style.kind, style.column, style.colour) == (Kind.SIZED, "depth_m", "#123456")


def test_a_row_that_does_not_fit_leaves_nothing_behind() -> None:
    broken = (*WELLS, (places.IN_BEJI, "x", "deep", ""))
    with pytest.raises(DataError), transaction.atomic():
        load(rows=broken)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('uploads.wells_1'), to_regclass('uploads.wells_1_raw')")
        assert cursor.fetchone() == (None, None)


def test_names_that_the_map_needs_are_refused() -> None:
    with pytest.raises(BadTable, match="code"):
        load_table(name="x", table="x", geometry=Geometry.POINT, columns=[TableColumn("code", "K")], rows=())


class TestWhoSeesIt:
    @pytest.fixture
    def people(self) -> dict[str, object]:
        return {
            "owner": staff(Role.PLANNER, agency="bappelitbangda"),
            "colleague": staff(Role.OFFICER, agency="bappelitbangda"),
            "other": staff(Role.OFFICER, agency="dpupr"),
            "stranger": AnonymousUser(),
        }

    @pytest.mark.parametrize(
        ("audience", "sees"),
        [
            (Audience.OWNER, {"owner"}),
            (Audience.AGENCY, {"owner", "colleague"}),
            (Audience.STAFF, {"owner", "colleague", "other"}),
            (Audience.EVERYONE, {"owner", "colleague", "other", "stranger"}),
        ],
    )
    def test_only_whom_it_is_meant_for(self, audience: str, sees: set[str], people: dict[str, User]) -> None:
        load()
        show(seen_by=Audiences(audience, people["owner"].pk, "bappelitbangda"))
        who = {name for name, user in people.items() if any(one.name == "wells" for one in layers_of(user))}
        assert who == sees
        client = Client()
        for name, user in people.items():
            client.logout()
            if user.pk:
                client.force_login(user)
            expected = 200 if name in sees else 404
            for address in ("items/", "counts/", "tiles/14/13300/8500.mvt", "tiles.json"):
                status = client.get(f"/layers/wells/{address}").status_code
                assert status == expected, (name, address, status)
        if "other" not in sees:
            rows = layer_named("wells", people["owner"]).scope(people["other"])
            assert not rows.exists()

    def test_it_can_be_shown_to_others_later(self, client: Client) -> None:
        load()
        show(seen_by=Audiences(Audience.STAFF))
        assert client.get("/layers/wells/items/").status_code == 404
        show()
        assert client.get("/layers/wells/items/").status_code == 200

    def test_it_can_be_taken_from_the_map(self, client: Client) -> None:
        load()
        show()
        forget_layer("wells")
        assert client.get("/layers/wells/items/").status_code == 404
        show()
        assert client.get("/layers/wells/items/").json()["total"] == 3


def test_columns_may_be_called_as_the_engine_calls_its_own(client: Client) -> None:
    """What people call a column meets names in the statements around it."""
    names = """
        a b book box c cell d e f feature features g high key layer low m_at n near of_all
        owner part pc pk_at place public_m r r_code c_x row s s_new seen shape slot source t
        tile tiles tile_z v0 value values version x y z_at called_at user order group select
    """.split()  # noqa: SIM905
    columns = [TableColumn(name, name, ("text", "number")[number % 2]) for number, name in enumerate(names)]
    spot = Point(places.IN_SISIR.x, places.IN_SISIR.y, srid=4326).hexewkb.decode()
    values = ",".join(str(number) for number in range(len(names)))
    rows = (f"{spot},{number},{values}\n".encode() for number in range(5))
    load_table(name="wells", table="wells_1", geometry=Geometry.POINT, columns=columns, rows=rows)
    seen_by = Audiences(Audience.EVERYONE)
    show_table(name="wells", label="Sumur", table="wells_1", geometry=Geometry.POINT, columns=columns, seen_by=seen_by)
    fold()
    around = "polygon=112.4,-8,112.7,-8,112.7,-7.7,112.4,-7.7"
    for query in ("", "q=0", "bbox=112.4,-8,112.7,-7.7", around, "area=35.79.01", f"{around}&{names[0]}=0"):
        assert client.get(f"/layers/wells/counts/?{query}").json()["total"] == 5, query
        assert client.get(f"/layers/wells/items/?{query}").json()["total"] == 5, query
        assert client.get(f"/layers/wells/tiles/0/0/0.mvt?{query}").content, query
    assert client.get("/layers/wells/filter/").status_code == 200


def test_columns_may_be_called_as_what_is_needed_on_the_way() -> None:
    columns = [TableColumn(name, name) for name in ("place", "row", "lies", "near", "inside")]
    geom = Point(places.IN_SISIR.x, places.IN_SISIR.y, srid=4326).hexewkb
    rows = [geom + b",1,a,b,c,d,e\n"]
    load_table(name="wells", table="wells_1", geometry=Geometry.POINT, columns=columns, rows=rows)
    with connection.cursor() as cursor:
        cursor.execute('SELECT place, "row", lies, near, inside, area_id FROM uploads.wells_1')
        assert cursor.fetchall() == [("a", "b", "c", "d", "e", "35.79.01.1004")]
