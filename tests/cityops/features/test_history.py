from typing import Any

import pytest
from django.db import Error, connection, transaction

from cityops.features.gathering import gathered
from cityops.features.history import history_of, record, record_many
from cityops.features.models import HistoryEvent
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(city: object) -> HistoryEvent:
    return record(ReportFactory(), "send", to_state="new")


def refused(statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_owner_cannot_change_or_delete_history(event: HistoryEvent) -> None:
    refused("UPDATE features_historyevent SET verb = 'x'")
    refused("DELETE FROM features_historyevent")


def test_history_cannot_be_truncated(event: HistoryEvent) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the switch below would wait for pending checks
        cursor.execute("ALTER TABLE features_historyevent ENABLE TRIGGER history_keeps_all")
    refused("TRUNCATE features_historyevent")


def test_the_application_may_add_and_read_history_only(event: HistoryEvent) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE cityops_app")
        cursor.execute("SELECT count(*) FROM features_historyevent")
        assert cursor.fetchone() == (1,)
        cursor.execute(
            "SELECT has_table_privilege('features_historyevent', p)"
            " FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p"
        )
        assert cursor.fetchall() == [(True,), (False,), (False,), (False,)]


def test_the_application_may_not_touch_the_schema(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE cityops_app")
    refused("CREATE TABLE theirs ()")
    refused("DROP TABLE reports_report")


def test_history_of_one_feature_is_its_own(event: HistoryEvent) -> None:
    assert not history_of(ReportFactory()).exists()


def test_many_are_recorded_in_one_statement_as_one_is(city: object, django_assert_num_queries: Any) -> None:
    report, *others = [ReportFactory() for _ in range(3)]
    record(report, "send", actor=None, from_state="new", to_state="closed", is_public=True, code="x")
    told = [(one, {"code": "x"}) for one in others]
    with django_assert_num_queries(1):
        record_many(told, "send", actor=None, from_state="new", to_state="closed", is_public=True)
    columns = ("kind", "verb", "actor", "from_state", "to_state", "is_public", "data")
    alone = history_of(report).values_list(*columns).get()
    assert [history_of(one).values_list(*columns).get() for one in others] == [alone, alone]


def test_many_that_are_gathered_have_the_batch_of_the_others(city: object) -> None:
    reports = [ReportFactory() for _ in range(2)]
    with gathered(reports) as gathering:
        record_many([(one, {"code": "x"}) for one in reports], "settle")
        assert not history_of(reports[0]).exists()
        gathering.write()
    for report in reports:
        assert history_of(report).get().data == {"code": "x", "batch": str(gathering.batch)}


def test_none_are_recorded_of_none(db: None) -> None:
    record_many([], "settle")
    assert not HistoryEvent.objects.exists()
