import pytest
from django.test import Client

from tests.factories.facilities import FacilityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def hits(client: Client, text: str) -> list[tuple[str, str]]:
    return [(hit["level"], hit["label"]) for hit in client.get("/cari/", {"q": text}).json()["results"]]


def test_areas_come_first_then_facilities(client: Client) -> None:
    FacilityFactory()
    assert hits(client, "beji") == [("desa", "Desa Beji"), ("facility", "Puskesmas Beji")]


def test_every_word_counts(client: Client) -> None:
    FacilityFactory(address="Jl. Raya Beji 5")
    assert hits(client, "puskesmas raya") == [("facility", "Puskesmas Beji")]
    assert not hits(client, "puskesmas temas")


@pytest.mark.parametrize("text", ["", "a", "%%", "\x00", "x" * 400])
def test_anything_may_be_typed(client: Client, text: str) -> None:
    assert hits(client, text) == []
