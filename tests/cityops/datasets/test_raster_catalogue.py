"""A raster that was uploaded is a layer of the map: for whom it is shown, and for nobody else."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.models import Dataset
from layers.rasters.registry import rasters_of
from tests.factories.rasters import HIGH_M, LOW_M, heights, raster_dataset

pytestmark = pytest.mark.django_db(transaction=True)
HERE = {"lng": 112.5, "lat": -7.87}


@pytest.fixture
def raster(planner: User, settings: Any, tmp_path: Path) -> Dataset:
    """Heights that only the staff sees."""
    file = heights(tmp_path)
    return raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Ketinggian", audience="staff")


def entries(client: Client) -> dict[str, dict[str, Any]]:
    groups = client.get("/layers/").json()["groups"]
    return {layer["name"]: layer for group in groups for layer in group["layers"]}


def test_who_sees_it_finds_it_in_the_catalogue(raster: Dataset, desk: Client, client: Client) -> None:
    told = entries(desk)[raster.name]
    assert (told["label"], told["geometry"], told["isOn"], told["cardUrl"]) == ("Ketinggian", "raster", False, None)
    assert told["tilesUrl"] == f"/layers/{raster.name}/tiles/{{z}}/{{x}}/{{y}}.png"
    west, south, east, north = told["extent"]
    assert (west, south, east, north) == pytest.approx((112.47, -7.93, 112.59, -7.81), abs=0.002)
    stops = told["legend"]["stops"]
    assert (stops[0]["at"], stops[-1]["at"]) == (LOW_M, HIGH_M)
    assert desk.get(told["valueUrl"], HERE).json()["values"] == [LOW_M]
    assert raster.name not in entries(client)


def test_strangers_are_told_that_there_is_none(raster: Dataset, client: Client) -> None:
    tile = f"/layers/{raster.name}/tiles/12/3328/2137.png"
    for address in (tile, f"/layers/{raster.name}/legend.json", f"/layers/{raster.name}/value/?lng=112.5&lat=-7.87"):
        assert client.get(address).status_code == 404
    Dataset.objects.filter(pk=raster.pk).update(audience="everyone")
    assert client.get(tile).status_code == 200
    assert raster.name in entries(client)


def test_many_rasters_take_one_statement(raster: Dataset, django_assert_num_queries: Any) -> None:
    Dataset.objects.filter(pk=raster.pk).update(audience="everyone")
    raster.pk, raster.name, raster.audience = None, "yang-lain", "everyone"
    raster.save(force_insert=True)
    with django_assert_num_queries(1):
        assert len(rasters_of(AnonymousUser())) == 2


def test_its_page_tells_what_it_is_made_of(raster: Dataset, desk: Client) -> None:
    answer = desk.get(raster.get_absolute_url())
    assert answer.context["map_config"]["entry"]["name"] == raster.name
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "112,470° BT – 112,590° BT, 7,930° LS – 7,810° LS" in page
    assert "baris" not in page
