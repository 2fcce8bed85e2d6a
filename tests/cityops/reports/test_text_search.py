"""The filter's words: what they find, for whom, and by which index."""

import pytest
from django.db import connection
from django.http import QueryDict

from cityops.agencies.models import Category
from cityops.policy.lines import Role
from cityops.reports.layers import PUBLIC, STAFF
from cityops.reports.models import Report, ReportWords
from layers.filters import BadFilter, parse
from layers.registry import Layer
from tests.factories import places
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def rows(layer: Layer, words: str, user: object = None):
    asked = parse(QueryDict(mutable=False, query_string=f"q={words}"), layer.filters)
    return layer.scope(user).filter(asked.condition(layer.filters))


def found(words: str) -> set[str]:
    return set(rows(PUBLIC, words).values_list("code", flat=True))


def found_by_dispatcher(words: str) -> set[str]:
    return set(rows(STAFF, words, staff(Role.DISPATCHER)).values_list("code", flat=True))


def test_words_category_in_both_languages_and_area_are_looked_through() -> None:
    report = ReportFactory(accepted=True, text="Berlubang di depan pasar", geom=places.IN_SISIR)
    for words in ("lubang", "LUBANG pasar", "jalan rusak", "damaged", "sisir", "sisir lubang"):
        assert found(words) == {report.code}, words
    assert not found("lubang temas")
    assert not found("sungai")


def test_a_code_is_found_whole_and_by_its_beginning() -> None:
    report = ReportFactory(code="BTU-7K3F-92MZ")
    ReportFactory(code="BTU-7K4F-92MA", text="beda")
    for words in ("BTU-7K3F-92MZ", "btu7k3f92mz", "7k3f92mz", "BTU-7K3F", "btu-7k3"):
        assert found(words) == {report.code}, words
    assert found("btu-7k") == {"BTU-7K3F-92MZ", "BTU-7K4F-92MA"}
    assert not found("3F-92MZ")


def test_short_words_count_at_the_beginning_of_a_word() -> None:
    report = ReportFactory(accepted=True, text="RT 05 gelap, dekat pos")
    assert found("rt 05") == found("05") == {report.code}
    assert not found("ap")


def test_signs_alone_find_nothing_and_mean_nothing() -> None:
    ReportFactory(accepted=True, text="100% rusak_parah")
    assert not found("%25%25")
    assert not found("__")
    assert len(found("rusak_parah")) == 1


def test_strangers_find_words_of_accepted_reports_only_and_staff_all() -> None:
    secret = ReportFactory(text="rahasia-mawar di rumah saya")
    told = ReportFactory(text="rahasia-mawar di jalan", accepted=True)
    assert found("rahasia-mawar") == {told.code}
    assert found("rahasia-mawar jalan") == {told.code}
    assert found("jalan") == {secret.code, told.code}  # its category is no secret
    assert found_by_dispatcher("rahasia-mawar") == {secret.code, told.code}


def test_a_word_and_a_category_do_not_tell_each_other() -> None:
    """Not accepted, its category fits one word: the other word must not be tried on what it says."""
    ReportFactory(text="rahasia-mawar")
    assert not found("jalan rahasia-mawar")


def test_hidden_and_held_reports_are_not_found_by_their_code() -> None:
    hidden, held = ReportFactory(hidden=True), ReportFactory(held=True)
    assert not found(hidden.code) | found(held.code)
    assert found_by_dispatcher(hidden.code) == {hidden.code}


def test_erased_words_are_found_no_more_and_the_report_still_is() -> None:
    report = ReportFactory(accepted=True, text="nama-tetangga")
    ReportWords.objects.filter(pk=report.pk).update(text="")
    assert not found("nama-tetangga")
    assert found("sisir") == {report.code}


def test_what_is_found_follows_category_area_and_their_names() -> None:
    report = ReportFactory(geom=places.IN_SISIR)
    water = CategoryFactory(code="air", name="Air bersih", name_en="Water")
    Report.objects.filter(pk=report.pk).update(category=water, geom=places.IN_TEMAS)
    assert found("air bersih") == found("temas") == {report.code}
    assert not found("sisir") | found("rusak")
    Category.objects.filter(pk="air").update(name="Tirta")
    assert found("tirta") == {report.code}
    assert not found("bersih")


def test_very_many_words_are_refused() -> None:
    with pytest.raises(BadFilter):
        found("a " * 13)


def test_the_index_answers() -> None:
    for _ in range(20):
        ReportFactory(accepted=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for words in ("lubang", "jalan", "sisir", "05", "btu-7k3f"):
            plan = rows(PUBLIC, words).explain()
            assert "Seq Scan on reports_reportwords" not in plan, plan
            assert "SubPlan" not in plan, plan
