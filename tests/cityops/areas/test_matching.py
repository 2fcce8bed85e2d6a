"""Words against names: what is sure, what a person must decide, and what is nothing here."""

from typing import Any

import pytest

from cityops.areas.matching import Gazetteer, Meant, Said
from cityops.areas.models import PlaceName
from tests.factories import places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def meant(place: str, within: str = "") -> Meant:
    (found,) = Gazetteer().places([Said(place, within)])
    return found


@pytest.mark.parametrize(
    ("words", "desa"),
    [
        ("Temas", "35.79.01.1001"),
        ("KEL. TEMAS", "35.79.01.1001"),
        ("Kelurahan Sisir", "35.79.01.1004"),
        ("Desa/Kel. Sisir", "35.79.01.1004"),
        ("sido mulyo", "35.79.01.2007"),
        ("Sidomulyoo", "35.79.01.2007"),
        ("Jl. Dewi Sartika Atas, Sisir, Kec. Batu, Kota Batu 65314", "35.79.01.1004"),
        ("RT 03 RW 02, Ds. Punten", "35.79.02.2001"),
        ("Bumiaji", "35.79.02.2006"),
        ("Desa Junrejo, Kecamatan Junrejo", "35.79.03.2003"),
    ],
)
def test_a_desa_that_is_written_so_or_nearly_is_sure(words: str, desa: str) -> None:
    found = meant(words)
    assert found.sure is not None, found
    assert (found.sure.area, found.sure.is_desa) == (desa, True)
    assert found.fault is None


@pytest.mark.parametrize("words", ["Jl. Raya Punten 12", "Sidomulio", "Sisi", "depan kantor Temas"])
def test_what_only_may_be_meant_is_for_a_person(words: str) -> None:
    found = meant(words)
    assert found.sure is None
    assert found.alike
    assert found.fault is not None
    assert found.fault.code == "doubtful_place"


@pytest.mark.parametrize(
    "words", ["Atlantis", "Greater Mattapan", "Kota Batu", "65314", "'; DROP TABLE areas_area; --", "%"]
)
def test_what_nothing_is_like_is_nothing_here(words: str) -> None:
    found = meant(words)
    assert (found.sure, found.alike) == (None, ())
    assert found.fault is not None
    assert found.fault.code == "no_such_place"


class TestNamesOfOtherPlaces:
    def add(self, name: str, place: Any, **more: Any) -> None:
        PlaceName.objects.create(name=name, place=place, source="uji", **more)

    def test_they_are_found_at_their_point(self) -> None:
        self.add("Coban Rais", places.IN_BEJI)
        found = meant("coban-rais").sure
        assert found is not None
        assert (found.point.coords, found.is_desa, found.area) == (places.IN_BEJI.coords, False, "35.79.03.2002")

    def test_one_whose_place_is_a_guess_stands_for_its_desa(self) -> None:
        self.add("Krajan", places.IN_BEJI, is_approximate=True)
        found = meant("Dusun Krajan").sure
        assert found is not None
        assert found.is_desa

    def test_two_of_a_name_are_doubtful_until_the_kecamatan_is_said(self) -> None:
        self.add("Krajan", places.IN_BEJI)
        self.add("Krajan", places.IN_PUNTEN)
        assert meant("Krajan").sure is None
        assert len(meant("Krajan").alike) == 2
        for said in (meant("Krajan", "Bumiaji"), meant("Krajan, Kec. Bumiaji")):
            assert said.sure is not None
            assert said.sure.area == "35.79.02.2001"

    def test_a_desa_comes_before_a_place_of_its_name_within(self) -> None:
        self.add("Beji", places.IN_BEJI)
        found = meant("Beji").sure
        assert found is not None
        assert found.is_desa

    def test_a_place_outside_the_city_is_none_of_ours(self) -> None:
        self.add("Monas", places.place(106.8, -6.2))
        assert meant("Monas").sure is None


def test_all_words_are_asked_in_one_statement(django_assert_num_queries: Any) -> None:
    words = [Said(f"Jalan Mawar {n}, Temas") for n in range(200)]
    gazetteer = Gazetteer()
    with django_assert_num_queries(1):
        found = gazetteer.places(words)
    assert all(one.sure and one.sure.area == "35.79.01.1001" for one in found)
    with django_assert_num_queries(0):
        gazetteer.places(words)


def test_what_words_mean_does_not_hang_on_their_neighbours() -> None:
    said = [Said("Sisir, Punten"), Said("Sisir Punten"), Said("Sisir, Punten")]
    together = Gazetteer().places(said)
    alone = [Gazetteer().places([one])[0] for one in said]
    assert [(one.sure, one.alike) for one in together] == [(one.sure, one.alike) for one in alone]
    assert (together[0].sure, together[0].alike) != (together[1].sure, together[1].alike)
