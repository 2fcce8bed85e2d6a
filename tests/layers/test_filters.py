import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cityops.reports.layers import PUBLIC
from layers.filters import BadFilter, Filter, parse
from tests.factories import places
from tests.factories.reports import ReportFactory


def parsed(query: str) -> Filter:
    return parse(QueryDict(query), PUBLIC.filters)


def found(query: str) -> set[str]:
    return set(PUBLIC.scope(None).filter(parsed(query).condition(PUBLIC.filters)).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=lost", "status"),
        ("colour=red", "colour"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("from=9999-12-31", "from"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=3,2,1,4", "bbox"),
        ("bbox=nan,nan,nan,nan", "bbox"),
        ("bbox=112,-8,113,inf", "bbox"),
        ("overdue=maybe", "overdue"),
        ("q=" + "a" * 101, "q"),
        ("q=%00", "q"),
        ("kind=complaint,x", "kind"),
    ],
)
def test_a_bad_filter_is_named_with_what_is_allowed(query: str, field: str) -> None:
    with pytest.raises(BadFilter) as fault:
        parsed(query)
    assert fault.value.data["field"] == field
    assert field in str(fault.value)
    assert fault.value.data["allowed"]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_an_unknown_area_is_named() -> None:
    with pytest.raises(BadFilter, match=r"35\.79\.01\.1001"):
        parsed("area=99.99")


def test_empty_values_and_the_page_s_own_keys_are_no_filters() -> None:
    assert parsed("status=&q=&z=14&lat=-7.8&lng=112.5&page=2") == Filter()


def test_one_spelling() -> None:
    assert parsed("status=new,routed&kind=need") == parsed("kind=need&status=routed&status=new")
    assert parsed("status=routed,new&kind=need").query == "kind=need&status=new,routed"


@given(st.dictionaries(st.sampled_from(sorted(PUBLIC.filters)), st.text(max_size=20), max_size=4))
@pytest.mark.django_db
def test_whatever_comes_is_parsed_or_refused_and_the_spelling_is_stable(query: dict[str, str]) -> None:
    text = QueryDict(mutable=True)
    text.update(query)
    try:
        asked = parse(text, PUBLIC.filters)
    except BadFilter:
        return
    assert parse(QueryDict(asked.query), PUBLIC.filters) == asked
    list(PUBLIC.scope(None).filter(asked.condition(PUBLIC.filters))[:1])  # and the database takes it


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestRows:
    def test_an_area_holds_what_lies_in_it(self) -> None:
        temas, bumiaji = ReportFactory(geom=places.IN_TEMAS), ReportFactory(geom=places.IN_BUMIAJI)
        assert found("area=35.79.01") == {temas.code}
        assert found("area=35.79") == {temas.code, bumiaji.code}
        assert found("area=35.79.01.1001,35.79.02") == {temas.code, bumiaji.code}

    def test_dates_are_local_days(self) -> None:
        late = ReportFactory(created_at="2026-03-31T23:30:00+07:00")
        assert found("from=2026-03-31&to=2026-03-31") == {late.code}
        assert not found("from=2026-04-01")

    def test_overdue(self) -> None:
        late = ReportFactory(overdue=True)
        ReportFactory()
        ReportFactory(overdue=True, state="resolved")
        assert found("overdue=1") == {late.code}

    def test_strangers_find_words_only_once_accepted(self) -> None:
        ReportFactory(text="rahasia-mawar di rumah saya")
        accepted = ReportFactory(text="rahasia-mawar di jalan", accepted=True)
        assert found("q=rahasia-mawar") == {accepted.code}

    def test_a_box_tells_strangers_the_public_place_only(self) -> None:
        ReportFactory(geom=places.place(112.5212, -7.8788), public_precision="area")
        assert not found("bbox=112.5205,-7.8795,112.5220,-7.8780")
        assert found("bbox=112.52,-7.88,112.54,-7.86")

    def test_strangers_see_neither_held_nor_hidden_nor_private(self) -> None:
        ReportFactory(held=True)
        ReportFactory(hidden=True)
        assert not found("")
