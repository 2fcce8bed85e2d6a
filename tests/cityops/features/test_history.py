import pytest
from django.db import Error, connection, transaction

from cityops.features.history import history_of, record
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
