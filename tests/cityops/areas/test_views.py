import pytest
from django.test import Client

from cityops.areas.models import Area
from tests.factories import places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def at(client: Client, place: object, language: str = "id") -> dict[str, object]:
    query = {"lng": place.x, "lat": place.y}  # type: ignore[attr-defined]
    return client.get("/areas/at/", query, headers={"accept-language": language}).json()


def test_a_place_is_named_by_its_desa_and_kecamatan(client: Client) -> None:
    answer = at(client, places.IN_SIDOMULYO)
    assert answer == {"inside": True, "code": "35.79.01.2007", "label": "Desa Sidomulyo", "kecamatan": "Batu"}


def test_outside_it_says_whose_it_seems_to_be_and_where_to_turn(client: Client) -> None:
    answer = at(client, places.IN_KARANGPLOSO)
    assert answer["inside"] is False
    assert "Kabupaten Malang" in answer["advice"]
    assert "LAPOR" in answer["advice"]
    assert "Geser pin" in at(client, places.IN_JAKARTA)["advice"]


@pytest.mark.parametrize("query", ["", "lng=x&lat=1", "lng=nan&lat=0", "lng=112.5", "lng=200&lat=0", "lng=1e400&lat=0"])
def test_what_is_no_place_is_a_400(query: str, client: Client) -> None:
    response = client.get(f"/areas/at/?{query}", headers={"accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (400, "bad_place")


def test_search_gives_a_point_inside(client: Client) -> None:
    (temas,) = client.get("/areas/search/?q=tema").json()["results"]
    assert (temas["label"], temas["detail"]) == ("Kelurahan Temas", "Kecamatan Batu")
    assert at(client, places.place(temas["lng"], temas["lat"]))["code"] == "35.79.01.1001"


@pytest.mark.parametrize("text", ["", "a", "%", "\x00", "'; --", "x" * 500])
def test_search_takes_anything(text: str, client: Client) -> None:
    assert client.get("/areas/search/", {"q": text}).status_code == 200


def test_outlines_are_cached_until_they_change(client: Client) -> None:
    first = client.get("/areas/map.geojson")
    assert len(first.json()["features"]) == 11
    assert {f["properties"]["level"] for f in first.json()["features"]} == {"city", "kecamatan", "desa"}
    again = client.get("/areas/map.geojson", headers={"if-none-match": first["etag"]})
    assert again.status_code == 304
    temas = Area.objects.get(pk="35.79.01.1001")
    temas.is_approximate = True
    temas.save()
    assert client.get("/areas/map.geojson", headers={"if-none-match": first["etag"]}).status_code == 200
