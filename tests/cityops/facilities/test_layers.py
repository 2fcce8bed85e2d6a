import mapbox_vector_tile
import pytest
from django.http import QueryDict

from cityops.facilities.layers import LAYER
from layers.counts import counts
from layers.filters import parse
from layers.tiles.address import Tile
from layers.tiles.draw import draw
from tests.factories.facilities import FacilityFactory
from tests.factories.places import IN_TEMAS
from tests.layers.tiles.grid import tile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_a_stranger_sees_a_puskesmas_and_that_its_site_is_a_guess() -> None:
    facility = FacilityFactory(is_plausible=True)
    asked = parse(QueryDict("kind=puskesmas&area=35.79.03"), LAYER.filters)
    decoded = mapbox_vector_tile.decode(draw(LAYER, None, asked, Tile(15, *tile_of(15, facility.geom))))
    (pin,) = decoded["features"]["features"]
    assert (pin["properties"]["name"], pin["properties"]["plausible"]) == ("Puskesmas Beji", 1)


def test_facilities_are_counted_by_kind() -> None:
    FacilityFactory()
    FacilityFactory(name="Pasar", kind="market", geom=IN_TEMAS)
    counted = counts(LAYER, None, parse(QueryDict(""), LAYER.filters))
    assert (counted.total, counted.by_area["35.79.03"], counted.by_value, counted.late) == (
        2,
        1,
        {"puskesmas": 1, "market": 1},
        0,
    )
