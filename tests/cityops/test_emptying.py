"""What transactional tests leave is taken away as Django's own TRUNCATE of all tables would, only faster."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import connection

from cityops.administration.actions.reference_data import change_agency
from cityops.areas.models import PlaceName
from cityops.features.history import record
from cityops.policy.lines import Role
from cityops.reports.models import Report
from cityops.reports.word_lists import list_words
from tests.emptying import MOST_BYTES
from tests.factories.agencies import staff
from tests.factories.facilities import FacilityFactory
from tests.factories.farming import FarmPlotFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


@pytest.fixture(autouse=True, params=["ours", "Django's"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "ours":
        operations: Any = type(connection.ops)
        monkeypatch.setattr(operations, "sql_flush", operations.sql_flush_of_django)


def flush() -> None:
    """What Django does after each transactional test."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def fill() -> None:
    for kind in (ReportFactory, FacilityFactory, FarmPlotFactory, RequestFactory):
        for _ in range(3):
            kind()
    record(Report.objects.all()[0], "send", to_state="new")
    list_words()
    change_agency(actor=staff(Role.ADMIN, agency="dlh"), code="dlh", given={"phone": "0341 1"}, seen=0)


def answers(question: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def rows() -> dict[str, int]:
    """Return how many rows each table has that has any, in all schemas that are ours."""
    tables = answers(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    counted = answers(" UNION ALL ".join(f"SELECT '{table}', (SELECT count(*) FROM {table})" for (table,) in tables))
    return {table: count for table, count in counted if count}


def kept() -> dict[str, object]:
    """Return what is to be the same after as before: sequences, switches, rights, and tables that Django has not."""
    return {
        "sequences": answers("SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2"),
        "triggers": answers("SELECT tgrelid, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"),
        "rights": answers("SELECT oid, relacl::text FROM pg_class WHERE relkind IN ('r', 'S', 'v') ORDER BY 1"),
        "accounts": answers("SELECT * FROM layers_account ORDER BY 1, 2"),
        "migrations": answers("SELECT * FROM django_migrations ORDER BY 1"),
    }


def managed() -> set[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return {f"public.{name}" for name in names} - {"public.django_migrations"}


def test_no_row_is_left_and_all_else_is_as_it_was() -> None:
    fill()
    before, had = kept(), rows()
    assert len(managed() & had.keys()) > 15
    flush()
    assert rows() == {name: count for name, count in had.items() if name not in managed()}
    assert kept() == before


def test_and_once_more_with_tables_that_had_rows_before() -> None:
    for _ in range(3):
        fill()
        flush()
        assert not managed() & rows().keys()
    flush()
    assert not managed() & rows().keys()


def test_history_that_refuses_to_be_deleted_goes_as_well() -> None:
    fill()
    assert {"public.features_historyevent", "public.administration_change"} <= rows().keys()
    flush()
    assert not managed() & rows().keys()


def test_a_table_that_grew_large_gives_its_room_back() -> None:
    place = Point(112.53, -7.87, srid=4326)
    PlaceName.objects.bulk_create(PlaceName(name=str(n), place=place, source="x" * 1500) for n in range(1000))
    ((large,),) = answers("SELECT pg_relation_size('areas_placename')")
    assert large > MOST_BYTES
    flush()
    assert answers("SELECT pg_relation_size('areas_placename')") == [(0,)]
    assert not managed() & rows().keys()


def test_who_still_writes_is_waited_for() -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("UPDATE areas_area SET name = name")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with pytest.raises(CommandError) as refused:
        flush()
    assert "lock timeout" in str(refused.value.__cause__)
    other.close()
    connection.close()
    flush()
    assert not rows().keys() & managed()
