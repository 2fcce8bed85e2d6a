"""A style that a described table is given is in the catalogue, and decides between which zooms it is drawn."""

from typing import Any

import pytest
from django.test import Client

from cityops.errors import NotFound
from layers.models import TableSource
from layers.registry import Geometry
from layers.styles.actions import set_style
from layers.styles.errors import BadStyle
from layers.styles.style import Dash, Kind, VectorStyle
from layers.tables import TableColumn
from tests.factories import places
from tests.factories.tables import line, make_table
from tests.layers.tiles.grid import tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
BY_WIDTH = VectorStyle(
    kind=Kind.GRADUATED, column="width_m", breaks=(3.0,), dash=Dash.DASHED, label="name", min_zoom=13
)


@pytest.fixture(autouse=True)
def ways(city: Any) -> None:
    columns = [TableColumn("name", "Nama"), TableColumn("width_m", "Lebar", "number")]
    make_table("ways", Geometry.LINE, [(line((112.529, -7.87), (112.531, -7.87)), "Gang 1", 2.5)], columns)


def entry(client: Client) -> dict[str, Any]:
    groups = client.get("/layers/").json()["groups"]
    return next(one for group in groups for one in group["layers"] if one["name"] == "ways")


def test_it_is_told_in_the_catalogue(client: Client) -> None:
    assert (entry(client)["look"], entry(client)["geometry"]) == (None, "line")
    set_style("ways", BY_WIDTH)
    told = entry(client)
    assert (told["minZoom"], told["maxZoom"], told["look"]["column"], told["look"]["dash"]) == (
        13,
        20,
        "width_m",
        "dashed",
    )
    assert [row["word"] for row in told["look"]["legend"]] == ["sampai 3", "lebih dari 3", "Tanpa nilai"]
    set_style("ways", None)
    assert entry(client)["look"] is None


def test_outside_its_zooms_there_are_no_tiles(client: Client) -> None:
    addresses = [f"/layers/ways/tiles/{z}/{x}/{y}.mvt" for z in (12, 13) for x, y in [tile_of(z, places.IN_SISIR)]]
    assert all(client.get(address).content for address in addresses)
    set_style("ways", BY_WIDTH)
    assert [bool(client.get(address).content) for address in addresses] == [False, True]


def test_a_style_that_does_not_fit_is_refused_and_nothing_changes() -> None:
    with pytest.raises(BadStyle):
        set_style("ways", VectorStyle(kind=Kind.GRADUATED, column="name", breaks=(1.0,)))
    assert TableSource.objects.get(pk="ways").style is None
    with pytest.raises(NotFound):
        set_style("nothing", None)


def test_a_stored_style_that_cannot_be_drawn_any_more_costs_the_layer_nothing_else(client: Client) -> None:
    source = TableSource.objects.get(pk="ways")
    source.style = {"kind": "glowing"}
    source.save()
    assert entry(client)["look"] is None
