"""A map of data begins where the data lies; where some of it lies in another country, with the city."""

import pytest

from cityops.areas.map_config import first_look
from cityops.areas.queries import extent_of_city


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_a_map_begins_with_the_data_unless_that_lies_far_and_wide() -> None:
    city = extent_of_city()
    assert city is not None
    west, south, east, north = city
    for near in ([west, south, east, north], [west + 0.01, south, west + 0.02, north], [-74.0, 40.6, -73.9, 40.8]):
        assert first_look(near) == near
    assert first_look([-74.0, -8.0, 112.6, 40.7]) == list(city)


@pytest.mark.django_db
def test_before_there_is_a_city_it_begins_with_the_data() -> None:
    assert first_look([-74.0, -8.0, 112.6, 40.7]) == [-74.0, -8.0, 112.6, 40.7]
