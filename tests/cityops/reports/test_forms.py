"""One form with and without JavaScript, one set of checks."""

from uuid import uuid4

import pytest

from cityops.reports.forms import ReportForm
from tests.factories.agencies import CategoryFactory
from tests.factories.places import IN_JAKARTA, IN_KARANGPLOSO, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def filled(**changes: object) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "lng": str(IN_TEMAS.x),
        "lat": str(IN_TEMAS.y),
        "category": CategoryFactory().pk,
        "text": "Jalan berlubang di depan pasar.",
    } | changes


def test_the_least_that_is_needed() -> None:
    form = ReportForm(filled())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"].coords == IN_TEMAS.coords
    assert form.contact is None


def test_a_comma_is_as_good_as_a_point() -> None:
    form = ReportForm(filled(lng="112,51", lat=" -7,87 "))
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("lat", ["tujuh", "nan", "inf", "-91", "1e400", "٧٫٨"])
def test_what_are_no_degrees(lat: str) -> None:
    assert "lat" in ReportForm(filled(lat=lat)).errors


def test_a_desa_alone_will_do() -> None:
    form = ReportForm(filled(lng="", lat="", desa="35.79.01.1001"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["is_only_desa"]


def test_coordinates_win_over_the_desa() -> None:
    form = ReportForm(filled(desa="35.79.03.2003"))
    assert form.is_valid()
    assert not form.cleaned_data["is_only_desa"]


def test_no_place_at_all() -> None:
    assert "desa" in ReportForm(filled(lng="", lat="")).errors


def test_half_a_pair_of_coordinates() -> None:
    assert "desa" in ReportForm(filled(lng="")).errors


@pytest.mark.parametrize("place", [IN_KARANGPLOSO, IN_JAKARTA])
def test_outside_the_city_says_where_to_turn(place: object) -> None:
    form = ReportForm(filled(lng=str(place.x), lat=str(place.y)))  # type: ignore[attr-defined]
    assert "Kota Batu" in form.errors["lat"][0]


def test_a_closed_category_answers_with_its_guidance() -> None:
    closed = CategoryFactory(code="listrik", name="Listrik padam", is_open=False, guidance="Hubungi PLN di nomor 123.")
    form = ReportForm(filled(category=closed.pk))
    assert "Hubungi PLN di nomor 123." in form.errors["category"][0]


def test_a_group_cannot_be_chosen() -> None:
    group = CategoryFactory(code="jalan", name="Jalan")
    CategoryFactory(code="lubang", parent=group)
    assert "category" in ReportForm(filled(category="jalan")).errors


@pytest.mark.parametrize("text", ["", "   \n", "a" * 4001, "nol\x00nol"])
def test_a_text_is_needed(text: str) -> None:
    assert "text" in ReportForm(filled(text=text)).errors


@pytest.mark.parametrize(("field", "value"), [("email", "bukan"), ("phone", "panggil saya"), ("phone", "08")])
def test_contact_must_be_one(field: str, value: str) -> None:
    assert field in ReportForm(filled(**{field: value})).errors


def test_contact_is_what_was_given() -> None:
    form = ReportForm(filled(email="siti@example.org", phone="0812 3456 7890"))
    assert form.is_valid(), form.errors
    assert form.contact
    assert (form.contact.email, form.contact.language) == ("siti@example.org", "id")


@pytest.mark.parametrize("field", ["category", "desa", "kind", "key", "name", "need_for", "phone"])
@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "' OR 1=1 --", "9" * 5000])
def test_nonsense_is_a_fault_and_never_a_crash(field: str, value: str) -> None:
    assert not ReportForm(filled(**{field: value, "lng": "", "lat": ""})).is_valid()
