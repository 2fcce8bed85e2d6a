"""Rasters over HTTP: who is answered, what may be kept, what is refused."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cityops.errors import NotFound
from layers.rasters import registry
from layers.rasters.draw import EMPTY
from layers.rasters.look import RasterLook
from layers.rasters.registry import RasterLayer, raster_layers_come_from, rasters_of
from layers.rasters.style import Classes, Ramp, RasterClass
from tests.factories.accounts import UserFactory
from tests.layers.rasters.pixels import rgba, tile_at
from tests.layers.rasters.test_style import band

pytestmark = pytest.mark.django_db
HERE, THERE = (112.56, -7.86), (113.5, -7.0)
Z, X, Y = tile_at(*HERE, 13)
TILE = f"/layers/heights/tiles/{Z}/{X}/{Y}.png"


@pytest.fixture
def shown(heights: Path) -> Iterator[Callable[..., None]]:
    """Put one raster layer on the map, as it is told."""
    before = registry._find, registry._every

    def show(**given: Any) -> None:
        look = RasterLook(given.pop("style", Ramp(1, "viridis", 0, 1200)), **given.pop("look", {}))
        plain = {"label": "Heights", "path": heights, "look": look, "version": "1"}
        rest = {"extent": (112.5, -7.92, 112.62, -7.8), "tile_zoom": 14, "group": "Further data"}
        layer = RasterLayer(**{"name": "heights", "is_seen_by": lambda user: True, **plain, **rest, **given})

        def find(name: str) -> RasterLayer:
            if name != layer.name:
                raise NotFound
            return layer

        raster_layers_come_from(find, lambda: [layer])

    yield show
    raster_layers_come_from(*before)


def test_a_public_tile_is_sent_once(shown: Callable[..., None], client: Client) -> None:
    shown()
    first = client.get(TILE)
    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert {"public", "no-cache"} <= set(first["Cache-Control"].split(", "))
    assert rgba(first.content)[..., 3].any()
    again = client.get(TILE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    for change in ({"version": "2"}, {"style": Ramp(1, "magma", 0, 1200)}):
        shown(**change)
        assert client.get(TILE, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_it_is_drawn_once(shown: Callable[..., None], client: Client, tmp_path: Path) -> None:
    shown(version="drawn once")
    first = client.get(TILE).content
    shown(version="drawn once", path=tmp_path / "gone.tif")
    assert client.get(TILE).content == first
    assert client.get("/layers/heights/tiles/13/0/0.png").content == EMPTY, "far from it no file is asked"
    assert settings.TILE_DIR.exists()


def test_who_may_not_see_it_finds_nothing(shown: Callable[..., None], client: Client) -> None:
    shown(is_seen_by=lambda user: user.is_authenticated)
    paths = (TILE, "/layers/heights/value/?lng=112.56&lat=-7.86", "/layers/heights/legend.json")
    for path in paths:
        assert client.get(path).status_code == 404
    client.force_login(UserFactory())
    for path in paths:
        found = client.get(path)
        assert found.status_code == 200
        assert {"private", "no-cache"} <= set(found["Cache-Control"].split(", "))
        assert "Cookie" in found["Vary"]
        kept = client.get(path, headers={"if-none-match": found["ETag"]})
        assert kept.status_code == 304
    etag = found["ETag"]
    client.logout()
    assert client.get(paths[-1], headers={"if-none-match": etag}).status_code == 404


def test_whoever_asks_for_a_public_one_is_not_looked_up(
    shown: Callable[..., None], client: Client, django_assert_num_queries: Any
) -> None:
    shown()
    client.force_login(UserFactory())
    with django_assert_num_queries(0):
        found = client.get(TILE)
    assert "Cookie" not in found.get("Vary", "")


def test_an_unknown_one_is_not_there(client: Client) -> None:
    assert client.get("/layers/nothing/tiles/1/0/0.png").status_code == 404
    assert client.get("/layers/nothing/value/?lng=1&lat=1").status_code == 404
    assert client.get("/layers/nothing/legend.json").status_code == 404


def test_a_tile_outside_the_scheme_is_refused(shown: Callable[..., None], client: Client) -> None:
    shown()
    assert client.get("/layers/heights/tiles/3/9/0.png").status_code == 400
    assert client.get("/layers/heights/tiles/21/0/0.png").status_code == 400


def test_the_value_at_a_place(shown: Callable[..., None], client: Client) -> None:
    shown()
    at = {"lng": HERE[0] + 0.00005, "lat": HERE[1]}
    assert client.get("/layers/heights/value/", at).json() == {**at, "values": [600.0], "word": None}
    nothing = client.get("/layers/heights/value/", {"lng": THERE[0], "lat": THERE[1]})
    assert nothing.json()["values"] is None
    shown(style=Classes(1, (RasterClass(500, 700, "#1b7837", "Sedang"),)))
    assert client.get("/layers/heights/value/", at).json()["word"] == "Sedang"


@pytest.mark.parametrize("query", ["", "lng=1", "lng=x&lat=1", "lng=nan&lat=1", "lng=181&lat=0", "lng=0&lat=inf"])
def test_a_place_that_is_none_is_refused(query: str, shown: Callable[..., None], client: Client) -> None:
    shown()
    assert client.get(f"/layers/heights/value/?{query}").status_code == 400


def test_another_style_is_looked_at_before_it_is_chosen(shown: Callable[..., None], client: Client) -> None:
    shown()
    style = {"kind": "ramp", "ramp": "magma", "min": 0, "max": 1200}
    tried = client.get(TILE, {"style": json.dumps(style)})
    assert tried.content != client.get(TILE).content
    assert tried["ETag"] != client.get(TILE)["ETag"]
    legend = client.get("/layers/heights/legend.json", {"style": json.dumps(style)}).json()
    assert legend["stops"][0]["colour"] == "#000003"
    assert client.get("/layers/heights/legend.json").json()["stops"][0]["colour"] == "#440154"


@pytest.mark.parametrize(
    "style", ["x", "[]", '{"kind": "x"}', "[" * 9000, '{"kind": "ramp", "ramp": "magma", "band": 9}']
)
def test_a_style_that_cannot_be_drawn_is_refused(style: str, shown: Callable[..., None], client: Client) -> None:
    shown()
    assert client.get(TILE, {"style": style}).status_code == 422


def test_they_are_listed_for_whoever_may_see_them(shown: Callable[..., None]) -> None:
    shown(is_seen_by=lambda user: user == "somebody")
    assert [layer.name for layer in rasters_of("somebody")] == ["heights"]
    assert rasters_of("a stranger") == []


def test_it_is_told_as_tilejson(shown: Callable[..., None], client: Client) -> None:
    shown(look={"min_zoom": 6, "max_zoom": 18})
    answer = client.get("/layers/heights/tiles.json")
    told = answer.json()
    assert (told["tilejson"], told["name"], told["minzoom"], told["maxzoom"]) == ("3.0.0", "Heights", 6, 14)
    assert told["bounds"] == [112.5, -7.92, 112.62, -7.8]
    address = told["tiles"][0].format(z=Z, x=X, y=Y)
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert "public" in answer["Cache-Control"]
    shown(is_seen_by=lambda user: user.is_authenticated)
    assert client.get("/layers/heights/tiles.json").status_code == 404
    client.force_login(UserFactory())
    assert "private" in client.get("/layers/heights/tiles.json")["Cache-Control"]


@pytest.mark.parametrize(("zooms", "is_drawn"), [((0, 20), True), ((14, 20), False), ((0, 12), False)])
def test_outside_its_zooms_there_is_no_tile_but_one_can_be_tried(
    zooms: tuple[int, int], is_drawn: bool, shown: Callable[..., None], client: Client
) -> None:
    shown(look={"min_zoom": zooms[0], "max_zoom": zooms[1]})
    assert (client.get(TILE).content != EMPTY) == is_drawn
    style = {"kind": "ramp", "ramp": "magma", "min": 0, "max": 1200}
    assert client.get(TILE, {"style": json.dumps(style)}).content != EMPTY


def test_a_band_that_there_is_not_is_refused(shown: Callable[..., None], client: Client) -> None:
    shown(bands=(band(),))
    style = {"kind": "ramp", "ramp": "magma", "min": 0, "max": 1200, "band": 2}
    assert client.get(TILE, {"style": json.dumps(style)}).status_code == 422
