"""An uploaded layer is filtered by its own columns: map, list, counts and times agree, and a bad filter is named."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cityops.policy.lines import Role
from layers.column_filters import MOST_CHOICES
from layers.filters import Filter
from layers.models import Audience
from layers.registry import Geometry, layer_named
from layers.tables import Audiences, TableColumn
from tests.factories.agencies import staff
from tests.factories.tables import make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = (
    TableColumn("name", "Nama"),
    TableColumn("species", "Jenis"),
    TableColumn("cared", "Terawat"),
    TableColumn("height_m", "Tinggi", "number"),
    TableColumn("planted", "Ditanam", "date"),
    TableColumn("seen", "Dilihat", "date"),
    TableColumn("same", "Selalu sama"),
)
ROWS = [
    ("Pohon Alun-alun", "apel, manis", "true", 12.5, "2020-02-01", "2024-01-01", "x"),
    ("Pohon Sekolah", "pinus", "false", 3.0, "2024-05-05", None, "x"),
    ("Beringin", "pinus", "true", None, None, "2025-01-31", "x"),
]


@pytest.fixture
def trees() -> None:
    make_table("trees", Geometry.POINT, [("POINT(112.53 -7.87)", *row) for row in ROWS], COLUMNS)


def found(client: Client, query: str) -> list[str]:
    """Return the names in the list, after asking whether counts and tiles say the same."""
    items = client.get(f"/layers/trees/items/?{query}").json()
    assert client.get(f"/layers/trees/counts/?{query}").json()["total"] == items["total"] == len(items["rows"])
    assert bool(client.get(f"/layers/trees/tiles/0/0/0.mvt?{query}").content) == bool(items["rows"])
    return [row["name"].split()[-1] for row in items["rows"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name_has=pohon", ["Alun-alun", "Sekolah"]),
        ("name_has=pohon+alun", ["Alun-alun"]),
        ("species_has=apel,+manis", ["Alun-alun"]),
        (r"species=apel\,+manis", ["Alun-alun"]),
        (r"species=apel\,+manis,pinus", ["Alun-alun", "Sekolah", "Beringin"]),
        ("species=pinus&cared=true", ["Beringin"]),
        ("height_m_min=3&height_m_max=10", ["Sekolah"]),
        ("from=2024-01-01", ["Sekolah"]),
        ("to=2023-12-31", ["Alun-alun"]),
        ("seen_from=2024-06-01", ["Beringin"]),
        ("seen_to=2024-06-01", ["Alun-alun"]),
        ("q=sekolah", ["Sekolah"]),
        ("species_has=durian", []),
    ],
)
def test_each_kind_of_column_has_its_filters(client: Client, trees: None, query: str, names: list[str]) -> None:
    assert found(client, query) == names


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("species=durian", "species"),
        ("height_m_min=tall", "height_m_min"),
        ("height_m_min=112,5", "height_m_min"),
        ("seen_from=yesterday", "seen_from"),
        (f"name_has={'x' * 101}", "name_has"),
        ("width_min=1", "width_min"),
    ],
)
def test_a_bad_filter_is_refused_by_name(client: Client, trees: None, query: str, field: str) -> None:
    for part in ("items/", "counts/", "tiles/0/0/0.mvt", "times/", "filter/"):
        answer = client.get(f"/layers/trees/{part}?{query}", headers={"Accept": "application/json"})
        assert answer.status_code == 400, part
        assert field in answer.content.decode(), part


def test_a_value_with_a_comma_is_spelled_so_that_it_is_read_again(trees: None) -> None:
    asked = Filter({"species": ("apel, manis", "pinus")})
    assert asked.query == "species=apel%5C,+manis,pinus"


def test_its_times_are_those_of_its_date(client: Client, trees: None) -> None:
    told = client.get("/layers/trees/times/").json()
    assert told["unit"] == "month"
    days = {bucket["from"]: bucket["n"] for bucket in told["buckets"] if bucket["n"]}
    assert days == {"2020-02-01": 1, "2024-05-01": 1}
    some = client.get("/layers/trees/times/?species=pinus").json()["buckets"]
    assert [bucket["from"] for bucket in some if bucket["n"]] == ["2024-04-29"]  # so few days: by weeks


class Inputs(HTMLParser):
    """Reads what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the values of each name; of boxes those that are ticked."""
        said = dict(attrs)
        if tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.found.setdefault(said["name"] or "", []).append(said["value"] or "")


def test_its_form_offers_what_there_is_and_says_what_is_chosen(client: Client, trees: None) -> None:
    page = client.get(r"/layers/trees/filter/?species=apel\,+manis&height_m_min=3&name_has=pohon").content.decode()
    inputs = Inputs()
    inputs.feed(page)
    told = {name: values for name, values in inputs.found.items() if any(values)}
    assert told == {"species": ["apel, manis"], "height_m_min": ["3"]}
    assert 'name="same"' not in page  # all rows are alike in it
    assert "3 – 12,5" in page
    assert "1 Feb 2020 – 5 Mei 2024" in page
    assert "Ya" in page
    entry = next(
        one for group in client.get("/layers/").json()["groups"] for one in group["layers"] if one["name"] == "trees"
    )
    assert (entry["filterUrl"], entry["timesUrl"]) == ("/layers/trees/filter/", "/layers/trees/times/")
    assert entry["timeLabel"] == "Ditanam"


def test_many_values_are_looked_for_by_words(client: Client) -> None:
    rows = [("POINT(112.53 -7.87)", f"Pohon {n}") for n in range(MOST_CHOICES + 1)]
    make_table("trees", Geometry.POINT, rows, [TableColumn("name", "Nama")])
    page = client.get("/layers/trees/filter/").content.decode()
    assert 'name="name_has"' in page
    assert 'type="checkbox"' not in page
    assert client.get("/layers/trees/counts/?name=Pohon+7").json()["total"] == 1
    assert client.get("/layers/trees/counts/?name=Nobody").json()["total"] == 0


def test_what_is_written_later_can_be_chosen(client: Client, trees: None) -> None:
    assert client.get("/layers/trees/counts/?species=jati").status_code == 400
    with connection.cursor() as cursor:
        cursor.execute("UPDATE uploads.trees SET species = 'jati', geom = geom WHERE id = 2")
    assert found(client, "species=jati") == ["Beringin"]


def test_a_key_that_is_the_name_of_another_column_is_that_column_s(client: Client) -> None:
    columns = [TableColumn("height", "Tinggi", "number"), TableColumn("height_min", "Kelas")]
    rows = [("POINT(112.53 -7.87)", 3.0, "rendah"), ("POINT(112.53 -7.87)", 9.0, "tinggi")]
    make_table("trees", Geometry.POINT, rows, columns)
    layer = layer_named("trees", None)
    assert [one.keys for one in layer.column_filters] == [
        {"max": "height_max"},
        {"any": "height_min", "has": "height_min_has"},
    ]
    assert client.get("/layers/trees/counts/?height_min=tinggi").json()["total"] == 1


def test_nobody_else_learns_what_is_in_it(client: Client) -> None:
    owner = staff(Role.PLANNER, agency="bappelitbangda")
    rows = [("POINT(112.53 -7.87)", "rahasia"), ("POINT(112.53 -7.87)", "terbuka")]
    make_table(
        "trees",
        Geometry.POINT,
        rows,
        [TableColumn("name", "Nama")],
        seen_by=Audiences(Audience.OWNER, owner.pk),
    )
    for part in ("filter/", "times/", "counts/?name=rahasia"):
        assert client.get(f"/layers/trees/{part}").status_code == 404
    client.force_login(owner)
    assert "rahasia" in client.get("/layers/trees/filter/").content.decode()


def test_the_work_map_keeps_the_filter_of_another_layer(client: Client, trees: None, django_user_model: Any) -> None:
    client.force_login(staff(Role.DISPATCHER))
    page = client.get(r"/staff/?status=new&trees.species=apel\,+manis").content.decode()
    assert 'data-query="status=new&amp;trees.species=apel%5C,+manis"' in page
    assert 'data-filter="status=new"' in page
    assert client.get("/staff/?trees.species=durian").status_code == 400
    assert client.get("/staff/?nothing.species=pinus").status_code == 400
