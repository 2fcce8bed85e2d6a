"""A map's address may filter other layers than its main one, by their names."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from layers.filters import BadFilter
from layers.other_filters import main_part
from layers.registry import Geometry
from layers.tables import STAFF, TableColumn
from tests.factories.tables import make_table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trees(city: Any) -> None:
    columns = [TableColumn("species", "Jenis"), TableColumn("height_m", "Tinggi", "number")]
    make_table("trees", Geometry.POINT, [("POINT(112.53 -7.87)", "apel", 3.0)], columns)
    make_table("hidden", Geometry.POINT, [("POINT(112.53 -7.87)", "apel", 3.0)], columns, seen_by=STAFF)


def test_what_is_left_is_the_main_layer_s() -> None:
    query = QueryDict("kind=complaint&trees.species=apel&trees.height_m_min=2&layers=trees")
    assert main_part(query, AnonymousUser()).urlencode() == "kind=complaint&layers=trees"


@pytest.mark.parametrize(
    "wrong", ["trees.species=teak", "trees.colour=red", "nothing.species=apel", "hidden.species=apel"]
)
def test_what_does_not_parse_is_refused(wrong: str, client: Client) -> None:
    with pytest.raises(BadFilter):
        main_part(QueryDict(wrong), AnonymousUser())
    assert client.get(f"/?{wrong}").status_code == 400


def test_the_public_map_opens_with_them(client: Client) -> None:
    assert client.get("/?layers=trees&trees.species=apel").status_code == 200
