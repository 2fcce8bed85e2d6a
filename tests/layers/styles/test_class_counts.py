"""How many features are in each class: as many as the legend's own rule puts there, counted once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from layers.cells.folding import fold
from layers.models import TableSource
from layers.registry import Geometry, layer_named
from layers.styles.actions import set_style
from layers.styles.class_counts import class_counts
from layers.styles.legend import entries_of, entry_of
from layers.styles.style import Category, Kind, VectorStyle
from layers.tables import TableColumn
from tests.factories.tables import make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = [TableColumn("kind", "Jenis"), TableColumn("height_m", "Tinggi", "number")]
VALUES: list[tuple[str | None, float | None]] = [
    ("apel", 1.0),
    ("apel", 2.0),
    ("jeruk", 2.0001),
    ("", 5.0),
    (None, None),
    ("kopi", 99.0),
    ("apel", float("nan")),
    ("apel", float("inf")),
    ("apel", float("-inf")),
]
BY_NUMBER = VectorStyle(kind=Kind.GRADUATED, column="height_m", breaks=(1.0, 2.0, 5.0))
BY_KIND = VectorStyle(
    kind=Kind.CATEGORISED, column="kind", categories=(Category("apel", "#0072b2"), Category("jeruk", "#e69f00"))
)


@pytest.fixture(autouse=True)
def trees(city: Any) -> None:
    rows = [("POINT(112.53 -7.87)", kind, height) for kind, height in VALUES]
    make_table("trees", Geometry.POINT, rows, COLUMNS)
    fold()


@pytest.mark.parametrize(("style", "place"), [(BY_KIND, 0), (BY_NUMBER, 1)])
def test_each_feature_is_counted_in_the_class_that_the_legend_puts_it_in(style: VectorStyle, place: int) -> None:
    set_style("trees", style)
    entries = entries_of(style, Geometry.POINT)
    expected = dict.fromkeys([one.key for one in entries], 0)
    for values in VALUES:
        value = values[place]
        expected[entry_of(entries, None if value != value else value).key] += 1
    assert class_counts(layer_named("trees", None)) == expected


def test_they_are_counted_once_and_anew_after_a_write(django_assert_num_queries: Any) -> None:
    set_style("trees", BY_KIND)
    layer = layer_named("trees", None)
    assert class_counts(layer)["0"] == 5
    with django_assert_num_queries(1):
        assert class_counts(layer)["0"] == 5
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO uploads.trees VALUES (99, ST_GeomFromText('POINT(112.53 -7.87)', 4326), 'apel', 1)")
    assert class_counts(layer)["0"] == 6
    with connection.cursor() as cursor:
        cursor.execute("UPDATE uploads.trees SET kind = 'jeruk' WHERE id = 99")
    assert class_counts(layer) == {"0": 5, "1": 2, "none": 3}


def test_only_who_sees_the_layer_is_told(client: Client) -> None:
    set_style("trees", BY_KIND)
    assert client.get("/layers/trees/classes/").json()["classes"]["0"] == 5
    set_style("trees", VectorStyle())
    assert client.get("/layers/trees/classes/").json() == {"classes": {}}
    source = TableSource.objects.get(pk="trees")
    source.audience = "staff"
    source.save()
    assert client.get("/layers/trees/classes/").status_code == 404
