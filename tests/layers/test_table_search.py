"""Rows of uploaded layers are found in the search box by those who see the layer, in a time that does not grow."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.policy.lines import Role
from layers.loading import index_names, load_table, show_table
from layers.models import Audience
from layers.naming import INDEXED_FROM, naming_column
from layers.registry import Geometry, layer_named
from layers.search import Typed, hits
from layers.table_search import table_searches
from layers.tables import Audiences, TableColumn
from tests.factories.agencies import staff
from tests.factories.tables import make_table, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = (TableColumn("kind", "Jenis"), TableColumn("nama", "Nama"))
ANYBODY = AnonymousUser()


def test_a_row_is_found_by_its_name_and_leads_to_itself(client: Client) -> None:
    make_table("wells", Geometry.POLYGON, [(square(112.52, -7.88, 0.002), "pantek", "Sumber Brantas Lama")], COLUMNS)
    told = client.get("/cari/?q=brantas+lama").json()["results"]
    assert [(hit["label"], hit["detail"], hit["code"], hit["layer"]) for hit in told] == [
        ("Sumber Brantas Lama", "Wells", "wells-0", "wells")
    ]
    assert (told[0]["lng"], told[0]["lat"]) == (pytest.approx(112.521), pytest.approx(-7.879))
    assert [hit.code for hit in hits(ANYBODY, "sumberbrantas")] == ["wells-0"]
    assert [hit.code for hit in hits(ANYBODY, "brantaz lama")] == ["wells-0"]
    assert hits(ANYBODY, "pantek") == []  # its kind is no name


def test_many_layers_are_asked_in_one_statement() -> None:
    for number in range(4):
        make_table(f"wells{number}", Geometry.POINT, [("POINT(112.52 -7.88)", "x", f"Sumur {number}")], COLUMNS)
    hits(ANYBODY, "sumur")  # each layer is built once
    with CaptureQueriesContext(connection) as asked:
        assert len(hits(ANYBODY, "sumur")) == 4
    assert len(asked) == 2


def test_only_those_who_see_the_layer_find_it(client: Client) -> None:
    owner, other = staff(Role.PLANNER, agency="bappelitbangda"), staff(Role.PLANNER, agency="bappelitbangda")
    seen_by = Audiences(Audience.OWNER, owner.pk)
    make_table("wells", Geometry.POINT, [("POINT(112.52 -7.88)", "x", "Sumur Rahasia")], COLUMNS, seen_by=seen_by)
    assert [bool(hits(who, "rahasia")) for who in (owner, other, ANYBODY)] == [True, False, False]


@pytest.mark.parametrize(
    ("names", "naming"),
    [
        (["kode", "nama"], "nama"),
        (["kode", "nama_jalan"], "nama_jalan"),
        (["kode", "alamat"], "kode"),
        ([], None),
    ],
)
def test_the_column_that_names_is_the_one_that_says_so(names: list[str], naming: str | None) -> None:
    assert naming_column([TableColumn("n", "N", "number"), *(TableColumn(name, name) for name in names)]) == naming


def test_a_table_without_words_has_no_names() -> None:
    make_table("heights", Geometry.POINT, [("POINT(112.52 -7.88)", 3.0)], [TableColumn("deep", "Dalam", "number")])
    assert list(table_searches(ANYBODY)) == []


def test_many_rows_are_found_by_an_index() -> None:
    n = 4 * INDEXED_FROM

    def rows() -> Iterable[bytes]:
        for number in range(n):
            x = 112.5 + number / n / 20
            with_srid = f"SRID=4326;POINT({x} -7.87)"
            yield f"{with_srid},{number},pohon,Jalan {number} Diponegoro\n".encode()

    load_table(name="streets", table="streets", geometry=Geometry.POINT, columns=COLUMNS, rows=rows())
    index_names("streets", COLUMNS)
    index_names("streets", COLUMNS)
    show_table(
        name="streets",
        label="Jalan",
        table="streets",
        geometry=Geometry.POINT,
        columns=COLUMNS,
        seen_by=Audiences(Audience.EVERYONE),
    )
    layer = layer_named("streets", ANYBODY)
    search = next(one for one in table_searches(ANYBODY) if one.layer == "streets")
    some = search.find(ANYBODY, Typed("7654"))
    assert some is not None
    plan = some.values("hit_label").explain()
    assert "streets_called" in plan
    assert "Seq Scan" not in plan
    assert [hit.label for hit in hits(ANYBODY, "7654 diponegoro")] == ["Jalan 7654 Diponegoro"]
    assert len(hits(ANYBODY, "diponegoro")) == 10
    assert layer.naming == "nama"


def test_a_table_of_before_is_shown_and_not_searched(client: Client) -> None:
    with connection.cursor() as cursor:
        make_table("wells", Geometry.POINT, [("POINT(112.52 -7.88)", "x", "Sumur Lama")], COLUMNS)
        cursor.execute("ALTER TABLE uploads.wells DROP COLUMN called")
    assert hits(ANYBODY, "sumur lama") == []
    assert client.get("/layers/wells/counts/").json()["total"] == 1


@pytest.mark.parametrize("name", ["Sumber Brantas", "  Kali-Brantas, hulu ", "Pasar Induk É", "", "...", None])
def test_a_name_is_compared_as_that_of_an_area(name: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_called(%s::text), areas_called(%s::text, '')", [name, name])
        ours, theirs = cursor.fetchone()
    assert ours == theirs
