"""Reference data is kept from one request to the next, and never a moment longer than it is true."""

from contextlib import closing
from datetime import date

import pytest
from django.db import connection, transaction

from cityops.agencies.models import Agency, Holiday
from cityops.agencies.queries import all_agencies
from cityops.agencies.working_time import WorkingCalendar
from cityops.areas.queries import all_areas
from cityops.web.once import asked_once
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db
Names = dict[str, str]


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory.create(short_name="Before")


def asked() -> tuple[Agency, ...]:
    """Return what a request is told."""
    with asked_once():
        return all_agencies()


def names() -> Names:
    return {one.pk: one.short_name for one in asked()}


def rename(agency: Agency, name: str) -> None:
    Agency.objects.filter(pk=agency.pk).update(short_name=name)


def test_the_next_request_is_told_the_very_same_by_one_statement(
    agency: Agency, django_assert_num_queries: object
) -> None:
    first = asked()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert asked() is first


def test_one_statement_tells_of_all_reference_data(agency: Agency, django_assert_num_queries: object) -> None:
    def look() -> None:
        with asked_once():
            all_agencies(), all_areas(), WorkingCalendar()

    look()
    with django_assert_num_queries(1):  # type: ignore[operator]
        look()


def test_a_change_is_seen_by_the_next_request(agency: Agency) -> None:
    assert names()[agency.pk] == "Before"
    rename(agency, "After")
    assert names()[agency.pk] == "After"
    rename(agency, "And again, in the same transaction")
    assert names()[agency.pk] == "And again, in the same transaction"


def test_what_is_added_and_what_is_gone_is_seen(agency: Agency) -> None:
    asked()
    other = AgencyFactory.create()
    assert other.pk in names()
    Agency.objects.filter(pk=other.pk).delete()
    assert other.pk not in names()


def test_what_was_taken_back_is_seen_no_more(agency: Agency) -> None:
    asked()
    with transaction.atomic():
        rename(agency, "Never")
        assert names()[agency.pk] == "Never"
        transaction.set_rollback(True)
    assert names()[agency.pk] == "Before"


def test_what_a_request_wrote_itself_is_not_kept_when_it_is_taken_back(agency: Agency) -> None:
    asked()
    AgencyFactory.create()  # so that nothing is kept
    with asked_once(), transaction.atomic():
        WorkingCalendar()  # asks for the versions of all
        rename(agency, "Never")
        assert {one.short_name for one in all_agencies()} >= {"Never"}
        transaction.set_rollback(True)
    assert names()[agency.pk] == "Before"


def test_an_empty_table_is_told_from_one_with_a_row() -> None:
    day = date(2026, 11, 30)
    with asked_once():
        assert WorkingCalendar().is_working_day(day)
    Holiday.objects.create(date=day, name="Hari jadi", is_working=False)
    with asked_once():
        assert not WorkingCalendar().is_working_day(day)


def test_without_a_request_it_is_asked_each_time(agency: Agency) -> None:
    assert all_agencies() is not all_agencies()


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_commits_is_seen(agency: Agency) -> None:
    asked()
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("UPDATE agencies_agency SET short_name = 'Theirs' WHERE code = %s", [agency.pk])
    assert names()[agency.pk] == "Theirs"
